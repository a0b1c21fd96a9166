import { readdirSync, readFileSync } from 'node:fs';
import { ROOT, type Stat, type Walker } from '../../src/fs/index.ts';
import type { Dialect } from '../../src/shell/applets/applet.ts';
import { FILE_APPLETS } from '../../src/shell/applets/files.ts';
import { type AppletBench, appletBench } from '../../src/shell/applets/testing.ts';
import { splitWords } from './cases.ts';
import type { RecordedFileCase, RecordedScene } from './files.ts';

const SUPERUSER: Walker = { cwd: '/', credentials: ROOT };
const DIR = '/tmp/files-case';
const folder = new URL('../../src/shell/applets/recorded/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const etc = read('files-etc.json') as Record<Dialect, { passwd: string; group: string }>;
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** All that is in the folder, as the recorder tells it. */
function listing({ host }: AppletBench): Map<string, string> {
  const found = new Map<string, Stat>();
  const visit = (path: string) => {
    const stat = host.stat(path, SUPERUSER, false);
    found.set(path, stat);
    if (stat.type !== 'directory') return;
    for (const entry of host.readdir(path, SUPERUSER)) visit(`${path}/${entry.name}`);
  };
  visit(DIR);
  const links = new Map<number, number>();
  for (const { ino } of found.values()) links.set(ino, (links.get(ino) ?? 0) + 1);
  const entries = new Map<string, string>();
  const types = { chardev: 'character-device' } as Record<string, string>;
  for (const [path, stat] of found) {
    const seconds = Math.floor(stat.mtime / 1000);
    const time = seconds < 1_750_000_000 ? seconds : 'now';
    const words: unknown[] = [types[stat.type] ?? stat.type, stat.mode.toString(8), `${stat.uid}:${stat.gid}`, time];
    if (stat.type !== 'directory') words.push(links.get(stat.ino));
    if (stat.type === 'symlink') words.push(JSON.stringify(host.readlink(path, SUPERUSER)));
    if (stat.type === 'file') {
      const { fs, ino } = host.at(host.resolve(path, SUPERUSER, false));
      words.push(stat.size, JSON.stringify(latin(fs.read(ino, 0, 100))));
    }
    entries.set(path.replace(DIR, '.'), words.join(' '));
  }
  return entries;
}

function changes(before: Map<string, string>, after: Map<string, string>): Record<string, string> {
  const list: Record<string, string> = {};
  for (const [path, what] of after) if (before.get(path) !== what) list[path] = what;
  for (const path of before.keys()) if (!after.has(path)) list[path] = 'gone';
  return list;
}

/** Makes the scene's folder with the machine's own commands. */
function prepare(scene: RecordedScene, dialect: Dialect): AppletBench {
  const bench = appletBench(FILE_APPLETS, dialect, etc[dialect]);
  bench.host.create(DIR, { type: 'directory', mode: 0o755 }, SUPERUSER);
  for (const line of scene.setup) {
    const outcome = bench.run(splitWords(line), { cwd: DIR });
    if (outcome.status !== 0) throw new Error(`setup ${line}: ${latin(outcome.stderr)}`);
  }
  const settle = (path: string) => {
    const stat = bench.host.stat(path, SUPERUSER, false);
    if (stat.type === 'directory')
      for (const entry of bench.host.readdir(path, SUPERUSER)) settle(`${path}/${entry.name}`);
    const time = 1_700_000_000_000;
    if (stat.mtime > Date.UTC(2023, 0, 1)) bench.host.setattr(path, { atime: time, mtime: time }, SUPERUSER, false);
  };
  settle(DIR);
  return bench;
}

/** Runs a recorded case on the machine: what it printed and changed, masked. */
export function runCase(one: RecordedFileCase, scene: RecordedScene) {
  const bench = prepare(scene, one.dialect);
  const before = listing(bench);
  for (const line of one.before ?? []) bench.run(splitWords(line), { cwd: DIR });
  const outcome = bench.run(one.argv, {
    cwd: DIR,
    env: Object.fromEntries((one.env ?? []).map((pair) => pair.split(/=(.*)/s) as [string, string])),
    ...(one.stdin === undefined ? {} : { stdin: bytes(one.stdin) }),
    ...(one.user === undefined ? {} : { user: one.user }),
    ...(one.umask === undefined ? {} : { umask: Number.parseInt(one.umask, 8) }),
    ...(one.tty === undefined ? {} : { tty: one.tty }),
  });
  const list = changes(before, listing(bench));
  // Where a recording left the time of a link open, so does the comparison.
  for (const [path, what] of Object.entries(one.changes ?? {}))
    if (/^symlink \S+ \S+ - /.test(what)) list[path] = (list[path] ?? '').replace(/^(symlink \S+ \S+) \S+ /, '$1 - ');
  return {
    stdout: mask(latin(outcome.stdout), one),
    stderr: mask(latin(outcome.stderr), one),
    status: outcome.status,
    changes: Object.keys(list).length > 0 ? list : undefined,
  };
}

/** A text as it is compared: masked, and its lines sorted where a case says so. */
export function mask(text: string, one: RecordedFileCase): string {
  const masked = (one.mask ?? []).reduce((rest, [pattern, by]) => rest.replace(new RegExp(pattern, 'gm'), by), text);
  if (!one.sorted) return masked;
  return masked
    .split(/(?<=[\n\0])/)
    .sort()
    .join('');
}

/** The recorded tables: their names and scenes. */
export function recordings(): [file: string, scenes: readonly RecordedScene[]][] {
  return readdirSync(folder)
    .filter((file) => /^files-(?!etc)/.test(file))
    .map((file) => [file, read(file) as RecordedScene[]]);
}

/** A case's words and circumstances, on one line. */
export function titleOf(one: RecordedFileCase): string {
  const { user, umask, tty, before, stdin } = one;
  const flags = Object.entries({ user, umask, tty, before, in: stdin })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${value}`)
    .join('');
  const words = one.argv.map((word) => JSON.stringify(word).replace(/^"([\w./:=+,-]+)"$/, '$1'));
  return `${one.dialect}: ${words.join(' ')}${flags}`;
}
