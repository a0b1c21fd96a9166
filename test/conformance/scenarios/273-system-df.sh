# title: system df
# topic: system
docker run -d --name a -v data:/data busybox sh -c 'head -c 1000000 /dev/zero > /data/f; head -c 500000 /dev/zero > /layer; sleep 1000' | wc -c
docker volume create empty
sleep 0.5
docker system df
docker system df --format '{{.Type}}|{{.TotalCount}}|{{.Active}}'
docker system df --format json | sed 's/"Size":"[^"]*"//; s/"Reclaimable":"[^"]*"//'
docker system df -v --format '{{range .Volumes}}{{.Name}} {{.Links}} {{.Size}}{{println}}{{end}}'
docker system df -v --format '{{range .Containers}}{{.Names}} {{.Status}} {{.LocalVolumes}}{{println}}{{end}}'
docker system df -v | grep -A4 'volumes space'
docker system df x
docker system df --nosuch
docker system df --format '{{.Nope}}'
docker stop -t 0 a
docker system df --format '{{.Type}}|{{.Active}}'
docker rm a
docker volume rm empty data
docker system
docker system nosuch
docker system prune -f | tail -1
docker system prune < /dev/null
docker system prune -a < /dev/null
docker system prune --volumes < /dev/null
docker system prune -a --volumes --filter label=x < /dev/null
docker system prune --filter nosuch=1 -f
docker system prune --filter until=24h --volumes -f
docker system info --format '{{.Driver}} {{.OperatingSystem}}' | cut -d' ' -f1
docker info --format '{{.Containers}} {{.Images}} {{.Driver}} {{.DockerRootDir}} {{.Name}}'
docker info --format '{{json .Plugins.Volume}}'
docker info --format '{{.Nope}}'
docker info x
