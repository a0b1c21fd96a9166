/**
 * Records what the real file commands print and do, so that the machine's own can be compared with them.
 *
 *   ENGINE='…' npx tsx test/recorders/record-files.ts [TABLE…]
 *
 * ENGINE is a command line that runs a program (its last words) on a Debian machine with Docker and the image busybox.
 * A table of `files/` becomes `src/shell/applets/recorded/files-TABLE.json`. Every case runs in a fresh folder that its
 * scene's setup made, without a shell between its words and the program; what it changed there is recorded too.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unpackTar } from 'modern-tar';
import { splitWords } from './cases.ts';
import type { FileCase, RecordedFileCase, RecordedScene, Scene } from './files.ts';

const MARK = '@@';
const BOX = 'record-files';
const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
const engine = splitWords(process.env.ENGINE ?? '');
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Prints an archive of the folder and of what the case printed. */
const report = (number: number) =>
  `echo "${MARK} ${number}"; tar c -C /tmp files-case files.out files.err files.status | base64; echo "${MARK}."`;

function setupLines(scene: Scene): string[] {
  return [
    'cd /; rm -rf /tmp/files-base; mkdir -m 755 /tmp/files-base; cd /tmp/files-base',
    ...scene.setup.map((line) => splitWords(line).map(quote).join(' ')),
    // Times last: making an entry changes its folder's. Those set by the setup itself, before 2023, stay.
    "touch -d '2023-01-01 00:00' /tmp/files.ref; find . -newer /tmp/files.ref -exec touch -h -d '2023-11-14 22:13:20' {} +",
    FRESH,
    'for f in out err status in sh; do rm -f /tmp/files.$f; : > /tmp/files.$f; chmod 666 /tmp/files.$f; done',
    report(-1),
  ];
}

/** Makes the case's folder, anew. busybox's cp -a doesn't keep the times of links: they are set again. */
const FRESH = [
  'cd /; chmod -R u+rwx /tmp/files-case; rm -rf /tmp/files-case; cp -a /tmp/files-base /tmp/files-case; cd /tmp/files-case',
  "find . -type l -exec touch -h -d '2023-11-14 22:13:20' {} + 2>/dev/null",
].join('\n');

/** The lines that run the case; its output goes to files. */
function runLine(one: FileCase): string {
  const env = [PATH, 'HOME=/root', ...(one.env ?? [])];
  return `timeout 10 env -i ${[...env, ...one.argv].map(quote).join(' ')}`;
}

/** The shell lines of one case where the commands are; one on a terminal is run from outside, between two scripts. */
function caseLines(
  number: number,
  one: FileCase,
  dialect: 'gnu' | 'busybox',
): { before: string; onTty?: string; after: string } {
  const before = (one.before ?? []).map((line) => `${runLine({ argv: splitWords(line) })} >/dev/null 2>&1 </dev/null`);
  const prepare = [
    FRESH,
    ...before,
    `printf ${quote([...(one.stdin ?? '')].map((c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`).join(''))} > /tmp/files.in`,
    'cd /tmp; : > files.out; : > files.err; : > files.status',
  ].join('\n');
  const umask = one.umask ?? '022';
  const run = `cd /tmp/files-case; (umask ${umask}; ${runLine(one)}) </tmp/files.in >/tmp/files.out 2>/tmp/files.err; echo $? >/tmp/files.status`;
  const after = report(number);
  if (one.tty !== undefined) {
    const words = `cd /tmp/files-case; stty cols ${one.tty} rows 24; exec ${runLine(one).replace('timeout 10 ', '')}`;
    const onTty =
      dialect === 'gnu'
        ? `script -qec ${quote(words)} /dev/null > /tmp/files.out </dev/null; echo $? > /tmp/files.status`
        : `docker exec -t ${BOX} sh -c ${quote(words)} > /tmp/files.tty; s=$?; { echo $s; cat /tmp/files.tty; } | docker exec -i ${BOX} sh -c 'read s; echo $s > /tmp/files.status; cat > /tmp/files.out'`;
    return { before: prepare, onTty, after };
  }
  if (one.user === undefined) return { before: `${prepare}\n${run}`, after };
  const file = `cat > /tmp/files.sh <<'LINES'\n${run}\nLINES`;
  const asUser =
    dialect === 'gnu'
      ? `setpriv --reuid=${one.user} --regid=${one.user} --clear-groups bash /tmp/files.sh`
      : `start-stop-daemon -S -n nothing -c ${one.user}:${one.user} -a /bin/sh -- /tmp/files.sh </dev/null`;
  return { before: `${prepare}\n${file}\n${asUser}`, after };
}

const latin = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');

/** What an archive says: the folder's entries as the fixture has them, and what was printed. */
interface Seen {
  readonly entries: Map<string, string>;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

async function look(base64: string): Promise<Seen> {
  const files = await unpackTar(Buffer.from(base64, 'base64'));
  const found = new Map(files.map((file) => [file.header.name.replace(/\/$/, ''), file]));
  const names = new Map<string, number>();
  const origin = (name: string): string => {
    const { header } = found.get(name)!;
    return header.type === 'link' ? origin(header.linkname!) : name;
  };
  for (const name of found.keys()) names.set(origin(name), (names.get(origin(name)) ?? 0) + 1);
  const entries = new Map<string, string>();
  for (const name of found.keys()) {
    if (!name.startsWith('files-case')) continue;
    const { header, data } = found.get(origin(name))!;
    const seconds = Math.floor(header.mtime!.getTime() / 1000);
    const time = seconds < 1_750_000_000 ? seconds : 'now';
    const words: unknown[] = [header.type, header.mode!.toString(8), `${header.uid}:${header.gid}`, time];
    if (header.type !== 'directory') words.push(names.get(origin(name))!);
    if (header.type === 'symlink') words.push(JSON.stringify(header.linkname));
    if (header.type === 'file') words.push(header.size, JSON.stringify(latin(data).slice(0, 100)));
    entries.set(name.replace('files-case', '.'), words.join(' '));
  }
  return {
    entries,
    stdout: latin(found.get('files.out')?.data),
    stderr: latin(found.get('files.err')?.data),
    status: Number(latin(found.get('files.status')?.data)),
  };
}

/** What differs between two listings: new and changed entries, and `gone`. */
function changes(before: Map<string, string>, after: Map<string, string>): Record<string, string> {
  const list: Record<string, string> = {};
  for (const [path, what] of after) if (before.get(path) !== what) list[path] = what;
  for (const path of before.keys()) if (!after.has(path)) list[path] = 'gone';
  return list;
}

async function recordScene(scene: Scene, dialect: 'gnu' | 'busybox'): Promise<RecordedFileCase[]> {
  const cases = scene.cases.filter((one) => one.dialect === undefined || one.dialect === dialect);
  if (cases.length === 0) return [];
  const inside = (lines: readonly string[]) => {
    const shell = dialect === 'gnu' ? 'bash -s' : `docker exec -i ${BOX} sh -s`;
    return `${shell} <<'INSIDE'\n${lines.join('\n')}\nINSIDE`;
  };
  // One shell for as many cases as there are up to the next on a terminal.
  const script: string[] = [];
  let pending = setupLines(scene);
  cases.forEach((one, number) => {
    const { before, onTty, after } = caseLines(number, one, dialect);
    pending.push(before);
    if (onTty !== undefined) {
      script.push(inside(pending), onTty);
      pending = [];
    }
    pending.push(after);
  });
  script.push(inside(pending));
  const run = spawnSync(engine[0]!, [...engine.slice(1), 'bash', '-s'], {
    input: `${script.join('\n')}\n`,
    maxBuffer: 1 << 28,
  });
  const printed = run.stdout.toString('latin1');
  const seen = new Map<number, Seen>();
  for (const [, number, archive] of printed.matchAll(/^@@ (-?\d+)\n([\s\S]*?)^@@\.$/gm))
    seen.set(Number(number), await look(archive!));
  if (seen.size !== cases.length + 1)
    throw new Error(`${dialect}: ${seen.size} of ${cases.length} recorded\n${run.stderr}\n${printed.slice(-2000)}`);
  return cases.map(({ dialect: _, ...one }, i) => {
    const { entries, stdout, stderr, status } = seen.get(i)!;
    const list = changes(seen.get(-1)!.entries, entries);
    return { dialect, ...one, stdout, stderr, status, ...(Object.keys(list).length > 0 ? { changes: list } : {}) };
  });
}

const tables = readdirSync(new URL('files/', import.meta.url))
  .map((name) => name.replace(/\.ts$/, ''))
  .filter((name) => process.argv.length < 3 || process.argv.includes(name));
const onEngine = (script: string) =>
  spawnSync(engine[0]!, [...engine.slice(1), 'bash', '-c', script], { encoding: 'utf8' }).stdout;
onEngine(
  `docker rm -f ${BOX}; docker run -d --name ${BOX} -h docker-host busybox sleep 100000; docker exec ${BOX} sh -c 'echo learner:x:1000:1000::/home/learner:/bin/sh >> /etc/passwd; echo learner:x:1000: >> /etc/group'`,
);
const etc = (wrap: string) => ({
  passwd: onEngine(`${wrap} cat /etc/passwd`),
  group: onEngine(`${wrap} cat /etc/group`),
});
const write = (name: string, value: unknown) => {
  const file = fileURLToPath(new URL(`../../src/shell/applets/recorded/files-${name}.json`, import.meta.url));
  writeFileSync(file, `${JSON.stringify(value, null, 1)}\n`);
};
if (process.argv.length < 3) write('etc', { gnu: etc(''), busybox: etc(`docker exec ${BOX}`) });
for (const name of tables) {
  const { SCENES } = (await import(`./files/${name}.ts`)) as { SCENES: readonly Scene[] };
  const recorded: RecordedScene[] = [];
  for (const { setup, dialects = ['gnu', 'busybox'] as const, ...scene } of SCENES) {
    const cases: RecordedFileCase[] = [];
    for (const dialect of dialects) cases.push(...(await recordScene({ setup, ...scene }, dialect)));
    recorded.push({ setup, cases });
  }
  write(name, recorded);
  console.log(`${name}: ${recorded.reduce((sum, scene) => sum + scene.cases.length, 0)}`);
}
onEngine(`docker rm -f ${BOX}`);
