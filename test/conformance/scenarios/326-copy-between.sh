# title: Copying a volume
# topic: backup
docker volume create src
docker run --rm -v src:/d busybox sh -c 'for i in 1 2 3; do echo $i > /d/f$i; done; mkdir /d/.hid; touch /d/.hid/x'
docker run --rm -v src:/from -v dst:/to busybox cp -r /from /to
docker run --rm -v dst:/to busybox find /to
docker run --rm -v src:/from -v dst2:/to busybox cp -a /from/* /to
docker run --rm -v dst2:/to busybox ls -A /to
docker run --rm -v src:/from -v dst3:/to alpine ash -c 'cd /from ; cp -av . /to'
docker run --rm -v dst3:/to alpine ls -A /to
docker run --rm -v src:/from:ro -v dst4:/to debian cp -av /from/. /to/
docker run --rm -v src:/a -v dst3:/b busybox diff -r /a /b && echo same
docker run --rm -v src:/a -v dst2:/b busybox diff -r /a /b
docker run --rm -v src:/a -v dst4:/b debian diff -rq /a /b && echo same
cp -r /var/lib/docker/volumes/src/_data copy && ls -A copy
docker create --name c1 -v src:/d busybox | wc -c
docker cp c1:/d ./out && ls -A out
docker cp c1:/d/. ./out2 && ls -A out2
docker create --name c2 -v fresh:/d busybox | wc -c
docker cp ./out/. c2:/d
docker run --rm -v fresh:/d busybox ls -A /d
docker cp c1:/d - | tar t | sort
docker cp c1:/d/. - | docker cp - c2:/d
docker rm c1 c2
docker volume rm src dst dst2 dst3 dst4 fresh
