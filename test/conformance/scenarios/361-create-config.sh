# title: What create keeps of its flags
# topic: inspect
docker create --name aa -it -h box --domainname ex.org --user 1:2 -w /w -e A=1 --expose 80 --label x=y --stop-signal INT --stop-timeout 5 --entrypoint sh busybox -c true | wc -c
docker inspect -f '{{json .Config}}' aa
docker create --name bb --cap-add net_admin --cap-drop ALL --dns 1.1.1.1 --dns-search x --dns-option ndots:1 --add-host h:1.2.3.4 --group-add 5 --ipc host --pid host --privileged --read-only busybox | wc -c
docker inspect -f '{{json .HostConfig.CapAdd}} {{json .HostConfig.CapDrop}} {{json .HostConfig.Dns}} {{json .HostConfig.DnsSearch}} {{json .HostConfig.DnsOptions}} {{json .HostConfig.ExtraHosts}} {{json .HostConfig.GroupAdd}} {{.HostConfig.IpcMode}} {{.HostConfig.PidMode}} {{.HostConfig.Privileged}} {{.HostConfig.ReadonlyRootfs}}' bb
docker create --name cc --memory 64m --memory-reservation 32m --cpus 0.5 --cpu-shares 2 --pids-limit 10 --ulimit nofile=10:20 --shm-size 1m --sysctl net.core.somaxconn=1 --init --oom-score-adj 5 busybox | wc -c
docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.MemoryReservation}} {{.HostConfig.NanoCpus}} {{.HostConfig.CpuShares}} {{.HostConfig.PidsLimit}} {{json .HostConfig.Ulimits}} {{.HostConfig.ShmSize}} {{json .HostConfig.Sysctls}} {{.HostConfig.Init}} {{.HostConfig.OomScoreAdj}}' cc
docker create --name dd -P --network none --restart unless-stopped --log-opt max-size=1m --volume-driver local -v x1:/d --rm busybox
docker create --name dd -P --network none --log-opt max-size=1m --volume-driver local -v x1:/d --rm busybox | wc -c
docker inspect -f '{{.HostConfig.PublishAllPorts}} {{.HostConfig.NetworkMode}} {{json .HostConfig.LogConfig}} {{.HostConfig.VolumeDriver}} {{.HostConfig.AutoRemove}}' dd
docker create --env-file /dev/null --name ee busybox | wc -c
printf 'A=1\n# no\nB\n=x\n' > env && docker create --env-file env --name ff busybox
printf 'A=1\n# no\nB\nC=a b\n\n' > env && docker create --env-file env --name ff busybox | wc -c
docker inspect -f '{{json .Config.Env}}' ff
printf 'A B=1\n' > env && docker create --env-file env busybox
printf 'x=1\ny\n' > lab && docker create --label-file lab --name gg busybox | wc -c
docker inspect -f '{{json .Config.Labels}}' gg
docker run --rm --shm-size 1m busybox df -k /dev/shm
docker run --rm --sysctl nosuch=1 busybox true
docker run --rm --ulimit nofile=10:5 busybox true
docker run --rm --ulimit nofile=100 busybox sh -c 'ulimit -n'
docker run --rm --group-add 5 --user 1 busybox id
docker run --rm --add-host h:1.2.3.4 busybox tail -n 1 /etc/hosts
docker run --rm --add-host h=1.2.3.4 busybox sh -c 'grep h$ /etc/hosts'
docker run --rm --dns 9.9.9.9 --dns-search ex.org busybox grep -v '^#' /etc/resolv.conf
docker run --rm --init busybox ps | awk '{print $1, $4}'
docker run --rm --pid host busybox sh -c 'test $(ps | wc -l) -gt 3 && echo many'
docker run --rm --network host busybox hostname
docker run --rm --network none busybox sh -c 'ls /sys/class/net'
docker run --rm --privileged busybox sh -c 'mount -t tmpfs t /mnt && echo ok'
docker run --rm busybox mount -t tmpfs t /mnt
docker run --rm --cap-add sys_admin busybox sh -c 'mount -t tmpfs t /mnt; echo $?'
docker run --rm --cap-drop chown busybox chown 1 /tmp
docker run --rm --security-opt nosuch busybox true
docker run --rm --security-opt no-new-privileges busybox true
docker run --rm --cgroup-parent x --oom-kill-disable busybox true
docker run --rm --device /dev/null:/dev/mynull busybox ls -l /dev/mynull | cut -c1-10
docker run --rm --uts host busybox hostname
docker run --rm --uts x busybox true
docker run --rm --userns x busybox true
docker run --rm --userns host busybox true
docker run --rm --cgroupns x busybox true
docker run --rm --ip 1.2.3.4 busybox true
docker run --rm --ip x busybox true
docker run --rm --mac-address 02:42:ac:11:00:09 busybox sh -c 'cat /sys/class/net/eth0/address'
docker run --rm --mac-address x busybox true
docker run --rm --network-alias x busybox true
docker run --rm --link aa busybox true
docker run --rm --annotation a=b busybox true
docker run --rm --gpus all busybox true
docker run --rm --kernel-memory 1m busybox true
docker run --rm --memory-swappiness 50 busybox true
docker run --rm --memory-swappiness 101 busybox true
docker run --rm --blkio-weight 5 busybox true
docker run --rm --cpuset-cpus 0 busybox true
docker run --rm --cpuset-cpus 9 busybox true
docker run --rm --cpu-period 1 busybox true
docker run --rm --cpu-quota 1 busybox true
docker run --rm --oom-score-adj 2000 busybox true
docker run --rm --pids-limit -2 busybox true
docker run --rm -m 64m --memory-swap 32m busybox true
docker run --rm --memory-swap 32m busybox true
docker run --rm -q --pull missing busybox echo q
docker run --rm --sig-proxy=false busybox true
docker run --rm --use-api-socket busybox true
docker rm aa bb cc dd ee ff gg
docker volume rm x1
