# title: Restart policies at work
# topic: container lifecycle
docker run -d --name fail --restart on-failure:2 busybox sh -c 'echo try >> /t; exit 1' | wc -c
sleep 2
docker inspect -f '{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}' fail
docker cp fail:/t - | tar xO
docker run -d --name ok --restart on-failure busybox true | wc -c
sleep 0.5
docker inspect -f '{{.RestartCount}} {{.State.Status}}' ok
docker run -d --name always --restart always -v data:/d busybox sh -c 'echo x >> /d/n; sleep 0.3; exit 0' | wc -c
sleep 2
docker inspect -f '{{gt .RestartCount 0}}' always
docker stop -t 0 always
docker inspect -f '{{.State.Status}}' always
docker start always
docker update --restart no always
sleep 1
docker inspect -f '{{.State.Status}}' always
docker run -d --name us --restart unless-stopped busybox sleep 1000 | wc -c
docker kill us
sleep 0.5
docker inspect -f '{{.State.Status}} {{.RestartCount}}' us
docker run -d --name loop --restart always busybox nosuch
docker inspect -f '{{.State.Status}}' loop
docker run --restart always --rm busybox true
docker run --restart on-failure:2 --name fg busybox sh -c 'echo run; exit 2'
docker inspect -f '{{.RestartCount}}' fg
docker rm -f fail ok always us loop fg
docker volume rm data
