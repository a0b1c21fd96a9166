docker volume create orders
docker run --rm -v orders:/db alpine sh -c 'mkdir /db/tables && echo "1 lamp" > /db/tables/orders && echo "2 chair" >> /db/tables/orders && echo "Ada" > /db/tables/customers && echo 3 > /db/version'
mkdir backups
docker run --rm -v orders:/db:ro -v ~/backups:/backup alpine tar czf /backup/monday.tar.gz -C /db .
docker run --rm -v orders:/db alpine sh -c 'echo "3 rug" >> /db/tables/orders && rm /db/tables/customers'
docker run -d --name db -v orders:/db alpine sleep 1000000
echo 'The table customers is gone from the volume orders. A backup of Monday lies in ~/backups.' > README
echo 'Bring the table back without losing the order of the rug.' >> README
