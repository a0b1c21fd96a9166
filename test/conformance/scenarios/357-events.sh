# title: docker events
# topic: events
S=$(date +%s)
docker run --rm -v data:/d --name box busybox true
docker volume rm data
sleep 1
docker events --since $S --until 0s --format '{{.Type}} {{.Action}} {{.Actor.Attributes.name}}' | grep -v network
docker events --since $S --until 0s -f type=volume --format '{{.Action}} {{.Actor.ID}}'
docker events --since $S --until 0s -f event=die --format '{{.Action}} {{.Actor.Attributes.exitCode}}'
docker events --since $S --until 0s -f type=container -f event=create -f event=start --format '{{.Action}}'
docker events --since $S --until 0s -f volume=data --format '{{.Action}}'
docker events --since $S --until 0s -f image=busybox --format '{{.Action}}' | head -2
docker events --since $S --until 0s -f type=nosuch
docker events --since $S --until 0s -f nosuch=1
docker events --since $S --until 0s -f label=x
docker events --since $S --until 0s -f event=create | sed 's/[0-9a-f]\{64\}/ID/'
docker events --since $S --until 0s -f type=volume --format json | tr ',' '\n' | cut -d: -f1
docker events --since $S --until 0s -f scope=local -f type=volume --format '{{.Scope}}' | sort -u
docker events --since $S --until 0s --format '{{.Nope}}'
docker events --since x --until 0s
docker events --until x
docker events x
docker events --nosuch
docker system events --since $S --until 0s -f type=volume -f event=destroy --format '{{.Type}} {{.Action}}'
docker events --since $S --until 0s -f type=volume -f event=mount --format '{{json .Actor.Attributes}}' | sed 's/[0-9a-f]\{64\}/ID/'
