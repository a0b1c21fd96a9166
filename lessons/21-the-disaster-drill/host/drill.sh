# Sets the scene: a database, its backups of three days, and then an accident.
{
  docker volume create ledger
  docker run --rm -v ledger:/var/lib/db busybox sh -c '
    mkdir /var/lib/db/accounts
    echo "state: monday" > /var/lib/db/state
    echo "ada 100" > /var/lib/db/accounts/ada
    chmod 700 /var/lib/db /var/lib/db/accounts
    chmod 600 /var/lib/db/state /var/lib/db/accounts/ada
    chown -R 70:70 /var/lib/db'
  mkdir -p backups
  docker run --rm -v ledger:/var/lib/db:ro -v "$(pwd)/backups":/backup busybox tar czf /backup/monday.tar.gz /var/lib/db
  docker run --rm -u 70:70 -v ledger:/var/lib/db busybox sh -c '
    echo "state: tuesday" > /var/lib/db/state
    echo "grace 250" > /var/lib/db/accounts/grace
    chmod 600 /var/lib/db/accounts/grace'
  docker run --rm -v ledger:/var/lib/db:ro -v "$(pwd)/backups":/backup busybox tar czf /backup/tuesday.tar.gz /var/lib/db
  # On Wednesday the disk was full: the archive ends in the middle.
  docker run --rm -v "$(pwd)/backups":/backup busybox sh -c 'head -c 200 /backup/tuesday.tar.gz > /backup/wednesday.tar.gz'
  docker run -d --name db -u 70:70 -v ledger:/var/lib/db busybox sleep 1d
  # The accident.
  docker rm -f db
  docker volume rm ledger
} > /dev/null 2>&1
echo 'The container db and the volume ledger are gone. There are backups.'
