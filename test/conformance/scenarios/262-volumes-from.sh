# title: volumes-from
# topic: volumes-from
docker create --name store -v named:/named -v /anon -v $PWD/host:/host volimg
docker run --rm --volumes-from store busybox ls -d /named /anon /host /data
docker run --rm --volumes-from store busybox cat /data/seed.txt
docker run --rm --volumes-from store busybox sh -c 'echo x > /anon/f; echo y > /named/f; echo z > /host/f'
cat host/f
docker run --rm --volumes-from store:ro busybox touch /named/g
docker run --rm --volumes-from store:rw busybox touch /named/g
docker run --rm --volumes-from store:rx busybox true
docker run --rm --volumes-from store:z busybox true
docker run --rm --volumes-from store: busybox true
docker run --rm --volumes-from store:ro:rw busybox true
docker run --rm --volumes-from nosuch busybox true
docker run --rm --volumes-from '' busybox true
docker run --rm --volumes-from : busybox true
docker run --rm --volumes-from :ro busybox true
docker run -d --name user --volumes-from store busybox sleep 1000 | wc -c
docker inspect -f '{{json .HostConfig.VolumesFrom}} {{json .HostConfig.Binds}} {{len .Mounts}}' user
docker inspect -f '{{range .Mounts}}{{println .Type .Destination .RW .Mode .Propagation}}{{end}}' user | sort
docker rm store
docker exec user cat /data/seed.txt
docker run --rm --volumes-from user busybox cat /anon/f
docker run --rm --volumes-from $(docker ps -q) busybox cat /anon/f
docker volume ls -q | wc -l
docker rm -fv user
docker volume ls -q | wc -l
docker volume prune -af | tail -1
