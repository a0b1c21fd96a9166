# title: Read-only bind mounts
# topic: bind mounts
mkdir -p src/sub && echo one > src/f
docker run --rm -v $PWD/src:/d:ro busybox sh -c 'cat /d/f; echo x > /d/f'
docker run --rm -v $PWD/src:/d:ro busybox touch /d/new
docker run --rm -v $PWD/src:/d:ro busybox rm /d/f
docker run --rm -v $PWD/src:/d:ro busybox rm -rf /d/sub
docker run --rm -v $PWD/src:/d:ro busybox sh -c 'mkdir /d/n; mv /d/f /d/g; chmod 700 /d/f; ln /d/f /d/h'
docker run --rm -v $PWD/src:/d:ro,z busybox touch /d/new
docker run --rm -v $PWD/src:/d:rw busybox touch /d/new
docker run --rm --mount type=bind,src=$PWD/src,dst=/d,readonly busybox touch /d/n2
docker run --rm --mount type=bind,src=$PWD/src,dst=/d,readonly=true busybox touch /d/n2
docker run --rm --mount type=bind,src=$PWD/src,dst=/d,ro=1 busybox touch /d/n2
docker run --rm --mount type=bind,src=$PWD/src,dst=/d,readonly=false busybox touch /d/n2
docker run --rm --mount type=bind,src=$PWD/src,dst=/d,readonly=maybe busybox touch /d/n2
docker run --rm --mount type=bind,src=$PWD/src,dst=/d,ro=ro busybox touch /d/n2
docker run --rm --mount type=bind,src=$PWD/src,dst=/d,rw busybox touch /d/n3
docker run --rm --read-only busybox touch /x
docker run --rm --read-only -v $PWD/src:/d busybox touch /d/y
docker run --rm --read-only --tmpfs /tmp busybox sh -c 'touch /tmp/x && echo ok'
docker run --rm --read-only -v v:/d busybox sh -c 'touch /d/x && echo ok; touch /y'
docker run --rm -v $PWD/src:/d -v $PWD/src/sub:/d/sub:ro busybox sh -c 'touch /d/sub/a; touch /d/b && echo b'
docker run --rm -v $PWD/src:/d:ro -v $PWD/src/sub:/d/sub busybox sh -c 'touch /d/sub/a && echo a; touch /d/c'
docker run --rm -v $PWD/src:/d:ro -v $PWD/src/sub:/d/nosuch busybox true
docker run --rm -v $PWD/src:/d:ro busybox grep ' /d ' /proc/mounts | cut -d' ' -f4 | cut -c1-2
docker run --rm -v $PWD/src:/d:ro busybox mount -o remount,rw /d
docker run -d --name x -v $PWD/src:/d:ro busybox sleep 1000 | wc -c
docker inspect -f '{{range .Mounts}}{{.Mode}} {{.RW}} {{.Propagation}}{{end}}' x
docker rm -f x
ls -R src
