# title: docker cp with tar streams
# topic: docker cp
docker create --name box busybox | wc -c
mkdir d && echo x > d/x && tar cf d.tar d
docker cp - box:/tmp < d.tar
docker cp box:/tmp - | tar t
docker cp box:/tmp/d/x - | tar xO
docker cp box:/tmp/d/. - | tar t
docker cp - box:/nosuch < d.tar
docker cp - box:/etc/passwd < d.tar
docker cp - box:/tmp < /dev/null
echo no tar | docker cp - box:/tmp
docker cp - - < d.tar
docker cp - d < d.tar
docker cp d -
docker cp box:/tmp
docker cp
docker cp a b c
docker cp --nosuch a b
docker cp -a box:/tmp out && ls out
docker cp box:/tmp box:/var
docker cp a b
docker cp nosuch:/x .
docker cp . nosuch:/x
docker cp :x .
docker cp x :
docker cp box:/tmp/d d2 && docker cp d2/. box:/tmp/d3 && docker cp box:/tmp/d3/x - | tar tv | cut -c1-10
docker run -d --name live --read-only -v vv:/v busybox sleep 1000 | wc -c
docker cp d live:/x
docker cp d live:/v
docker exec live ls /v
docker rm -f box live
docker volume rm vv
