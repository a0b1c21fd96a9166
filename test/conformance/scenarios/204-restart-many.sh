# title: Several containers at once
# topic: container lifecycle
for i in 1 2 3; do docker run -d --name c$i busybox sleep 1000 >/dev/null; done
docker ps -q | wc -l
docker stop -t 0 c1 c2
docker ps --format '{{.Names}}'
docker ps -a --format '{{.Names}} {{.Status}}'
docker start c1 c2
docker restart -t 0 c1 c3
docker kill c1 c2 c3
docker kill c1 nosuch
docker rm $(docker ps -aq) | wc -l
docker ps -a
docker run -d --rm --name gone busybox sleep 1000 | wc -c
docker stop -t 0 gone
docker ps -aq
docker run -d --rm --name gone busybox sleep 1000 | wc -c
docker kill gone
docker wait gone
docker ps -aq
docker run --rm --restart always busybox true
docker run --restart sometimes busybox true
docker run --restart on-failure:x busybox true
docker run --restart always:3 busybox true
docker run --restart on-failure:-1 busybox true
docker run -d --restart no --name r busybox true | wc -c
docker inspect -f '{{json .HostConfig.RestartPolicy}}' r
docker rm r
