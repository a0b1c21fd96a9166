# title: export and what is in it
# topic: export
docker run --name box -v data:/data -v $PWD:/host --tmpfs /ram busybox sh -c 'echo l > /layer; echo v > /data/f; echo t > /ram/t' 
docker export box > e.tar
tar tf e.tar | grep -E '^(layer|data|ram|host)'
docker export -o e2.tar box
cmp e.tar e2.tar && echo same
docker export box | tar xO layer
docker export nosuch
docker export
docker export a b
docker export -o /nosuch/e.tar box
docker export -o . box
docker export -o e3.tar nosuch; ls e3.tar
docker export --output=e4.tar box && ls e4.tar
docker export --nosuch box
stat -c %a e2.tar
tar tvf e.tar | grep ' layer' | awk '{print $1, $2}'
docker container export box | tar t | wc -l | grep -c '[0-9]'
tar tf e.tar | grep -c .dockerenv
tar tf e.tar | grep '^etc/host'
docker rm box
docker volume rm data
