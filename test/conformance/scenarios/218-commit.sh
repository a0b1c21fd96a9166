# title: commit makes an image of a container
# topic: commit
docker run --name box -v data:/data -e A=1 busybox sh -c 'echo layer > /layer; echo vol > /data/f'
docker commit box | cut -c1-7
docker commit box mine
docker commit -m 'a note' -a 'Me <me@x.org>' box mine:v2 | cut -c1-7
docker image inspect -f '{{.Author}}|{{.Comment}}|{{json .Config.Cmd}}' mine:v2
docker commit -c 'ENV B=2' -c 'CMD ["cat","/layer"]' -c 'WORKDIR /tmp' -c 'LABEL x=y z=w' -c 'EXPOSE 80' -c 'VOLUME /v' -c 'USER nobody' -c 'ENTRYPOINT ["env"]' box mine:v3 | cut -c1-7
docker image inspect -f '{{json .Config.Env}} {{json .Config.Cmd}} {{.Config.WorkingDir}} {{json .Config.Labels}} {{json .Config.ExposedPorts}} {{json .Config.Volumes}} {{.Config.User}} {{json .Config.Entrypoint}}' mine:v3
docker commit -c 'RUN x' box bad
docker commit -c 'NOSUCH x' box bad
docker commit -c 'ENV' box bad
docker commit -c 'CMD' box ok | cut -c1-7
docker commit -c 'EXPOSE x' box bad
docker commit box UPPER
docker commit box 'a:b:c'
docker commit nosuch
docker commit
docker commit a b c
docker run --rm mine ls -A /data
docker run --rm mine cat /layer
docker image ls mine --format '{{.Repository}}:{{.Tag}}'
docker history --format '{{.CreatedBy}}|{{.Comment}}' mine:v2
docker commit --pause=false box p0 | cut -c1-7
docker commit --pause=x box p0
docker image ls -q -f dangling=true | wc -l
docker rm box
docker rmi mine mine:v2 mine:v3 ok p0 | grep -c Untagged
docker image prune -f | tail -1
