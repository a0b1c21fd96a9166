/**
 * Records the usage texts of the text, archive and system commands into `src/shell/applets/usage/texts.ts`: busybox's
 * whole, of GNU's `--help` the usage lines and the sentences under them, and `--version`.
 *
 *   ENGINE='…' npx tsx test/recorders/text-usage.ts
 *
 * ENGINE is a command line that runs a program on a Debian machine with Docker and the image busybox.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { splitWords } from './cases.ts';

const NAMES = (
  'cat tac head tail grep egrep fgrep sed sort uniq wc cut tr tee xargs seq nl rev fold paste comm od hexdump xxd ' +
  'strings split diff cmp md5sum sha1sum sha256sum sha512sum base64 awk tar gzip gunzip zcat env printenv date id ' +
  'whoami groups hostname uname arch nproc uptime free sleep yes kill killall pkill pgrep ps top nohup timeout time ' +
  'watch clear reset tty stty su which getent less more curl wget nc vi join expand unexpand shuf factor expr sum ' +
  'cksum sha224sum sha384sum b2sum mountpoint hostid logname users who w nice setsid tsort shred pidof usleep chroot ' +
  'run-parts dos2unix unix2dos cal findmnt lsblk base32 fmt hostname'
).split(' ');
/** These print all of their help after a mistake. */
const WHOLE = ['sed', 'awk', 'watch'];
const engine = splitWords(process.env.ENGINE ?? '');
if (engine.length === 0) throw new Error('ENGINE is not set');

function run(script: string): string {
  const done = spawnSync(engine[0]!, [...engine.slice(1), 'sh', '-c', script], { encoding: 'utf8' });
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
const gnu = split(run(loop('env -i PATH=$PATH $c --help 2>/dev/null </dev/null')));
const version = split(run(loop('env -i PATH=$PATH $c --version 2>/dev/null </dev/null')));

const texts: Record<string, { busybox?: string; gnu?: string; version?: string }> = {};
for (const name of NAMES) {
  const usage = busybox.get(name)?.match(/^(?:Usage: |No help available)[\s\S]*/m)?.[0];
  const help = gnu.get(name)?.trimStart();
  const end = help?.search(/\n(?:\n|(?=Mandatory| *-|With no FILE|Options:))/) ?? -1;
  texts[name] = {
    ...(usage ? { busybox: usage } : {}),
    ...(help?.startsWith('Usage:') && end > 0 ? { gnu: WHOLE.includes(name) ? help : `${help.slice(0, end)}\n` } : {}),
    ...(/^[\w /+.-]*\(?[\s\S]*\d/.test(version.get(name) ?? '') ? { version: version.get(name)! } : {}),
  };
}
const file = fileURLToPath(new URL('../../src/shell/applets/usage/texts.ts', import.meta.url));
writeFileSync(
  file,
  `// Recorded by test/recorders/text-usage.ts; not edited by hand.

/** Texts of the text, archive and system commands: busybox's usage, the beginning of GNU's \`--help\`, and \`--version\`. */
export const TEXT_USAGE: Readonly<
  Record<string, { readonly busybox?: string; readonly gnu?: string; readonly version?: string }>
> = ${JSON.stringify(texts, null, 2)};
`,
);
spawnSync('npx', ['biome', 'check', '--write', file], { stdio: 'inherit' });
