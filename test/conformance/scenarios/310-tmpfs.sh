# title: tmpfs mounts and their options
# topic: tmpfs
docker run --rm --tmpfs /t busybox sh -c 'echo x > /t/f; cat /t/f; grep " /t " /proc/mounts'
docker run --rm --tmpfs /t:ro busybox touch /t/f
docker run --rm --tmpfs /t:size=1m busybox df -k /t
docker run --rm --tmpfs /t:size=64k,mode=700,uid=1000,gid=1001 busybox stat -c '%a %u:%g' /t
docker run --rm --tmpfs /t:noexec busybox sh -c 'cp /bin/true /t/x; /t/x'
docker run --rm --tmpfs /t:exec busybox sh -c 'cp /bin/busybox /t/true; /t/true && echo ran'
docker run --rm --tmpfs /t:nosuch busybox true
docker run --rm --tmpfs /t:size=x busybox true
docker run --rm --tmpfs t busybox true
docker run --rm --tmpfs '' busybox true
docker run --rm --tmpfs / busybox true
docker run --rm --tmpfs /t:size=1m,size=2m busybox df -k /t
docker run --rm --tmpfs /t:rw,nosuid,nodev,mode=1770 busybox stat -c %a /t
docker run --rm --tmpfs /etc busybox ls -A /etc
docker run --rm --mount type=tmpfs,dst=/t busybox stat -c '%a %u' /t
docker run --rm --mount type=tmpfs,dst=/t,tmpfs-size=2m busybox df -k /t
docker run --rm --mount type=tmpfs,dst=/t,tmpfs-size=64k,tmpfs-mode=0700 busybox stat -c %a /t
docker run --rm --mount type=tmpfs,dst=/t,tmpfs-mode=1777 busybox stat -c %a /t
docker run --rm --mount type=tmpfs,dst=/t,tmpfs-size=100k busybox sh -c 'dd if=/dev/zero of=/t/f bs=1k count=200 2>&1 | head -1'
docker run --rm --mount type=tmpfs,dst=/t,ro busybox touch /t/f
docker run --rm --mount type=tmpfs busybox true
docker run --rm --mount type=tmpfs,dst=/t,tmpfs-options=noexec busybox true
docker create --name t --tmpfs /a:size=1m --mount type=tmpfs,dst=/b,tmpfs-size=1m busybox | wc -c
docker inspect -f '{{json .HostConfig.Tmpfs}} {{json .HostConfig.Mounts}} {{json .Mounts}}' t
docker inspect -f '{{.HostConfig.Tmpfs}}' t
docker rm t
docker run --rm --tmpfs /t -v vol:/t busybox true
docker run --rm --tmpfs /t --mount type=tmpfs,dst=/t busybox true
docker run --rm --tmpfs /data volimg ls -A /data
docker run --rm --mount type=tmpfs,dst=/data volimg ls -A /data
docker volume ls -q
docker volume rm vol
