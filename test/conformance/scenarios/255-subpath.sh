# title: volume-subpath
# topic: named volumes
docker volume create data
docker run --rm -v data:/d busybox sh -c 'mkdir -p /d/a/b /d/empty; echo one > /d/a/f; echo two > /d/file; ln -s a /d/link; ln -s /etc /d/out; ln -s ../.. /d/up'
docker run --rm --mount src=data,dst=/x,volume-subpath=a busybox ls /x
docker run --rm --mount src=data,dst=/x,volume-subpath=a/b busybox ls -A /x
docker run --rm --mount src=data,dst=/x,volume-subpath=nosuch busybox true
docker run --rm --mount src=data,dst=/x,volume-subpath=file busybox cat /x
docker run --rm --mount src=data,dst=/x,volume-subpath=a/f busybox cat /x
docker run --rm --mount src=data,dst=/x,volume-subpath=link busybox ls /x
docker run --rm --mount src=data,dst=/x,volume-subpath=out busybox ls /x
docker run --rm --mount src=data,dst=/x,volume-subpath=up busybox ls /x
docker run --rm --mount src=data,dst=/x,volume-subpath=../x busybox true
docker run --rm --mount src=data,dst=/x,volume-subpath=/a busybox true
docker run --rm --mount src=data,dst=/x,volume-subpath=a/../a busybox ls /x
docker run --rm --mount src=data,dst=/x,volume-subpath=a/../../y busybox ls /x
docker run --rm --mount src=data,dst=/x,volume-subpath= busybox ls /x
docker run --rm --mount src=data,dst=/x,volume-subpath=. busybox ls /x
docker run --rm --mount src=data,dst=/x,volume-subpath busybox ls /x
docker run --rm --mount src=data,dst=/data,volume-subpath=empty volimg ls /data
docker run --rm --mount src=data,dst=/data,volume-subpath=a,volume-nocopy volimg ls /data
docker run --rm --mount src=data,dst=/x,volume-subpath=a,ro busybox touch /x/y
docker run --rm --mount dst=/x,volume-subpath=a busybox true
docker run --rm --mount src=newvol,dst=/x,volume-subpath=a busybox true
docker volume ls -q
docker run --rm --mount type=bind,src=/root,dst=/x,volume-subpath=a busybox true
docker run -d --name live --mount src=data,dst=/x,volume-subpath=a busybox sleep 1000 | wc -c
docker inspect -f '{{json .HostConfig.Mounts}}' live
docker inspect -f '{{range .Mounts}}{{.Source}} {{.Destination}} {{.RW}}{{end}}' live
docker exec live sh -c 'echo three > /x/g'
docker run --rm -v data:/d busybox find /d -type f
docker rm -f live
docker volume rm data newvol
