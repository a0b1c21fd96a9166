# title: Help of the volume commands
# topic: help
docker volume
docker volume --help
docker volume create --help
docker volume inspect --help
docker volume ls --help
docker volume prune --help
docker volume rm --help
docker volume update --help
docker volume update x
docker help volume
docker help volume ls
docker volume help
docker volume help ls
docker volume nosuch
docker volume nosuch --help
docker volume -x
docker volume --nosuch
docker volume ls extra args
docker volume inspect
docker volume create a b c
