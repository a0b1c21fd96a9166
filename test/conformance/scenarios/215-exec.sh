# title: docker exec and its options
# topic: exec
docker run -d --name box -e HOME_VAR=1 -w /tmp -v data:/data busybox sleep 1000
docker exec box pwd
docker exec -w /etc box pwd
docker exec -w /nosuch box pwd
docker exec -w rel box pwd
docker exec -e X=1 -e Y=2 box sh -c 'echo $X $Y $HOME_VAR'
docker exec --env X box env | sort
X=hey docker exec --env X box sh -c 'echo $X'
docker exec -u nobody box id -un
docker exec -u 12:34 box id
docker exec -u nosuch box id
docker exec box ls /nosuch
docker exec box sh -c 'echo out; echo err >&2; exit 3'
docker exec -d box sh -c 'echo later > /data/later'
docker exec -d box nosuch
sleep 0.3
docker exec box cat /data/later
echo piped | docker exec -i box cat
echo piped | docker exec box cat
docker exec -it box sh
docker exec -t box echo x
docker exec --privileged box id -u
docker exec box
docker exec
docker exec nosuch ls
docker exec box ''
docker exec box echo --help
docker exec --nosuch box ls
docker exec box sh -c 'kill -9 $$'
docker exec box sh -c 'kill -15 $$'
docker stop -t 0 box
docker exec box ls
docker rm box
docker exec box ls
