# title: docker cp and what is mounted
# topic: docker cp
mkdir host && echo h > host/h
docker run -d --name box -v vol:/vol -v $PWD/host:/host -v ro:/ro:ro --tmpfs /ram busybox sleep 1000 | wc -c
echo f > f
docker cp f box:/vol/f
docker cp f box:/host/f
ls host
docker cp f box:/ro/f
docker cp f box:/ro
docker cp f box:/ram/f
docker exec box ls -A /ram
docker exec box sh -c 'echo r > /ram/r'
docker cp box:/ram/r r
docker cp box:/host out && ls out
docker cp box:/vol/nosuch .
docker exec box stat -c '%u:%g %a' /vol/f
chown 1000:1000 f && chmod 640 f
docker cp f box:/vol/g
docker exec box stat -c '%u:%g %a' /vol/g
docker cp -a f box:/vol/k
docker exec box stat -c '%u:%g %a' /vol/k
docker exec box sh -c 'echo u > /vol/u; chown 1000:1000 /vol/u; chmod 600 /vol/u'
docker cp box:/vol/u u; stat -c '%u:%g %a' u
docker cp -a box:/vol/u ua; stat -c '%u:%g %a' ua
docker stop -t 0 box
docker cp f box:/vol/stopped
docker cp f box:/vol
docker run --rm -v vol:/v busybox ls /v
docker cp box:/etc/nosuch .
docker cp f box:/host/after && ls host
docker rm box
docker cp f box:/vol
docker volume rm vol ro
