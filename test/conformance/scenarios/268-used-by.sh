# title: Who uses a volume
# topic: named volumes
docker run -d --name a -v v1:/data busybox sleep 1000 | wc -c
docker create --name b -v v1:/data -v v2:/two busybox | wc -c
docker ps -a --filter volume=v1 --format '{{.Names}}'
docker ps -a --filter volume=v2 --format '{{.Names}}: {{.Mounts}}'
docker ps --filter volume=v1 --filter volume=v2 --format '{{.Names}}' -a
docker ps -aq --filter volume=/two | wc -l
docker volume ls -f dangling=true -q
docker rm b
docker volume ls -f dangling=true -q
docker system df --format '{{.Type}} {{.TotalCount}} {{.Active}}'
docker volume rm v2 v1 2>&1 | sed 's/[0-9a-f]\{64\}/ID/g'
docker inspect -f '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} at {{.Destination}}{{end}}{{end}}' a
docker ps --no-trunc --format '{{.Mounts}}'
docker run -d --name long -v /an -v a_very_long_volume_name:/l busybox sleep 1000 | wc -c
docker inspect -f '{{.Mounts}}' a
docker rm -fv a long
docker volume ls -q
docker volume rm v1 a_very_long_volume_name
