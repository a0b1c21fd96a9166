# title: docker inspect of all kinds
# topic: inspect
docker run -d --name box -v data:/data -p 8080:80 -e A=1 --label x=y --restart always busybox sleep 1000 | wc -c
docker inspect -f '{{.State.Status}} {{.RestartCount}} {{.Driver}} {{.Platform}}' box
docker inspect -f '{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.NetworkMode}} {{.HostConfig.AutoRemove}}' box
docker inspect -f '{{json .NetworkSettings.Ports}}' box
docker inspect -f '{{range $p, $c := .NetworkSettings.Ports}}{{$p}} -> {{(index $c 0).HostPort}}{{end}}' box
docker inspect -f '{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}{{end}}' box
docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' box
docker inspect -f '{{with index .Mounts 0}}{{.Name}} {{.Type}}{{end}}' box
docker inspect -f '{{index .Mounts 5}}' box
docker inspect -f '{{index .Config.Labels "nosuch"}}|{{.Config.Labels.x}}|{{.Config.Labels.nosuch}}' box
docker inspect -f '{{if .State.Running}}up{{else}}down{{end}}' box
docker inspect -f '{{eq .State.Status "running"}} {{ne 1 2}} {{and true .State.Paused}} {{or .State.Paused "x"}} {{not true}}' box
docker inspect -f '{{upper .Name}} {{lower "ABC"}} {{title "abc"}} {{split "a,b" ","}} {{join .Config.Cmd " "}} {{truncate .Name 3}} {{pad "x" 1 2}}|' box
docker inspect -f '{{printf "%-10s|%5d|%q|%v|%T" .Name 42 "q" .Config.Cmd .State.Pid}}' box | sed 's/box .*|/X/'
docker inspect -f '{{println .Name .Path}}{{print .Args}}' box
docker inspect -f '{{len .Config.Env}} {{slice .Name 1}} {{html "<a>"}} {{js "a\"b"}} {{urlquery "a b"}}' box
docker inspect -f '{{range $i, $e := .Config.Env}}{{$i}}:{{$e}} {{end}}' box
docker inspect -f '{{range .Nope}}x{{end}}' box
docker inspect -f '{{nosuch .Name}}' box
docker inspect -f '{{.State.Nope}}' box
docker inspect -f '{{.Name.Nope}}' box
docker inspect -f '{{range .Mounts}}{{.Nope}}{{end}}' box
docker inspect -f '{{' box
docker inspect -f '{{end}}' box
docker inspect -f '{{if}}x{{end}}' box
docker inspect -f '{{json .Mounts' box
docker inspect -f 'plain' box
docker inspect -f json box | cut -c1-2
docker inspect -f table box
docker inspect -s -f '{{.SizeRw}} {{.SizeRootFs}}' box | cut -d' ' -f1
docker inspect -f '{{.SizeRw}}' box
docker inspect --type image busybox -f '{{json .RepoTags}} {{json .Config.Cmd}}'
docker inspect --type network bridge -f '{{.Name}} {{.Driver}}'
docker inspect --type volume box
docker inspect --type image box
docker inspect -f '{{.Name}}' box data
docker inspect data busybox -f '{{.Name}}'
docker inspect box nosuch -f '{{.Name}}'
docker inspect
docker inspect -s data -f '{{.Name}}'
docker volume inspect -s data
docker network inspect bridge -f '{{.Scope}} {{json .IPAM.Config}}'
docker rm -f box
