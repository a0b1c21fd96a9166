# title: Wrong flags everywhere
# topic: errors
docker run
docker run --nosuch busybox
docker run -y busybox
docker run --name busybox
docker run --name
docker run -d
docker run --memory x busybox
docker run --memory 1k busybox true
docker run --cpus x busybox
docker run --cpus -1 busybox true
docker run -p x busybox
docker run -p 99999:80 busybox
docker run -p 80:x busybox
docker run -p 80:80/nosuch busybox true
docker run --network nosuch busybox true
docker run --network container:nosuch busybox true
docker run --env-file nosuch busybox true
docker run --label-file nosuch busybox true
docker run --user busybox
docker run -e =x busybox true
docker run -e '' busybox true
docker run -l '' busybox true
docker run -it=x busybox true
docker run --rm=x busybox true
docker run --rm=false --name keep busybox true
docker run --detach=maybe busybox
docker run -d --rm --detach-keys nosuch busybox true
docker run --pull nosuch busybox true
docker run --pull never busybox:nosuch true
docker run --pull never nosuch true
docker run --platform nosuch busybox true
docker run --ulimit x busybox true
docker run --add-host x busybox true
docker run --dns x busybox true
docker run --stop-timeout x busybox true
docker run --stop-signal nosuch busybox true
docker run --health-interval x busybox true
docker run --health-retries x busybox true
docker run --no-healthcheck --health-cmd x busybox true
docker run --device x busybox true
docker run --cap-add nosuch busybox true
docker run --log-driver nosuch busybox true
docker run --runtime nosuch busybox true
docker run --isolation x busybox true
docker run --link nosuch busybox true
docker run --ipc nosuch busybox true
docker run --pid nosuch busybox true
docker run --init=x busybox true
docker run --shm-size x busybox true
docker run --shm-size 1m --rm busybox df -k /dev/shm
docker run --tmpfs
docker run --cidfile cid busybox true && wc -c < cid
docker run --cidfile cid busybox true
docker run -a nosuch busybox true
docker run -d -a stdout busybox true
docker rm keep
