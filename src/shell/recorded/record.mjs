// Records what the real shells print: node record.mjs CASES > CASES.json
//
// CASES is a recording, whose scripts are run again, or a text file of scripts, one a line, or several lines between
// lines of `---`. Each is run with `-c` in an empty folder
// by bash on a real host, by debian's bash and dash, and by busybox's ash, in containers that `docker` starts.
// RECORD_HOST may hold a command in front of bash and docker, such as `ssh host`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const host = (process.env.RECORD_HOST ?? '').split(' ').filter(Boolean);
const text = readFileSync(process.argv[2], 'utf8');
const scripts = process.argv[2].endsWith('.json')
  ? [...new Set(JSON.parse(text).map(({ script }) => script))]
  : text.includes('\n---\n')
    ? text.split('\n---\n').map((script) => script.replace(/\n$/, ''))
    : text.split('\n').filter(Boolean);

const DRIVER = `
while IFS= read -r line; do
  script=$(echo "$line" | base64 -d; echo x)
  rm -rf /tmp/t; mkdir /tmp/t; cd /tmp/t
  env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root TERM=xterm \\
    $SHELL_UNDER_TEST -c "\${script%x}" </dev/null >/tmp/out 2>/tmp/err
  echo "$? $(base64 </tmp/out | tr -d '\\n') $(base64 </tmp/err | tr -d '\\n')"
done`;

const SHELLS = [
  ['bash', [], 'bash', 'bash'],
  ['bash-5.2', ['docker', 'run', '--rm', '-i', 'debian'], 'bash', 'bash'],
  ['dash', ['docker', 'run', '--rm', '-i', 'debian'], 'bash', 'sh'],
  ['ash', ['docker', 'run', '--rm', '-i', 'busybox'], 'sh', 'sh'],
];

const decode = (part) => Buffer.from(part ?? '', 'base64').toString('utf8');
const cases = [];
for (const [dialect, container, driver, shell] of SHELLS) {
  const [command, ...args] = [...host, ...container, driver, '-c', `SHELL_UNDER_TEST=${shell}; ${DRIVER}`];
  const input = scripts.map((script) => `${Buffer.from(script).toString('base64')}\n`).join('');
  const lines = execFileSync(command, args, { input, encoding: 'utf8', maxBuffer: 1e8 }).split('\n');
  for (const [i, script] of scripts.entries()) {
    const [status, stdout, stderr] = lines[i].split(' ');
    cases.push({ dialect, script, stdout: decode(stdout), stderr: decode(stderr), status: Number(status) });
  }
}
// bash 5.2 only where it differs.
const newer = new Map(cases.filter(({ dialect }) => dialect === 'bash').map((each) => [each.script, each]));
const kept = cases.filter((each) => {
  if (each.dialect !== 'bash-5.2') return true;
  const { stdout, stderr, status } = newer.get(each.script);
  return each.stdout !== stdout || each.stderr !== stderr || each.status !== status;
});
process.stdout.write(`[\n${kept.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
