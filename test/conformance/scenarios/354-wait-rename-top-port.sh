# title: wait, rename, top, port
# topic: container lifecycle
docker run -d --name aa busybox sh -c 'sleep 0.4; exit 5' | wc -c
docker wait aa
docker wait aa aa
docker wait nosuch
docker wait aa nosuch
docker wait
docker create --name cc busybox | wc -c
docker rename cc dd
docker rename dd dd
docker rename dd aa
docker rename nosuch x
docker rename dd ''
docker rename dd 'b d'
docker rename dd /slash
docker ps -a --format '{{.Names}}'
docker rename slash
docker rename
docker rename a b c
docker run -d --name tt -p 8080:80 -p 9000:90/udp busybox sh -c 'sleep 1000; true' | wc -c
docker top tt | awk '{print $1, $8, $9}'
docker top tt -o pid,comm | awk '{print $2}'
docker top tt -o nosuch
docker top tt -eo comm,args | tail -1
docker top tt aux | awk '{print $1}'
docker top nosuch
docker top aa
docker top
docker port tt
docker port tt 80
docker port tt 80/tcp
docker port tt 90/udp
docker port tt 90
docker port tt x
docker port tt 99999
docker port tt 80/nosuch
docker port nosuch
docker port aa
docker port
docker port tt 80 90
docker stop -t 0 tt
docker port tt
docker port tt 80
docker top tt
docker rm aa slash tt
