# title: docker stats
# topic: container lifecycle
docker run -d --name box busybox sleep 1000 | wc -c
docker stats --no-stream --format '{{.Name}} {{.PIDs}}'
docker stats --no-stream --format '{{.Name}}' box
docker stats --no-stream | head -1
docker stats --no-stream box | awk 'NR > 1 {print $2}'
docker stats --no-stream nosuch
docker stats --no-stream --format '{{.Nope}}' box
docker stats --no-stream --nosuch
docker stats --no-stream --no-trunc --format '{{.ID}}' box | wc -c
docker stats --no-stream -a --format '{{.Name}}'
docker stats --no-stream --format json box | tr ',' '\n' | cut -d: -f1 | tr -d '{"'
docker stop -t 0 box
docker stats --no-stream --format '{{.Name}} {{.CPUPerc}} {{.MemUsage}}' box
docker stats --no-stream --format '{{.Name}}'
docker rm box
