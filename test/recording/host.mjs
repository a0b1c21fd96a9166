// Runs bash on a disposable host with a real Docker Engine, for recording what its command prints.
//   DRYDOCK_RECORD_SHELL: a command that runs its last argument as a bash script on that host (ssh, docker exec …).
import { execFileSync } from 'node:child_process';

if (!process.env.DRYDOCK_RECORD_SHELL)
  throw new Error('DRYDOCK_RECORD_SHELL: the command that runs a bash script on the host to record');
const [program, ...args] = process.env.DRYDOCK_RECORD_SHELL.split(' ');

/** Standard output of a script. */
export function run(script) {
  return execFileSync(program, [...args, script], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs each command line on its own, in one bash; what it printed and its exit status. */
export function record(lines, before = '', after = '') {
  const script = [
    'out=$(mktemp); err=$(mktemp)',
    before,
    ...lines.map((line) => {
      const quoted = `'${line.replaceAll("'", `'\\''`)}'`;
      return `eval ${quoted} >"$out" 2>"$err" </dev/null; code=$?; printf '%s\\0' "$code"; cat "$out"; printf '\\0'; cat "$err"; printf '\\0'`;
    }),
    `{ ${after || ':'}; } >/dev/null 2>&1`,
    'rm -f "$out" "$err"',
  ].join('\n');
  const parts = run(script).split('\0');
  return lines.map((line, i) => ({
    line,
    exit: Number(parts[3 * i]),
    stdout: parts[3 * i + 1],
    stderr: parts[3 * i + 2],
  }));
}
