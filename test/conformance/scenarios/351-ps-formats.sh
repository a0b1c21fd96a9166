# title: docker ps in all its forms
# topic: container lifecycle
docker run -d --name web -p 8080:80 -p 127.0.0.1:9000-9001:90-91/udp --label a=1 --label b=2 -v data:/d busybox sleep 1000 | wc -c
docker create --name idle --expose 5000 --expose 6000-6002 alpine sh -c 'echo one; echo two three' | wc -c
docker ps --format '{{.Names}}|{{.Image}}|{{.Command}}|{{.Ports}}|{{.Networks}}|{{.Mounts}}|{{.LocalVolumes}}|{{.State}}'
docker ps -a --format '{{.Names}}: {{.Command}}'
docker ps -a --no-trunc --format '{{.Names}}: {{.Command}}'
docker ps --format '{{.Labels}}' | tr , '\n' | sort
docker ps --format '{{.Label "a"}} {{.Label "nosuch"}}|'
docker ps -a --format 'table {{.Names}}\t{{.State}}'
docker ps -a --format 'table {{.ID}} {{.Size}}' -s | head -1
docker ps -a --format 'table {{upper .Names}}'
docker ps --format json | tr ',' '\n' | grep -E '"(Names|State|Ports|Networks|Platform|Size)"'
docker ps --format '{{json .Names}}'
docker ps --format '{{.Nope}}'
docker ps --format '{{.Names'
docker ps --format '{{nosuch}}'
docker ps --format table | head -1
docker ps --format 'table' -q | wc -c
docker ps -q --no-trunc | wc -c
docker ps -n 1 --format '{{.Names}}'
docker ps -l --format '{{.Names}}'
docker ps -n -5 --format '{{.Names}}'
docker ps -n 0 -a --format '{{.Names}}'
docker ps -n x
docker ps -a -f status=created --format '{{.Names}}'
docker ps -a -f status=nosuch
docker ps -a -f name=we --format '{{.Names}}'
docker ps -a -f name=^/idle$ --format '{{.Names}}'
docker ps -a -f label=a=1 -f label=b --format '{{.Names}}'
docker ps -a -f ancestor=alpine --format '{{.Names}}'
docker ps -a -f ancestor=nosuch --format '{{.Names}}'
docker ps -a -f before=idle --format '{{.Names}}'
docker ps -a -f since=web --format '{{.Names}}'
docker ps -a -f before=nosuch
docker ps -a -f exited=0 --format '{{.Names}}'
docker ps -a -f exited=x
docker ps -a -f publish=8080 --format '{{.Names}}'
docker ps -a -f publish=8080/tcp --format '{{.Names}}'
docker ps -a -f expose=5000 --format '{{.Names}}'
docker ps -a -f expose=80/tcp --format '{{.Names}}'
docker ps -a -f network=bridge --format '{{.Names}}'
docker ps -a -f health=none --format '{{.Names}}'
docker ps -a -f health=x
docker ps -a -f nosuch=1
docker ps -a -f id=zzz
docker ps -a -f is-task=true
docker ps -a -f is-task=x
docker ps -f name
docker ps x
docker container ls -aq | wc -l
docker container list -aq | wc -l
docker container ps -aq | wc -l
docker ps -as --format '{{.Names}} {{.Size}}'
docker rm -f web idle
