# title: rm with its flags
# topic: container lifecycle
docker run -d --name live -v /anon -v named:/n busybox sleep 1000
docker rm live
docker rm -v live
docker rm --link live
docker rm -fv live
docker volume ls -q
docker create --name a -v /x busybox
docker rm a
docker volume ls -q | wc -l
docker volume rm $(docker volume ls -q -f dangling=true) | wc -l
docker rm -f
docker rm --nosuch x
docker rm -x x
docker rm -l a
docker rm a
docker rm -f a b
docker rm a b
docker container rm a
docker container remove a
docker remove a
docker create --name c1 busybox
docker create --name c2 busybox
docker rm -f c1 nosuch c2
echo $?
docker ps -aq
docker container prune -f
docker container prune -f --filter x=y
docker container prune -f --filter until=1h
docker container prune nosuch
