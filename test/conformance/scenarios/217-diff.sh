# title: diff shows what a container changed
# topic: container layers
docker run --name a busybox sh -c 'echo x > /tmp/new; rm /etc/shadow; echo y >> /etc/passwd; mkdir -p /one/two; chmod 600 /etc/group'
docker diff a
docker run --name b -v data:/data -v /anon --tmpfs /ram busybox sh -c 'touch /data/f /anon/g /ram/h'
docker diff b
docker create --name c busybox
docker diff c
docker run --name d volimg sh -c 'rm /data/seed.txt; touch /data/n'
docker diff d
docker run --name e busybox sh -c 'mv /etc/passwd /etc/moved; ln -s /etc/group /link; rm -r /home; mkdir /home'
docker diff e
docker run --name f busybox sh -c 'touch /etc/passwd; cat /etc/group >/dev/null; rm -rf /var'
docker diff f
docker diff nosuch
docker diff
docker diff a b
docker container diff a
docker rm a b c d e f
docker volume rm data
