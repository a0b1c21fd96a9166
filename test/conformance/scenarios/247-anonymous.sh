# title: Anonymous volumes
# topic: anonymous volumes
docker run --name a -v /data busybox sh -c 'echo x > /data/f'
docker volume ls -q | wc -l
docker volume inspect -f '{{json .Labels}} {{json .Options}}' $(docker volume ls -q)
docker inspect -f '{{(index .Mounts 0).Name}}' a | tr -d '\n' | wc -c
docker inspect -f '{{json .Config.Volumes}} {{json .HostConfig.Binds}}' a
docker start a
docker rm a
docker volume ls -q | wc -l
docker run --rm -v /data busybox true
docker volume ls -q | wc -l
docker run --rm --mount type=volume,dst=/data busybox true
docker volume ls -q | wc -l
V=$(docker volume ls -q)
docker run --rm -v $V:/data busybox cat /data/f
docker volume ls -q | wc -l
docker run --name v1 volimg true
docker run --name v2 volimg true
docker volume ls -q -f dangling=false | wc -l
docker rm -v v1
docker rm v2
docker volume ls -q | wc -l
docker volume prune -f | wc -l
docker run --rm -v /a -v /b -v /a busybox ls -d /a /b
docker run --rm -v /data/ busybox ls -d /data
docker run --rm -v relative busybox true
docker run --rm -v ./rel busybox true
docker run --rm -v / busybox true
docker run --rm -v /proc busybox true
docker volume ls -q | wc -l
