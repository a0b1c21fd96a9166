// Records what the real docker command line prints for the lines of docker-cases.mjs, over fixed answers of an engine:
//   node test/recording/docker-cli.mjs [GROUP]...   (see host.mjs)
//   DRYDOCK_RECORD_ONLY=PATTERN  records only lines that match, and keeps the others as they are
//   DRYDOCK_RECORD_SOCKET=OUTSIDE:INSIDE  a path for a socket, as seen from here and from that host
// writes src/docker/recorded/GROUP.json: [{argv, at, stdout, stderr, exit, requests}], `at` being the time in seconds.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { serve } from './api-server.mjs';
import { FILES, GROUPS } from './docker-cases.mjs';

const [outside, inside] = (process.env.DRYDOCK_RECORD_SOCKET ?? '').split(':');
if (!inside) throw new Error('DRYDOCK_RECORD_SOCKET: OUTSIDE:INSIDE, a path for a socket');
const [program, ...args] = (process.env.DRYDOCK_RECORD_SHELL ?? '').split(' ');
const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

function run(script) {
  return new Promise((resolve, reject) =>
    execFile(program, [...args, script], { encoding: 'utf8', maxBuffer: 1 << 28 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    ).stdin?.end(),
  );
}

/** A request without what is empty in it: null, "", 0, false, [] and {} all mean that nothing was said. */
function said(value) {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => said(item) ?? item);
  if (typeof value !== 'object' || value === null) return value || undefined;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, said(item)])
    .filter(([, item]) => item !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const server = serve(outside);
const wanted = process.argv.slice(2);
const only = process.env.DRYDOCK_RECORD_ONLY && new RegExp(process.env.DRYDOCK_RECORD_ONLY);
for (const [group, all] of Object.entries(GROUPS)) {
  if (wanted.length > 0 && !wanted.includes(group)) continue;
  const cases = only ? all.filter((argv) => only.test(argv.join(' '))) : all;
  const file = new URL(`../../src/docker/recorded/${group}.json`, import.meta.url);
  const before = new Map(
    only ? JSON.parse(readFileSync(file, 'utf8')).map((each) => [JSON.stringify(each.argv), each]) : [],
  );
  const script = `
rm -rf /tmp/ddrec; mkdir -p /tmp/ddrec; cd /tmp/ddrec
${Object.entries(FILES)
  .map(([name, text]) => `printf '%s' ${quote(text)} > ${quote(name)}`)
  .join('\n')}
export DOCKER_HOST=unix://${inside} HOME=/root FROM_ENV=given
case_() { date +%s.%N; printf '\\0'; docker "$@" >/tmp/ddrec.out 2>/tmp/ddrec.err </dev/null; printf '%s\\0' $?; cat /tmp/ddrec.out; printf '\\0'; cat /tmp/ddrec.err; printf '\\0'; curl -s --unix-socket ${inside} http://d/_taken; printf '\\0'; }
${cases.map((argv) => `case_ ${argv.map(quote).join(' ')}`).join('\n')}
rm -rf /tmp/ddrec /tmp/ddrec.out /tmp/ddrec.err`;
  const parts = (await run(script)).split('\0');
  const recorded = cases.map((argv, i) => {
    const [at, exit, stdout, stderr, requests] = parts.slice(5 * i, 5 * i + 5);
    return {
      argv,
      at: Number(at),
      exit: Number(exit),
      stdout,
      stderr,
      requests: JSON.parse(requests).map((request) => ({ ...request, body: said(request.body) })),
    };
  });
  for (const each of recorded) before.set(JSON.stringify(each.argv), each);
  const kept = all.map((argv) => before.get(JSON.stringify(argv))).filter(Boolean);
  writeFileSync(file, `[\n${kept.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
  console.log(`${group}: ${recorded.length}`);
}
server.close();
