import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RecordedCase, RecordedEntry, Recording } from '../../../test/recorders/cases.ts';
import { changedEntries, shortened, splitWords } from '../../../test/recorders/cases.ts';
import { executable, type Pid } from '../../os/index.ts';
import { type Bench, bench, SUPERUSER } from '../../os/testing.ts';
import { echoText } from '../builtins/echo.ts';
import { SCREENS, screenProgram } from '../screen/index.ts';
import type { Applet, Dialect } from './applet.ts';
import { fromBinary, toBinary } from './binary.ts';
import { FILE_APPLETS } from './files.ts';
import { appletProgram } from './programs.ts';
import { SYSTEM_APPLETS } from './systems.ts';
import { TEXT_APPLETS } from './texts.ts';

const folder = new URL('recorded/', import.meta.url);
/** The shells' echo as a program. */
const echo: Applet = {
  name: 'echo',
  *run(sys, args, dialect) {
    yield* sys.write(1, echoText(args, dialect));
    return 0;
  },
};
const APPLETS = [...TEXT_APPLETS, ...FILE_APPLETS, ...SYSTEM_APPLETS, echo];
const PATHS = ['/usr', '/usr/bin', '/etc', '/root', '/tmp', '/tmp/case'];
/** What the machines that were recorded have in these files, as far as it shows. */
const PASSWD: Readonly<Record<Dialect, string>> = {
  gnu: 'root:x:0:0:root:/root:/bin/bash\ngames:x:5:60:games:/usr/games:/usr/sbin/nologin\n',
  busybox: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
};
const GROUP: Readonly<Record<Dialect, string>> = {
  gnu: 'root:x:0:\ndisk:x:6:\n',
  busybox: 'root:x:0:\nnobody:x:65534:\n',
};
const MOMENT = 1_700_000_000_000;

function machine(dialect: Dialect): Bench {
  const programs = APPLETS.filter(({ dialects }) => dialects?.includes(dialect) ?? true);
  const screens = SCREENS.map((screen) => ({ ...screenProgram(screen, dialect), name: `${dialect}:${screen.name}` }));
  const made = bench([...programs.map((applet) => appletProgram(applet, dialect)), ...screens]);
  for (const path of PATHS) if (path !== '/tmp') made.host.create(path, { type: 'directory', mode: 0o755 }, SUPERUSER);
  for (const { name } of [...programs, ...SCREENS]) made.write(`/bin/${name}`, executable(`${dialect}:${name}`), 0o755);
  made.write('/etc/passwd', PASSWD[dialect]);
  made.write('/etc/group', GROUP[dialect]);
  return made;
}

function setUp({ host, write }: Bench, setup: Recording['setup']): void {
  const paths = Object.keys(setup ?? {});
  const at = (path: string) => `/tmp/case/${path.replace(/\/$/, '')}`;
  for (const [path, value] of Object.entries(setup ?? {})) {
    const entry = typeof value === 'string' ? { content: value } : value;
    const steps = path.split('/').slice(0, -1);
    for (let i = 1; i <= steps.length; i++)
      try {
        host.create(at(steps.slice(0, i).join('/')), { type: 'directory', mode: 0o755 }, SUPERUSER);
      } catch {}
    if (entry.link !== undefined)
      host.create(at(path), { type: 'symlink', mode: 0o777, target: entry.link }, SUPERUSER);
    else if (entry.hardlink !== undefined) host.link(at(entry.hardlink), at(path), SUPERUSER);
    else if (!path.endsWith('/')) write(at(path), fromBinary(entry.content ?? ''));
    if (entry.link !== undefined) continue;
    const [uid, gid] = (entry.owner ?? '0:0').split(':').map(Number) as [number, number];
    const mode = entry.mode ?? (path.endsWith('/') ? 0o755 : 0o644);
    host.setattr(at(path), { uid, gid }, SUPERUSER);
    host.setattr(at(path), { mode }, SUPERUSER);
  }
  for (const path of [
    '',
    ...paths,
    ...paths.flatMap((one) =>
      one
        .split('/')
        .slice(0, -1)
        .map((_, i, all) => all.slice(0, i + 1).join('/')),
    ),
  ])
    host.setattr(at(path), { atime: MOMENT, mtime: MOMENT }, SUPERUSER, false);
}

function bytesAt({ host }: Bench, path: string): Uint8Array {
  const how = { read: true, write: false, create: false, exclusive: false, truncate: false };
  const { fs, ino } = host.at(host.open(path, how, 0, SUPERUSER));
  return fs.read(ino, 0, fs.stat(ino).size);
}

/** All of the folder, as it was recorded. */
function entriesOf(made: Bench): Record<string, RecordedEntry> {
  const found: Record<string, RecordedEntry> = {};
  const types = { file: 'regular_file', directory: 'directory', symlink: 'symbolic_link' } as Record<string, string>;
  const walk = (path: string) => {
    for (const { name } of made.host.readdir(`/tmp/case/${path}`, SUPERUSER)) {
      const below = `${path}${name}`;
      const stat = made.host.stat(`/tmp/case/${below}`, SUPERUSER, false);
      const { type, mode, uid, gid, nlink, mtime } = stat;
      const content =
        type === 'symlink'
          ? made.host.readlink(`/tmp/case/${below}`, SUPERUSER)
          : type === 'file'
            ? toBinary(bytesAt(made, `/tmp/case/${below}`))
            : '';
      found[below] = {
        type: types[type]!,
        mode: mode.toString(8),
        owner: `${uid}:${gid}`,
        nlink: type === 'directory' ? 0 : nlink,
        ...(Math.floor(mtime / 1000) === MOMENT / 1000 ? { mtime: MOMENT / 1000 } : {}),
        content,
      };
      if (type === 'directory') walk(`${below}/`);
    }
  };
  walk('');
  return found;
}

/** Times are compared where they are the setup's. */
function comparable(
  entries: Record<string, RecordedEntry>,
  other: Record<string, RecordedEntry>,
): Record<string, RecordedEntry> {
  return Object.fromEntries(
    Object.entries(entries)
      .map(([path, { mtime, ...entry }]): [string, RecordedEntry] => {
        const timed = mtime !== undefined && other[path]?.mtime !== undefined;
        return [path, { ...entry, ...(timed ? { mtime } : {}) }];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly after?: Record<string, RecordedEntry>;
}

const ENV = { PATH: '/bin', HOME: '/root' };

function start(made: Bench, argv: readonly string[], one: RecordedCase): Pid {
  const { kernel, host } = made;
  const output = (path: string) => kernel.openFile(host, path, { write: true, create: true });
  made.write('/tmp/case.in', fromBinary(one.stdin ?? ''));
  let input = kernel.openFile(host, '/tmp/case.in', { read: true });
  if (one.pipe) {
    const [read, write] = kernel.pipe();
    kernel.write(write, fromBinary(one.stdin ?? ''));
    kernel.close(write);
    input = read;
  }
  for (const path of ['/tmp/case.out', '/tmp/case.err']) made.write(path, '');
  const out = output('/tmp/case.out');
  const err = one.merge ? out : output('/tmp/case.err');
  const env = Object.fromEntries((one.env ?? []).map((pair) => pair.split(/=(.*)/s)));
  return made.start('', {
    path: `/bin/${one.dialect}:${argv[0]}`,
    argv,
    fds: { 0: input, 1: out, 2: err },
    env: { ...ENV, ...env },
    cwd: '/tmp/case',
    hostname: 'box',
  });
}

function settle(made: Bench, until: number): void {
  const { kernel } = made;
  for (;;) {
    while (kernel.run(100_000).state === 'busy');
    const timer = kernel.nextTimer();
    if (timer === undefined || timer > until) return;
    kernel.advance(timer);
  }
}

function outcomeOf(made: Bench, pid: Pid, one: RecordedCase, setup: Recording['setup']): Outcome {
  const status = made.kernel.status(pid);
  return {
    stdout: shortened(toBinary(bytesAt(made, '/tmp/case.out'))),
    stderr: one.merge ? '' : toBinary(bytesAt(made, '/tmp/case.err')),
    status: status?.kind === 'exited' ? status.status : status?.kind === 'signaled' ? 128 : -1,
    ...(one.after ? { after: comparable(changedEntries(entriesOf(made), setup), one.after) } : {}),
  };
}

function masked(outcome: Outcome, one: RecordedCase): Outcome {
  const mask = (text: string) =>
    (one.mask ?? []).reduce((masked, [pattern, by]) => masked.replace(new RegExp(pattern, 'gm'), by), text);
  const order = (text: string) => (one.unordered ? text.split('\n').sort().join('\n') : text);
  const after = outcome.after
    ? Object.entries(outcome.after).map(([path, entry]) => [path, { ...entry, content: mask(entry.content) }] as const)
    : undefined;
  if (after) return { ...masked({ ...outcome, after: undefined }, one), after: Object.fromEntries(after) };
  return { ...outcome, stdout: order(mask(outcome.stdout)), stderr: order(mask(outcome.stderr)) };
}

/** Runs a case; once `steps` are done, a copy of the machine made then runs on beside it. */
function play(
  one: RecordedCase,
  setup: Recording['setup'],
  steps: number,
): { outcome: Outcome; copied: Outcome; faults: unknown } {
  const made = machine(one.dialect);
  const all = { ...setup, ...one.setup };
  setUp(made, all);
  for (const words of one.before ?? []) {
    start(made, splitWords(words), { ...one, stdin: '', pipe: false, merge: false });
    settle(made, 1e6);
  }
  const pid = start(made, one.argv, one);
  made.kernel.run(steps);
  const copy = made.fork();
  settle(made, 1e6);
  settle(copy, 1e6);
  return {
    outcome: masked(outcomeOf(made, pid, one, all), one),
    copied: masked(outcomeOf(copy, pid, one, all), one),
    faults: [...made.kernel.faults, ...copy.kernel.faults],
  };
}

const has = (name: string, dialect: Dialect): boolean =>
  [...APPLETS, ...SCREENS].some((applet) => applet.name === name && (applet.dialects?.includes(dialect) ?? true));

/** A program that the system doesn't have was recorded as not found; shells aren't here. */
const known = (one: RecordedCase): boolean =>
  [one.argv[0]!, ...(one.before ?? []).map((words) => splitWords(words)[0]!), ...(one.needs ?? [])].every((name) =>
    has(name, one.dialect),
  );

for (const file of readdirSync(folder).filter((name) => name.startsWith('texts-'))) {
  const recording = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording;
  if (!recording.cases.some(known)) continue;
  describe(file.replace(/^texts-|\.json$/g, ''), () => {
    for (const [number, one] of recording.cases.entries()) {
      if (!known(one)) continue;
      const words = one.argv.map((word) => (/^[\w./:=,+-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
      test(`${one.dialect} ${number}: ${words}`, () => {
        const { outcome, copied, faults } = play(one, recording.setup, 1 + (number % 5));
        const { stdout, stderr, status } = masked(one, one);
        expect(outcome).toEqual({
          stdout,
          stderr,
          status,
          ...(one.after ? { after: comparable(one.after, entriesIfAny(outcome)) } : {}),
        });
        expect(copied).toEqual(outcome);
        expect(faults).toEqual([]);
      });
    }
  });
}

function entriesIfAny(outcome: Outcome): Record<string, RecordedEntry> {
  return outcome.after ?? {};
}
