/**
 * Records the usage texts of the file commands into `src/shell/applets/usage/files.ts`: busybox's whole, and of GNU's
 * `--help` the usage lines and the sentence under them (all of it would be 110 kB).
 *
 *   ENGINE='…' npx tsx test/recorders/file-usage.ts
 *
 * ENGINE is a command line that runs a program on a Debian machine with Docker and the image busybox.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const NAMES = (
  'ls cp mv rm mkdir rmdir touch ln link unlink stat chmod chown chgrp find du df mount umount truncate mktemp ' +
  'realpath readlink basename dirname pwd echo printf true false install sync dd mknod mkfifo fallocate ['
).split(' ');
const engine = (process.env.ENGINE ?? '').split(' ').filter(Boolean);
if (engine.length === 0) throw new Error('ENGINE is not set');

function run(script: string): string {
  const [command = '', ...args] = [...engine, 'sh', '-c', script];
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}

const loop = (line: string) => `for c in ${NAMES.join(' ')}; do echo "@@ $c"; ${line}; done; true`;

function split(text: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const part of text.split(/^@@ /m).slice(1)) {
    const end = part.indexOf('\n');
    map.set(part.slice(0, end), part.slice(end + 1));
  }
  return map;
}

const busybox = split(run(`docker run --rm busybox sh -c '${loop('busybox $c --help 2>&1')}'`));
const gnu = split(run(loop('env -i PATH=$PATH $c --help 2>&1')));

const texts: Record<string, { busybox?: string; gnu?: string }> = {};
for (const name of NAMES) {
  const usage = busybox.get(name)?.match(/^Usage: [\s\S]*/m)?.[0];
  const help = gnu.get(name)?.trimStart();
  const end = help?.search(/\n(?:\n|(?=Mandatory| *-|With no FILE|Options:))/) ?? -1;
  texts[name] = {
    ...(usage ? { busybox: usage } : {}),
    ...(help?.startsWith('Usage:') && end > 0 ? { gnu: `${help.slice(0, end)}\n` } : {}),
  };
}
writeFileSync(
  new URL('../../src/shell/applets/usage/files.ts', import.meta.url),
  `// Recorded by test/recorders/file-usage.ts; not edited by hand.

/** Usage texts of the file commands: busybox's, and the beginning of GNU's \`--help\`. */
export const FILE_USAGE: Readonly<Record<string, { readonly busybox?: string; readonly gnu?: string }>> = ${JSON.stringify(texts, null, 2)};
`,
);
