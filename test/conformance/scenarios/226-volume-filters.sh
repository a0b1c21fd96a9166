# title: volume ls filters
# topic: volume commands
docker volume create --label env=dev --label team=a app_data
docker volume create --label env=prod app_logs
docker volume create --label env= other
docker volume create plain
docker volume ls -q -f name=app
docker volume ls -q -f name=data -f name=plain
docker volume ls -q -f name=^app
docker volume ls -q -f name=app_data -f label=env=prod
docker volume ls -q -f label=env
docker volume ls -q -f label=env=dev
docker volume ls -q -f label=env -f label=team
docker volume ls -q -f label=env=
docker volume ls -q -f label=nosuch
docker volume ls -q -f label!=env
docker volume ls -q -f driver=local
docker volume ls -q -f driver=nfs
docker volume ls -q -f scope=local
docker volume ls -q -f dangling=true
docker volume ls -q -f dangling=false
docker volume ls -q -f dangling=1
docker volume ls -q -f dangling=maybe
docker volume ls -q -f dangling=true -f dangling=false
docker volume ls -q -f nosuch=1
docker volume ls -q -f name
docker volume ls -q -f =x
docker volume ls -q -f ''
docker volume ls --filter
docker volume ls -f NAME=app
docker volume ls x
docker volume list -q
docker volume ls --format json | wc -l
docker volume ls --format '{{.Name}}' -f label=team
docker volume rm app_data app_logs other plain
