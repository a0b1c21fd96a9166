# title: A backup with tar
# topic: backup
docker run --rm -v data:/data busybox sh -c 'mkdir /data/d; echo one > /data/f; echo two > /data/d/g; ln -s f /data/l; chmod 600 /data/f; chown 1000:1000 /data/d'
docker run --rm -v data:/data -v $PWD:/backup busybox tar cf /backup/b.tar /data
docker run --rm -v data:/data -v $PWD:/backup busybox tar cvf /backup/b.tar -C /data .
docker run --rm -v data:/data:ro -v $PWD:/backup busybox tar czf /backup/b.tgz -C /data .
ls
tar tf b.tar | sort
tar tzf b.tgz | sort
tar tvf b.tar | sort
docker run --rm -v data:/data:ro busybox tar cf - -C /data . > s.tar
tar tf s.tar | sort
docker run --rm -v data:/data:ro busybox tar c -C /data . | gzip > s.tgz
gzip -t s.tgz && echo good
docker run --rm -v copy:/data -v $PWD:/backup:ro busybox tar xf /backup/b.tar -C /data
docker run --rm -v copy:/data busybox ls -lnR /data
docker run --rm -i -v copy2:/data busybox tar xzf - -C /data < s.tgz
docker run --rm -v copy2:/data busybox find /data
docker run --rm -v a:/a -v b:/b busybox sh -c 'cp -a /a/. /b/'
docker run --rm -v data:/from:ro -v new:/to busybox sh -c 'cp -a /from/. /to && ls -A /to'
docker run --rm -v data:/from:ro -v new:/to busybox sh -c 'cd /from && tar cf - . | (cd /to && tar xvf -)'
docker run --rm -v data:/data debian tar cf - -C /data . | tar tf - | sort
docker run --rm -v data:/data -v $PWD:/backup debian tar czf /backup/d.tgz /data
docker run --rm -v $PWD:/backup debian tar tzf /backup/d.tgz
docker run --rm -v data:/data -v $PWD:/backup busybox tar cf /backup/no.tar /nosuch
docker run --rm -v $PWD:/backup busybox tar xf /backup/nosuch.tar
docker run --rm -v $PWD:/backup:ro -v data:/data busybox tar cf /backup/x.tar /data
stat -c '%U %a' b.tar
docker volume rm data copy copy2 a b new
