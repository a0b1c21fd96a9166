// Records what a real engine's API answers about some containers, volumes and images made for it:
//   node test/recording/docker-api.mjs   (see host.mjs)
// writes src/docker/recorded/api.json. docker-cli.mjs serves it to the real command line, the tests to ours.
import { writeFileSync } from 'node:fs';
import { run } from './host.mjs';

const P = 'ddrec';
const curl = (path) => `curl -s --unix-socket /run/docker.sock 'http://d/v1.51${path}'`;
const paths = {
  [`/containers/${P}-web/json`]: '',
  [`/containers/${P}-web/json?size=1`]: '',
  [`/containers/${P}-job/json`]: '',
  [`/containers/${P}-tty/json`]: '',
  '/containers/json': 'Names',
  '/containers/json?all=1': 'Names',
  '/containers/json?all=1&size=1': 'Names',
  '/containers/json?size=1': 'Names',
  [`/volumes/${P}-data`]: '',
  [`/volumes/${P}-ram`]: '',
  '/volumes': 'Volumes',
  '/images/json': '',
  '/images/nginx/json': '',
  '/images/volimg/history': '',
  '/images/nginx/history': '',
  '/networks': '',
  '/networks/bridge': '',
  '/system/df': '',
  '/info': '',
  '/version': '',
  [`/containers/${P}-web/changes`]: '',
  [`/containers/${P}-web/top`]: '',
};
const script = `
docker volume create --label env=dev --label 'who=<b>&co' ${P}-data >/dev/null
docker volume create -o type=tmpfs -o device=tmpfs -o o=size=1m ${P}-ram >/dev/null
docker run -d --name ${P}-web -e COLOR=blue -e 'HTML=<a href="x">&</a>' -l team=docs -l 'com.example.a-b=1' -w /tmp -p 127.0.0.1:8099:80 -p 8081-8083:8081-8083/udp \
  -v ${P}-data:/data:ro -v ${P}-ram:/ram -v /etc/hostname:/host:ro --mount type=tmpfs,dst=/scratch,tmpfs-size=1m,tmpfs-mode=1770 --tmpfs /t2:size=2m -v /anon \
  --restart on-failure:3 --memory 64m --cpus 0.5 --health-cmd true --health-interval 90s --ulimit nofile=100:200 --stop-timeout 7 --add-host a:1.2.3.4 nginx >/dev/null
docker create --name ${P}-job -u 1000:1000 --entrypoint sh busybox -c 'echo "a long command that is cut"' >/dev/null
docker create -it --name ${P}-tty alpine >/dev/null
docker exec ${P}-web sh -c 'echo x > /tmp/new; rm /etc/motd; mkdir /d' 2>/dev/null
sleep 1
${Object.keys(paths)
  .map((path) => `printf '%s\\0' '${path}'; ${curl(path)}; printf '\\0'`)
  .join('\n')}
docker rm -fv ${P}-web ${P}-job ${P}-tty >/dev/null 2>&1; docker volume rm -f ${P}-data ${P}-ram >/dev/null
`;
const parts = run(script).split('\0');
const recorded = {};
for (let i = 0; i + 1 < parts.length; i += 2) {
  const [path, text] = [parts[i].trim(), parts[i + 1]];
  let data = JSON.parse(text);
  const ours = (name) => name.replace(/^\//, '').startsWith(P);
  // Other things on that host are none of ours.
  if (path.startsWith('/containers/json')) data = data.filter((container) => container.Names.some(ours));
  if (path === '/volumes') data.Volumes = data.Volumes.filter((volume) => ours(volume.Name));
  if (path === '/networks') data = data.filter((network) => ['bridge', 'host', 'none'].includes(network.Name));
  if (path === '/networks/bridge') data.Containers = {};
  if (path.startsWith('/images/json')) data = data.filter((image) => image.RepoTags?.length > 0);
  if (path === '/system/df') {
    data.Images = data.Images.filter((image) => image.RepoTags?.length > 0);
    data.BuildCache = data.BuildCache.slice(0, 2);
    data.Containers = data.Containers.filter((container) => container.Names.some(ours));
    data.Volumes = data.Volumes.filter((volume) => ours(volume.Name));
  }
  recorded[path] = data;
}
writeFileSync(new URL('../../src/docker/recorded/api.json', import.meta.url), `${JSON.stringify(recorded, null, 1)}\n`);
