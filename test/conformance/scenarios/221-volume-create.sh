# title: volume create with its options
# topic: volume commands
docker volume create
docker volume create one two
docker volume create --name old
docker volume create --name old new
docker volume create -d local plain
docker volume create -d nosuch plug
docker volume create --driver
docker volume create --label a=1 --label b=2 --label c labelled
docker volume inspect -f '{{json .Labels}}' labelled
docker volume create --label =x bad
docker volume create --label '' empty
docker volume create --opt type=tmpfs --opt device=tmpfs --opt o=size=10m ram
docker volume create -o nosuch=1 bad
docker volume create -o type=tmpfs bad
docker volume create -o device=/x bad
docker volume create -o o=bind bad
docker volume create -o o=bind -o device=/x bad2
docker volume inspect -f '{{json .Options}}' bad2
docker volume create -o type=none -o o=bind -o device=/root/lab/nowhere later
docker run --rm -v later:/d busybox ls /d
docker volume create -o size=10m quota
docker volume create --nosuch x
docker volume create -q x1
docker volume create --scope single x2
docker volume ls -q | grep -v '^[0-9a-f]\{64\}$'
docker volume rm $(docker volume ls -q) | wc -l
