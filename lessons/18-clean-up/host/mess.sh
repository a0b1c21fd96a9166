# A year of work, in half a minute.
{
  docker run -d --name shop -v orders:/data busybox sleep 1d
  docker exec shop sh -c 'echo "3 lamps" > /data/today'
  docker run --name old-shop -v orders-2024:/data busybox sh -c 'echo "9 chairs" > /data/all'
  docker run --rm -v precious:/data busybox sh -c 'echo "the only copy" > /data/letters'
  docker run --rm -v trial:/data busybox touch /data/x
  docker run --name test1 -v /scratch busybox touch /scratch/a
  docker run --name test2 -v /scratch busybox touch /scratch/b
  docker rm test1
} > /dev/null
