# title: Bind mounts with relative paths
# topic: bind mounts
mkdir -p src sub/in && echo one > src/f && echo two > sub/in/g
docker run --rm -v ./src:/d busybox cat /d/f
docker run --rm -v ./sub/../src:/d busybox ls /d
docker run --rm -v .:/d busybox ls /d
cd sub
docker run --rm -v ../src:/d busybox cat /d/f
docker run --rm -v ..:/d busybox ls /d
cd ..
docker run --rm -v src:/d busybox ls -A /d
docker volume ls -q
docker volume rm src
docker run --rm -v src/f:/d busybox ls
docker run --rm -v ~/lab/src:/d busybox ls /d
docker run --rm -v '~/lab/src':/d busybox ls /d
docker run --rm -v "$HOME/lab/src":/d busybox ls /d
docker run --rm -v $(pwd)/src:/d busybox ls /d
docker run --rm -v `pwd`/src:/d busybox ls /d
docker run --rm --mount type=bind,src=src,dst=/d busybox ls /d
docker run --rm --mount type=bind,src=./src,dst=/d busybox ls /d
docker run --rm --mount type=bind,src=.,dst=/d busybox ls /d
docker run --rm --mount type=bind,src=~/lab/src,dst=/d busybox ls /d
docker run --rm --mount type=bind,src=$PWD/nosuch,dst=/d busybox ls /d
docker run --rm --mount type=bind,dst=/d busybox ls /d
docker run --rm -v /root/lab/src/:/d/ busybox ls /d
docker run --rm -v /root/lab//src/../src:/d busybox ls /d
docker run --rm -v /root/lab/src:d busybox ls /d
docker run --rm -v /root/lab/src:./d busybox ls /d
docker run --rm -v /root/lab/src:/ busybox ls /d
docker run --rm -v /root/lab/src:/d/../e busybox ls /e
docker run --rm -v "/root/lab/my dir:/d" busybox sh -c 'touch /d/x'
ls 'my dir'
