# title: A tmpfs is of one container
# topic: tmpfs
docker run -d --name a --tmpfs /t busybox sh -c 'echo a > /t/f; sleep 1000' | wc -c
docker run -d --name b --tmpfs /t --volumes-from a busybox sleep 1000 | wc -c
docker exec a cat /t/f
docker exec b ls -A /t
docker pause a
docker unpause a
docker exec a cat /t/f
docker exec a sh -c 'echo more >> /t/f'
docker cp a:/t/f out
docker cp a:/t .
ls t
docker cp out a:/t/g
echo new > new && docker cp new a:/t/new
docker exec a ls /t
docker diff a
docker commit a snap | cut -c1-7
docker export a | tar t | grep '^t/'
docker restart -t 0 a
docker exec a cat /t/f
docker stop -t 0 a
docker start a
docker exec a wc -l /t/f
docker rm -f a b
docker rmi snap | head -1
