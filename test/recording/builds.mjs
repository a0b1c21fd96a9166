// Records what a real engine says to the builds of test/builds/cases.mjs:
//   node test/recording/builds.mjs [NAME]...   (see host.mjs)
// writes test/builds/recorded.json: case -> [{line, exit, stdout, stderr}].
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CASES, DOCKERFILES, dockerfile, FILES } from '../builds/cases.mjs';
import { record } from './host.mjs';

const file = new URL('../builds/recorded.json', import.meta.url);
const recorded = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const wanted = process.argv.slice(2);
const cases = {
  Dockerfiles: [...FILES, ...DOCKERFILES.flatMap((lines) => [dockerfile('D', lines), 'docker build -q -f D .'])],
  ...CASES,
};
for (const [name, lines] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  recorded[name] = record(
    lines,
    'rm -rf /root/lab/buildrec; mkdir -p /root/lab/buildrec; cd /root/lab/buildrec; docker image prune -f >/dev/null; docker builder prune -af >/dev/null',
    'cd; rm -rf /root/lab/buildrec; docker rmi buildrec; docker image prune -f; docker builder prune -af',
  );
  console.log(name);
}
writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);
