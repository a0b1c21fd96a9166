# title: volume rm and its errors
# topic: volume commands
docker volume create one
docker volume create two
docker run -d --name live -v one:/d busybox sleep 1000 | wc -c
docker create --name idle -v one:/d -v two:/e busybox | wc -c
docker volume rm one | wc -l
docker volume rm -f one; echo $?
docker volume rm two 2>&1 | sed 's/[0-9a-f]\{64\}/ID/'
docker volume rm nosuch two nosuch2 2>&1 | sed 's/[0-9a-f]\{64\}/ID/'
docker volume rm -f nosuch nosuch2
docker rm -f live
docker rm idle
docker volume rm one two
docker volume rm one
docker volume rm
docker volume rm ''
docker volume rm 'bad name'
docker volume rm a/b
docker volume rm -x one
docker volume remove one
docker volume delete one
docker volume rm --force
docker volume rmm one
docker volume rm --help | head -3
