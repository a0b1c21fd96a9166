#!/bin/sh
# Records what `docker diff` shows after some commands: diff.sh > diff.txt
# Needs a Docker Engine with the storage driver overlay2 and the image busybox. Blocks are apart by an empty line; a line
# that begins with `$ ` is a command in a container of an image that holds the tree that BASE makes.
set -e
BASE='mkdir -p /b/d/sub /b/e /b/empty; for f in a d/f d/g d/sub/h e/i; do echo $f > /b/$f; done; ln -s a /b/l; ln /b/e/i /b/e/j; chmod 700 /b/e; chown 7:7 /b/e/i'
docker rm -f diffrecord >/dev/null 2>&1 || true
docker run --name diffrecord busybox sh -c "$BASE"
docker commit diffrecord diffrecord >/dev/null
docker rm diffrecord >/dev/null
record() {
  printf '%s\n' "$@" | sed 's/^/$ /'
  docker run --name diffrecord diffrecord sh -c "$(printf '%s\n' "$@")"
  docker diff diffrecord | sort -k 2
  docker rm diffrecord >/dev/null
  echo
}
record 'true'
record 'echo new > /b/n'
record 'echo new > /b/a'
record 'echo new >> /b/d/sub/h'
record 'mkdir /b/n' 'mkdir /b/n/m' 'echo x > /b/n/m/f'
record 'rm /b/a'
record 'rm -r /b/d'
record 'rm -r /b/d' 'mkdir /b/d'
record 'rm -r /b/d' 'mkdir /b/d' 'echo x > /b/d/g' 'mkdir /b/d/sub'
record 'rm /b/a' 'mkdir /b/a' 'echo x > /b/a/f'
record 'rm -r /b/d' 'echo x > /b/d'
record 'rm -r /b/d' 'ln -s e /b/d'
record 'echo x > /b/n' 'rm /b/n'
record 'mkdir /b/empty/n' 'rmdir /b/empty/n'
record 'rmdir /b/empty'
record 'mv /b/a /b/z'
record 'mv /b/d /b/z'
record 'mv /b/a /b/d/f'
record 'mv /b/d/sub/h /b/e/h'
record 'mkdir /b/n' 'mv /b/n /b/m'
record 'rm -r /b/d' 'mkdir /b/n' 'echo x > /b/n/f' 'mv /b/n /b/d'
record 'chmod 600 /b/a'
record 'chmod 644 /b/a'
record 'chmod 700 /b/d'
record 'chown 5:5 /b/e/i'
record 'chown 5:5 /b/empty'
record 'touch /b/a'
record 'touch /b/d'
record 'touch -d @1000 /b/d/f'
record 'ln /b/a /b/n'
record 'ln /b/e/i /b/n'
record 'rm /b/e/i'
record 'ln -s x /b/n'
record 'rm /b/l' 'ln -s a /b/l'
record 'cp -p /b/a /b/n' 'rm /b/a' 'cp -p /b/n /b/a'
record 'cp -p /b/a /b/n' 'rm /b/a' 'mv /b/n /b/a'
record 'echo a > /b/a'
record 'cat /b/a' | grep -v '^a$'
record 'rm -r /b'
record 'rm -r /b' 'mkdir /b'
record 'rm -r /b' 'mkdir -p /b/d/sub' 'echo x > /b/d/sub/k'
docker rmi diffrecord >/dev/null
