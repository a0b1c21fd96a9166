# title: Images: ls, tag, inspect, history, rmi, prune
# topic: images
docker image ls --format '{{.Repository}}:{{.Tag}}' | sort
docker images busybox --format '{{.Repository}} {{.Tag}} {{.Digest}}'
docker images busybox:nosuch -q
docker images nosuch
docker images -q busybox | wc -l
docker images --no-trunc -q busybox | cut -c1-7
docker images a b
docker images -f reference='*box' --format '{{.Repository}}'
docker images -f reference='b*:lat*' --format '{{.Repository}}'
docker images -f dangling=true -q
docker images -f dangling=x
docker images -f nosuch=1
docker images -f before=nosuch
docker images -f label=x -q
docker tag busybox mine
docker tag busybox mine:v2
docker tag busybox my/repo:v1
docker tag busybox UPPER
docker tag busybox bad:tag:x
docker tag nosuch x
docker tag busybox
docker tag
docker tag busybox localhost:5000/mine:1
docker images --format '{{.Repository}}:{{.Tag}}' | grep -E 'mine|my' | sort
docker image inspect mine -f '{{len .RepoTags}} {{.Os}}/{{.Architecture}} {{.Config.Cmd}}'
docker image inspect mine:v3
docker image inspect -f '{{.Id}}' busybox mine | sort -u | wc -l
docker image inspect
docker history busybox --format '{{.CreatedBy}}|{{.Comment}}'
docker history volimg --format '{{.CreatedBy}}|{{.Comment}}'
docker history -q busybox | wc -l
docker history --no-trunc volimg --format '{{.CreatedBy}}'
docker history nosuch
docker history
docker rmi mine
docker rmi mine
docker rmi mine:v2 my/repo:v1 localhost:5000/mine:1
docker rmi nosuch mine
docker rmi -f nosuch
docker rmi
docker rmi 'BAD NAME'
docker image rm --help | head -5
docker run --name box busybox true
docker rmi busybox 2>&1 | sed 's/container [0-9a-f]* /container ID /; s/image [0-9a-f]*$/image ID/'
docker image prune -f
docker image prune -f --filter until=1h
docker image prune -f --filter nosuch=1
docker image prune < /dev/null
docker image prune -a < /dev/null
docker image prune x
docker image
docker image nosuch
docker image remove nosuch
docker image list -q | wc -l
docker image tag busybox t2 && docker image rm t2
docker pull
docker pull UPPER
docker push
docker rm box
