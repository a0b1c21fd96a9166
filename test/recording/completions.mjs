// Records what the real docker command offers for a Tab at the end of command lines, with some things on the engine:
//   node test/recording/completions.mjs   (see host.mjs)
// writes src/docker/completions/recorded/completions.json: [{words, offered}], offered being null where files may stand.
import { writeFileSync } from 'node:fs';
import { run } from './host.mjs';

const verbs =
  'attach commit cp diff exec export inspect kill logs pause port rename restart rm start stop top unpause update wait history images import load pull rmi run create save tag';
const LINES = [
  '',
  'vol',
  'volume ',
  'volume r',
  'container ',
  'container l',
  'image ',
  'system ',
  'network ',
  '-',
  '--',
  '--context ',
  '--log-level ',
  '--host ',
  ...verbs.split(' ').map((verb) => `${verb} `),
  'volume inspect ',
  'volume rm ',
  'volume ls ',
  'volume prune ',
  'volume create ',
  'network connect ',
  'network connect nn ',
  'network inspect ',
  'network rm ',
  'image inspect ',
  'image rm ',
  'image history ',
  'image ls ',
  'image prune ',
  'container rm ',
  'container start ',
  'container prune ',
  'rm -f ',
  'rm e1 ',
  'rm -',
  'rm --f',
  'start -',
  'start -a ',
  'start --',
  'volume rm -',
  'volume ls -',
  'volume rm v1v ',
  'exec -u ',
  'exec -w ',
  'exec --env-file ',
  'run --rm ',
  'run -it ',
  'run -v x:/y ',
  'run --name=x ',
  'run busybox ',
  'run -v ',
  'run --volume ',
  'run --mount ',
  'run --name ',
  'run --network ',
  'run --volumes-from ',
  'run --link ',
  'run --ipc ',
  'run --pid ',
  'run --uts ',
  'run --userns ',
  'run --restart ',
  'run --pull ',
  'run --cgroupns ',
  'run --attach ',
  'run -a ',
  'run --log-driver ',
  'run --volume-driver ',
  'run --security-opt ',
  'run --user ',
  'run --workdir ',
  'run --entrypoint ',
  'run --env-file ',
  'update --restart ',
  'inspect --type ',
  'inspect -f ',
  'inspect --type volume ',
  'ps ',
  'ps --format ',
  'ps --filter ',
  'volume ls --filter ',
  'volume prune --filter ',
  'events --filter ',
  'logs --since ',
  'logs -f ',
  'export -o ',
  'save -o ',
  'load -i ',
  'version ',
  'info ',
  'nosuch ',
];
const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
const script = `
{ docker run -d --name r1 busybox sleep 1000; docker run -d --name p1 busybox sleep 1000; docker pause p1
docker create --name s1 busybox; docker run --name e1 busybox true; docker volume create v1v; docker volume create w2
docker network create nn; } >/dev/null 2>&1
${LINES.map((line) => `docker __complete ${line.split(' ').map(quote).join(' ')} 2>/dev/null | cut -f1; printf '\\0'`).join('\n')}
{ docker rm -f r1 p1 s1 e1; docker volume rm v1v w2; docker network rm nn; } >/dev/null 2>&1`;
const parts = run(script).split('\0');
const recorded = LINES.map((line, i) => {
  const offered = parts[i].trim().split('\n');
  const directive = offered.pop();
  return { words: line.split(' '), offered: directive === ':0' ? null : offered.sort() };
});
const file = new URL('../../src/docker/completions/recorded/completions.json', import.meta.url);
writeFileSync(file, `[\n${recorded.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
