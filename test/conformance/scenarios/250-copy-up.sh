# title: Filling an empty volume from the image
# topic: copy-up
docker run --rm -v web:/usr/share/nginx/html nginx ls /usr/share/nginx/html
docker run --rm -v web:/x busybox ls /x
docker run --rm -v web:/x busybox rm /x/50x.html
docker run --rm -v web:/usr/share/nginx/html nginx ls /usr/share/nginx/html
docker run --rm -v web:/x busybox sh -c 'rm /x/*'
docker run --rm -v web:/usr/share/nginx/html nginx ls /usr/share/nginx/html
docker run --rm -v etc:/etc alpine cat /etc/alpine-release
docker run --rm -v etc:/etc busybox cat /etc/alpine-release
docker run --rm -v seeded:/data volimg cat /data/seed.txt
docker run --rm -v seeded:/data:ro volimg cat /data/seed.txt
docker run --rm -v ro:/data:ro volimg cat /data/seed.txt
docker create --name never -v created:/data volimg
ls /var/lib/docker/volumes/created/_data
docker run --rm -v nested:/usr/share nginx ls /usr/share/nginx
docker volume create pre
touch /var/lib/docker/volumes/pre/_data/.hidden
docker run --rm -v pre:/data volimg ls -A /data
docker run --rm -v new:/no/such/folder busybox sh -c 'ls -A /no/such/folder; stat -c "%a %u" /no/such /no/such/folder'
docker run --rm -v links:/bin busybox true
ls -l /var/lib/docker/volumes/links/_data/sh | cut -d'>' -f2
docker run --rm -v tmpv:/tmp busybox stat -c %a /tmp
docker run --rm -v rootv:/root busybox stat -c %a /root
docker rm never
docker volume rm web etc seeded ro created nested pre new links tmpv rootv
