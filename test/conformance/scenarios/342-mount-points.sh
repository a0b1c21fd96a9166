# title: Duplicate and nested mount points
# topic: errors
mkdir a b
docker run --rm -v one:/d -v two:/d busybox true
docker run --rm -v one:/d -v one:/d busybox true
docker run --rm -v one:/d -v one:/d:ro busybox true
docker run --rm -v $PWD/a:/d -v $PWD/b:/d busybox true
docker run --rm -v $PWD/a:/d -v $PWD/a:/d busybox true
docker run --rm -v one:/d -v /d busybox true
docker run --rm -v /d -v one:/d busybox true
docker run --rm -v one:/d --mount src=two,dst=/d busybox true
docker run --rm --mount src=one,dst=/d --mount src=two,dst=/d busybox true
docker run --rm --mount src=one,dst=/d --mount src=one,dst=/d busybox true
docker run --rm -v one:/d/ -v two:/d busybox true
docker run --rm -v one:/d/. -v two:/d busybox true
docker run --rm -v one:/d --tmpfs /d busybox true
docker run --rm -v one:/d -v two:/d/sub busybox sh -c 'touch /d/f /d/sub/g; ls /d'
docker run --rm -v two:/d/sub -v one:/d busybox ls /d /d/sub
docker run --rm -v one:/x busybox ls -A /x
docker run --rm -v one:/x -v one:/y busybox sh -c 'echo s > /x/s; cat /y/s'
docker run --rm -v $PWD/a:/d -v vol:/d/in busybox touch /d/in/f
ls a
docker run --rm -v one:/a/b/c -v two:/a/b busybox ls -A /a/b
docker volume ls -q
docker volume prune -af | tail -1
