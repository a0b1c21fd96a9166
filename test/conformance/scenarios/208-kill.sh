# title: kill and its signals
# topic: container lifecycle
docker run -d --name box busybox sh -c 'trap "echo hup" HUP; trap "echo usr1" USR1; trap "exit 7" TERM; while :; do sleep 0.1; done'
docker kill -s HUP box
docker kill --signal=SIGUSR1 box
docker kill -s 10 box
sleep 0.5
docker logs box
docker kill -s NOSUCH box
docker kill -s 99 box
docker kill -s 0 box
docker kill -s '' box
docker ps -a --format '{{.Status}}' | cut -c1-12
docker start box
docker kill -s TERM box
sleep 0.5
docker inspect -f '{{.State.ExitCode}}' box
docker kill box
docker kill nosuch
docker kill
docker kill -s
docker kill --nosuch box
docker create --name new busybox true
docker kill new
docker rm -f new box
