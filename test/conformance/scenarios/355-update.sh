# title: docker update
# topic: container lifecycle
docker run -d --name box busybox sleep 1000 | wc -c
docker update --restart always box
docker inspect -f '{{json .HostConfig.RestartPolicy}}' box
docker update --restart on-failure:3 box
docker inspect -f '{{json .HostConfig.RestartPolicy}}' box
docker update --restart nosuch box
docker update --restart always:2 box
docker update --restart no box
docker update --memory 64m --memory-swap 128m box
docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}' box
docker update --memory 1k box
docker update --memory x box
docker update --cpus 1.5 box
docker inspect -f '{{.HostConfig.NanoCpus}}' box
docker update --cpus 99 box
docker update --cpu-shares 512 box
docker inspect -f '{{.HostConfig.CpuShares}}' box
docker update --pids-limit 100 box
docker inspect -f '{{.HostConfig.PidsLimit}}' box
docker update box
docker update
docker update --restart no nosuch
docker update --restart no nosuch box
docker update --nosuch box
docker update --restart
docker create --name rmc --rm busybox | wc -c
docker update --restart always rmc
docker rm -f box rmc
