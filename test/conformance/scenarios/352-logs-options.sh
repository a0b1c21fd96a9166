# title: docker logs and its options
# topic: logs
docker run --name box busybox sh -c 'for i in 1 2 3 4 5; do echo line $i; done; echo err >&2; printf part'
docker logs box
docker logs -n 2 box
docker logs --tail 3 box
docker logs --tail all box
docker logs --tail 0 box
docker logs --tail -1 box
docker logs --tail x box
docker logs -t box 2>&1 | cut -c1-2 | sort -u
docker logs -t box 2>&1 | awk '{print $2, $3}' | head -2
docker logs -f box
docker logs --since 1h box | wc -l
docker logs --until 1h box | wc -l
docker logs --since 2000-01-01 box | wc -l
docker logs --until 2000-01-01T00:00:00Z box | wc -l
docker logs --since x box
docker logs --until x box
docker logs --since 0 box | wc -l
docker logs --details box
docker logs nosuch
docker logs
docker logs a b
docker logs --nosuch box
docker container logs -n 1 box
docker start -a box
docker logs box | wc -l
docker run --name none --log-driver none busybox echo hi
docker logs none
docker run --name loc --log-driver local busybox echo hi
docker logs loc
docker run --name det --log-opt labels=a -l a=1 busybox echo hi
docker logs --details det
docker run --log-opt nosuch=1 busybox true
docker run --log-opt max-size=x busybox true
docker run --log-opt max-size=10m --log-opt max-file=2 --name mx busybox echo hi
docker inspect -f '{{json .HostConfig.LogConfig}}' mx det none loc
docker create --name never busybox true | wc -c
docker logs never
docker run -d --name bg busybox sh -c 'for i in 1 2 3; do echo $i; sleep 0.2; done' | wc -c
docker logs -f bg
docker run --name tty -t busybox sh -c 'echo out; echo err >&2'
docker logs tty | od -c | head -3
docker rm -f box none loc det mx never bg tty
