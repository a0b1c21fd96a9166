# title: --mount with a missing source and other mistakes
# topic: errors
docker run --rm --mount type=bind,src=/nosuch,dst=/d busybox true
docker create --mount type=bind,src=/nosuch,dst=/d busybox
mkdir here && docker create --name box --mount type=bind,src=$PWD/here,dst=/d busybox ls /d | wc -c
rmdir here
docker start -a box
docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.State.Error}}' box
docker rm box
docker run --rm --mount type=bind,src=/nosuch,dst=/d,bind-propagation=rshared busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-propagation=nosuch busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-nonrecursive busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-nonrecursive=x busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-recursive=disabled busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-recursive=writable busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-recursive=writable,ro busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-recursive=readonly busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-recursive=readonly,ro busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-recursive=readonly,ro,bind-propagation=rprivate busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,bind-recursive=x busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,consistency=cached busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,consistency=x busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,volume-label=a=b busybox true
docker run --rm --mount type=bind,src=$PWD,dst=/d,tmpfs-size=1m busybox true
docker run --rm --mount type=volume,src=v,dst=/d,bind-propagation=shared busybox true
docker run --rm --mount type=volume,src=/abs,dst=/d busybox true
docker run --rm --mount type=tmpfs,src=x,dst=/d busybox true
docker run --rm --mount type=npipe,src=x,dst=/d busybox true
docker run --rm --mount type=image,src=nginx,dst=/d busybox ls /d
docker run --rm --mount type=cluster,src=x,dst=/d busybox true
docker run --rm --mount type=nosuch,src=x,dst=/d busybox true
docker run --rm --mount type=,src=x,dst=/d busybox true
docker run --rm --mount src=x busybox true
docker run --rm --mount dst=relative busybox true
docker run --rm --mount dst=/d,dst=/e busybox ls -d /e
docker run --rm --mount type=bind,source=$PWD,target=/d,destination=/e busybox ls -d /e
docker run --rm --mount '' busybox true
docker run --rm --mount busybox true
docker run --rm --mount 'dst=/d,"a' busybox true
docker run --rm --mount 'dst=/d,"volume-label=a=b"' busybox true
docker run --rm --mount 'dst=/d, src=x' busybox true
docker run --rm --mount 'TYPE=volume,DST=/d' busybox true
docker run --rm --mount type=volume,dst=/d,nosuch=1 busybox true
docker run --rm --mount type=volume,dst=/d,nosuch busybox true
docker run --rm --mount type=volume,dst=/d,volume-nocopy=x busybox true
docker run --rm --mount type=volume,dst=/d,volume-nocopy=false busybox true
docker run --rm --mount type=volume,dst=/d,volume-opt=x busybox true
docker run --rm --mount type=volume,dst=/d,volume-label busybox true
docker run --rm --mount type=tmpfs,dst=/d,tmpfs-mode=999 busybox true
docker run --rm --mount type=tmpfs,dst=/d,tmpfs-size=x busybox true
docker run --rm --mount type=tmpfs,dst=/d,ro busybox touch /d/x
