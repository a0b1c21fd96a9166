# title: What a stopped container keeps
# topic: container lifecycle
docker run -d --name box busybox sh -c 'echo boot >> /log; sleep 1000'
docker exec box cat /log
docker stop -t 0 box
docker ps -a --format '{{.Names}} {{.State}} {{.Status}}'
docker exec box cat /log
docker start box
docker exec box cat /log
docker restart -t 0 box
docker exec box cat /log
docker inspect -f '{{.RestartCount}} {{.State.Running}} {{.State.ExitCode}}' box
docker kill box
docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}' box
docker start -a box nosuch
docker start box nosuch
docker stop -t 0 box nosuch
docker stop -t 0 box
docker stop nosuch
docker start
docker stop
docker restart
docker restart nosuch
docker stop -t x box
docker stop -s KILL box
docker start box
docker stop --signal NOSUCH box
docker stop -s KILL box
docker inspect -f '{{.State.ExitCode}}' box
docker rm box
docker start box
