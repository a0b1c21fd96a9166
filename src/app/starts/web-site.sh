mkdir -p site/img
echo 'body { font-family: sans-serif; margin: 3rem; color: #14384a } img { width: 8rem }' > site/style.css
echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><path d="M5 22h70l-10 14H18z" fill="#0a706b"/><path d="M38 4v18M38 5l22 13H38" stroke="#0a706b" fill="none" stroke-width="2"/></svg>' > site/img/boat.svg
echo '<!doctype html><link rel="stylesheet" href="style.css"><img src="img/boat.svg" alt=""><h1>The harbour café</h1><p>Open until ten.</p>' > site/index.html
docker run -d --name web -p 8080:80 -v ~/site:/usr/share/nginx/html:ro -v weblogs:/var/log/web nginx
docker run -d --name clock -v ~/site:/site busybox sh -c 'while :; do date > /site/time.txt; sleep 30; done'
