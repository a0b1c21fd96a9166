# title: docker cp in both directions
# topic: docker cp
docker create --name box -v data:/data busybox | wc -c
mkdir -p dir/sub && echo f > f && echo g > dir/g && echo h > dir/sub/h && ln -s g dir/l
docker cp f box:/data
docker cp f box:/data/renamed
docker cp f box:/new
docker cp dir box:/data
docker cp dir box:/data/copy
docker cp dir box:/data/copy
docker cp dir/. box:/data/flat
docker cp dir/ box:/data/slash
docker cp box:/data out
find out | sort
docker cp box:/data/f .
docker cp box:/data/f f2 && cat f2
docker cp box:/data/f dir
docker cp box:/data/f dir/sub/
docker cp box:/data/f nodir/
docker cp box:/data/f nodir/x
docker cp box:/data/. flat && ls -A flat
docker cp box:/data/l link; ls -l link 2>&1 | cut -c1-1
docker cp box:/data/dir/l link; readlink link
docker cp -L box:/data/dir/l copied; cat copied
docker cp dir/l box:/data/link
docker cp -L dir/l box:/data/followed
docker cp -q f box:/tmp
docker cp -a f box:/tmp/archived
docker cp f box:/tmp/x/y
docker cp f box:relative
docker cp box:relative r; cat r
docker cp ./f box:/tmp/./z/../zz
docker cp f box:
docker cp box:/f/ .
docker cp nosuch box:/
docker cp nosuch/ box:/
docker cp ./dir/nosuch box:/
docker cp box:/etc/hostname hn && wc -l hn
docker cp box:/proc p
docker cp box:/dev/null n
docker rm box
docker volume rm data
