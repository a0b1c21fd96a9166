# title: Help of other commands
# topic: help
docker --help | head -60
docker | head -5
docker help | head -5
docker help nosuch
docker nosuch
docker nosuch --help
docker runn busybox
docker container nosuch
docker container
docker image
docker system
docker network
docker container ls --help
docker ps --help
docker images --help
docker cp --help
docker commit --help
docker inspect --help
docker system df --help
docker system prune --help
docker container prune --help
docker --nosuch
docker -z ps
docker --host
docker -c nosuch ps
docker --context
