# title: volume prune
# topic: volume commands
docker volume create named
docker volume create --label keep=1 kept
docker volume create
docker create --name box -v /anon -v used:/u busybox | wc -c
docker volume prune < /dev/null
docker volume prune -f
docker volume ls -q | grep -v '^[0-9a-f]\{64\}$'
docker rm box
docker volume prune -f | tail -1
echo n | docker volume prune -a
echo y | docker volume prune -a --filter label!=keep
docker volume ls -q
echo yes | docker volume prune -a
docker volume prune -a -f --filter label=keep=2
docker volume prune -a -f --filter label=keep=1
docker volume prune -a -f
docker volume prune -f --filter all=true
docker volume prune -f --filter all=x
docker volume prune -a -f --filter all=1
docker volume prune -f --filter name=x
docker volume prune -f --filter until=1h
docker volume prune -f --filter nosuch=1
docker volume prune x
docker volume prune --nosuch
docker run --rm -v big:/b busybox sh -c 'head -c 1500000 /dev/zero > /b/f'
docker volume prune -af
