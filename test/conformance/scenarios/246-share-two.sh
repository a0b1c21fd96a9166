# title: Two containers and one volume
# topic: named volumes
docker run -d --name w -v share:/data busybox sh -c 'while :; do date >> /data/log; sleep 0.1; done' | wc -c
docker run -d --name r -v share:/in:ro busybox sleep 1000 | wc -c
sleep 0.5
docker exec r sh -c 'test -s /in/log && echo there'
docker exec r touch /in/x
docker exec r rm /in/log
docker exec r sh -c 'echo x > /in/log'
docker exec r mkdir /in/d
docker exec r chmod 777 /in
docker exec r mv /in/log /in/log2
docker exec r ln -s a /in/b
docker exec w touch /data/x
docker exec r ls /in
docker inspect -f '{{range .Mounts}}{{.Type}} {{.Name}} {{.Source}} {{.Destination}} {{.Driver}} {{.Mode}} {{.RW}} {{.Propagation}}{{end}}' w r
docker exec r mount | grep /in
docker exec r grep /in /proc/mounts | cut -d' ' -f2-3
docker ps --filter volume=share --format '{{.Names}}'
docker ps --filter volume=/in --format '{{.Names}}'
docker ps --filter volume=nosuch --format '{{.Names}}'
docker ps --format '{{.Names}} {{.Mounts}}'
docker ps --format '{{.LocalVolumes}}'
docker rm -f w r
docker volume rm share
