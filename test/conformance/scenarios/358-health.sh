# title: Health checks
# topic: container lifecycle
docker run -d --name good --health-cmd 'test -e /ok' --health-interval 500ms --health-retries 2 --health-timeout 1s busybox sh -c 'sleep 1; touch /ok; sleep 1000' | wc -c
docker inspect -f '{{.State.Health.Status}} {{.State.Health.FailingStreak}}' good
docker inspect -f '{{json .Config.Healthcheck}}' good
sleep 3
docker inspect -f '{{.State.Health.Status}}' good
docker ps --format '{{.Names}} {{.Status}}' | sed 's/Up [^(]*/Up /'
docker exec good rm /ok
sleep 2
docker inspect -f '{{.State.Health.Status}}' good
docker ps --filter health=unhealthy --format '{{.Names}}'
docker inspect -f '{{(index .State.Health.Log 0).ExitCode}}' good
docker run -d --name none --no-healthcheck busybox sleep 1000 | wc -c
docker inspect -f '{{json .Config.Healthcheck}} {{json .State.Health}}' none
docker run -d --name echo --health-cmd 'echo fine' --health-interval 300ms busybox sleep 1000 | wc -c
sleep 1
docker inspect -f '{{(index .State.Health.Log 0).Output}}' echo
docker stop -t 0 good
docker ps -a -f name=good --format '{{.Status}}' | cut -d' ' -f1,2
docker inspect -f '{{.State.Health.Status}}' good
docker run -d --health-interval 1us --health-cmd x busybox true
docker run -d --health-timeout -1s --health-cmd x busybox true
docker rm -f good none echo
