# title: Back up with volumes-from, restore into another container
# topic: backup
docker run -d --name dbstore -v /dbdata busybox sh -c 'echo row > /dbdata/rows; sleep 1000' | wc -c
docker run --rm --volumes-from dbstore -v $(pwd):/backup ubuntu tar cvf /backup/backup.tar /dbdata
tar tf backup.tar
docker run -d --name dbstore2 -v /dbdata ubuntu sleep 1000 | wc -c
docker run --rm --volumes-from dbstore2 -v $(pwd):/backup ubuntu bash -c 'cd /dbdata && tar xvf /backup/backup.tar --strip 1'
docker exec dbstore2 cat /dbdata/rows
docker run --rm --volumes-from dbstore -v $(pwd):/backup busybox tar cvf /backup/bb.tar /dbdata
docker run --rm --volumes-from dbstore2 busybox sh -c 'rm -rf /dbdata/*; ls -A /dbdata'
docker run --rm --volumes-from dbstore2 -v $(pwd):/backup busybox tar xvf /backup/bb.tar
docker exec dbstore2 cat /dbdata/rows
tar xf backup.tar && cat dbdata/rows
tar xvf bb.tar -C /tmp
rm -r /tmp/dbdata
tar cf own.tar -C dbdata rows && tar tf own.tar
docker run --rm -i --volumes-from dbstore2 busybox tar xvf - -C /dbdata < own.tar
docker run --rm --volumes-from nosuch -v $(pwd):/backup busybox true
docker rm -fv dbstore dbstore2
docker volume ls -q
ls
