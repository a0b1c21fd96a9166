# title: Pause and unpause
# topic: container lifecycle
docker run -d --name box busybox sh -c 'while :; do date +%s >> /t; sleep 0.2; done'
docker pause box
docker ps --format '{{.Names}} {{.State}}'
docker inspect -f '{{.State.Status}} {{.State.Paused}} {{.State.Running}}' box
docker exec box true
docker pause box
docker start box
docker restart -t 0 box
docker inspect -f '{{.State.Status}}' box
docker pause box nosuch
docker cp box:/etc/passwd p && head -1 p
docker commit box paused | cut -c1-7
docker stop -t 0 box
docker unpause box
docker pause box
docker start box
docker pause box
docker kill box
docker inspect -f '{{.State.Status}}' box
docker unpause box
docker unpause nosuch
docker pause
docker unpause
docker create --name new busybox true
docker pause new
docker unpause new
docker rm -f box new
docker rmi paused | head -1
