# title: Volumes on the host
# topic: named volumes
docker volume create data
ls -d /var/lib/docker/volumes/data/_data
docker volume inspect -f '{{.Mountpoint}}' data
stat -c '%a %u:%g' /var/lib/docker/volumes /var/lib/docker/volumes/data /var/lib/docker/volumes/data/_data
echo host > /var/lib/docker/volumes/data/_data/f
docker run --rm -v data:/d busybox cat /d/f
docker run --rm -v data:/d -u 1000 busybox sh -c 'echo x > /d/g'
chown 1000 /var/lib/docker/volumes/data/_data
docker run --rm -v data:/d -u 1000 busybox sh -c 'echo x > /d/g; stat -c "%u %a" /d/g'
ls -ln /var/lib/docker/volumes/data/_data | awk '{print $1,$3,$9}'
du -sk /var/lib/docker/volumes/data/_data | cut -f2
rm -rf /var/lib/docker/volumes/data/_data
docker volume inspect -f '{{.Name}}' data
docker run --rm -v data:/d busybox ls -A /d
docker volume rm data
ls /var/lib/docker/volumes
docker volume create data
mkdir /var/lib/docker/volumes/data/_data/sub && docker run --rm -v /var/lib/docker/volumes/data/_data:/x busybox ls /x
docker volume rm data
