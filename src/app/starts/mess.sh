docker volume create kept-for-years
docker run --rm -v kept-for-years:/d busybox sh -c 'echo important > /d/contract'
docker volume create cache
docker run --rm -v cache:/d busybox sh -c 'for n in 1 2 3 4 5 6; do head -c 20000 /dev/zero > /d/chunk$n; done'
docker run --name old1 -v /data busybox sh -c 'echo 1 > /data/a'
docker run --name old2 -v /data busybox sh -c 'echo 2 > /data/b'
docker run --name old3 -v /scratch alpine sh -c 'echo 3 > /scratch/c; echo x > /tmp/x'
docker rm old3
docker run -d --name api -v cache:/cache alpine sleep 1000000
docker run -d --name stuck --restart on-failure:1 busybox sh -c 'sleep 1; exit 3'
docker create --name never busybox true
docker tag busybox registry.example/tools:v1
docker tag alpine registry.example/base:2019
mkdir -p tmp/build && echo junk > tmp/build/out.o && echo junk > tmp/core
