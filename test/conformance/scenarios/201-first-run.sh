# title: First containers
# topic: container lifecycle
docker run busybox echo hello
docker run --rm busybox sh -c 'echo out; echo err >&2; exit 4'
docker ps -a --format '{{.Image}} {{.Command}} {{.Status}}'
docker run -d --name web busybox sh -c 'echo started; sleep 1000' | wc -c
docker ps --format '{{.Names}} {{.State}}'
docker logs web
docker exec web echo in
docker exec web sh -c 'exit 9'
docker run --name web busybox true
docker run busybox nosuch
docker run busybox /etc/passwd
docker run busybox /etc
docker run --rm -w /nowhere busybox pwd
docker run --rm -w relative busybox pwd
docker run --rm -e A=1 -e B busybox sh -c 'echo $A-$B-'
B=host docker run --rm -e B busybox sh -c 'echo $B'
docker run --rm --hostname box busybox hostname
docker run --rm -u 1000:1000 busybox id
docker run --rm -u nobody busybox id
docker run --rm -u nosuch busybox id
docker run --rm -u root:nosuch busybox id
docker run --rm --entrypoint echo busybox a b
docker run --rm --entrypoint '' busybox echo c
docker run --rm --entrypoint 'echo x' busybox c
docker stop -t 0 web
docker rm web
