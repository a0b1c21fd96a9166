import { gzipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { expect, test } from 'vitest';
import type { ContainerInspect, Volume } from '../engine/index.ts';
import { evaluate, evaluateAll } from './checks.ts';
import type { Check } from './lesson.ts';
import { rightOptions } from './predict.ts';
import type { Place, Probe, ProbeStat } from './probe.ts';

interface FakeFile {
  readonly text?: string | Uint8Array;
  readonly type?: ProbeStat['type'];
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

const volume = (Labels: Volume['Labels'] = null) => ({ Name: 'notes', Labels }) as Volume;

function container(state: Partial<ContainerInspect['State']>, rest: object = {}): ContainerInspect {
  return {
    State: { Status: 'running', ExitCode: 0, ...state },
    Config: { Image: 'busybox' },
    HostConfig: { ReadonlyRootfs: false },
    Mounts: [],
    ...rest,
  } as unknown as ContainerInspect;
}

/** A computer of three maps; a file's key is `volume:NAME/PATH`, `container:NAME/PATH` or `host:PATH`. */
function fake(things: {
  volumes?: Record<string, Volume>;
  containers?: Record<string, ContainerInspect>;
  files?: Record<string, FakeFile>;
  listed?: readonly string[];
}): Probe {
  const key = (place: Place, path: string) =>
    'volume' in place
      ? `volume:${place.volume}${path}`
      : 'container' in place
        ? `container:${place.container}${path}`
        : `host:${path}`;
  const file = (place: Place, path: string) => things.files?.[key(place, path)];
  const bytes = (found: FakeFile) =>
    typeof found.text === 'object' ? found.text : new TextEncoder().encode(found.text ?? '');
  return {
    async stat(place, path) {
      const found = file(place, path);
      if (!found) return undefined;
      const { type = 'file', mode = 0o644, uid = 0, gid = 0 } = found;
      return { type, mode, uid, gid, size: bytes(found).length };
    },
    async read(place, path) {
      const found = file(place, path);
      return found && bytes(found);
    },
    list: async (place) => ('host' in place ? things.listed : undefined),
    volume: async (name) => things.volumes?.[name],
    container: async (name) => things.containers?.[name],
    image: async () => undefined,
  };
}

const bind = {
  Type: 'bind',
  Source: '/home/learner/site',
  Destination: '/app',
  Mode: '',
  RW: false,
  Propagation: 'rprivate',
};
const named = {
  Type: 'volume',
  Name: 'notes',
  Source: '/var/lib/docker/volumes/notes/_data',
  Destination: '/data',
  Mode: 'z',
  RW: true,
  Propagation: '',
};

const archive = await packTar([
  { header: { name: './', size: 0, type: 'directory' } },
  { header: { name: './todo', size: 5 }, body: 'milk\n' },
  { header: { name: './sub/deep', size: 1 }, body: 'x' },
]);

const COMPUTER = fake({
  volumes: { notes: volume({ owner: 'me' }), plain: volume() },
  containers: {
    web: container({}, { Mounts: [bind, named], HostConfig: { ReadonlyRootfs: false, Tmpfs: { '/scratch': '' } } }),
    box: container({ Status: 'exited', ExitCode: 3 }),
  },
  files: {
    'volume:notes/todo': { text: 'milk\ntea\n' },
    'volume:notes/empty': {},
    'volume:notes/sub': { type: 'directory', mode: 0o1777, uid: 1000, gid: 1001 },
    'container:web/app/page': { text: 'hello' },
    'host:~/backup.tar.gz': { text: gzipSync(archive) },
    'host:~/backup.tar': { text: archive },
    'host:~/broken.tar.gz': { text: new Uint8Array([0x1f, 0x8b, 1, 2, 3]) },
  },
  listed: ['a'.repeat(64), 'backingFsBlockDev', 'metadata.db', 'notes', 'plain'],
});

const file = (path: string, goal: object = {}): Check => ({ kind: 'file', place: { volume: 'notes' }, path, ...goal });
const host = (path: string, goal: object = {}): Check => ({ kind: 'file', place: { host: true }, path, ...goal });
const mount = (goal: object): Check => ({ kind: 'container', name: 'web', mount: { destination: '/app', ...goal } });
const MET = '';

test.each<readonly [Check, string, string]>([
  [{ kind: 'volume', name: 'notes' }, 'The volume `notes` exists', MET],
  [{ kind: 'volume', name: 'data' }, 'The volume `data` exists', 'there is no volume `data` yet'],
  [{ kind: 'volume', name: 'data', absent: true }, 'The volume `data` is gone', MET],
  [{ kind: 'volume', name: 'notes', absent: true }, 'The volume `notes` is gone', 'the volume `notes` is still there'],
  [{ kind: 'volume', name: 'notes', labels: { owner: 'me' } }, 'The volume `notes` has the label `owner=me`', MET],
  [
    { kind: 'volume', name: 'notes', labels: { owner: '' } },
    'The volume `notes` has the label `owner`',
    'its label `owner` is “me”',
  ],
  [
    { kind: 'volume', name: 'plain', labels: { a: 'b', c: 'd' } },
    'The volume `plain` has the label `a=b` and `c=d`',
    'it has no label `a`',
  ],

  [{ kind: 'volumes', named: 2, anonymous: 1 }, 'There are 2 named volumes and 1 anonymous volume', MET],
  [{ kind: 'volumes', anonymous: 0 }, 'There are no anonymous volumes', '1 without a name'],
  [{ kind: 'volumes', named: 1 }, 'There is 1 named volume', '2 with a name'],

  [{ kind: 'container', name: 'web' }, 'The container `web` exists', MET],
  [{ kind: 'container', name: 'db' }, 'The container `db` exists', 'there is no container `db` yet'],
  [
    { kind: 'container', name: 'web', absent: true },
    'The container `web` is gone',
    'the container `web` is still there',
  ],
  [{ kind: 'container', name: 'web', state: 'running' }, 'The container `web` is running', MET],
  [{ kind: 'container', name: 'box', state: 'running' }, 'The container `box` is running', 'it has exited'],
  [{ kind: 'container', name: 'box', exitCode: 3 }, 'The container `box` ended with exit code 3', MET],
  [{ kind: 'container', name: 'box', exitCode: 0 }, 'The container `box` ended with exit code 0', 'its exit code is 3'],
  [{ kind: 'container', name: 'web', exitCode: 0 }, 'The container `web` ended with exit code 0', 'it is running'],
  [
    { kind: 'container', name: 'web', image: 'busybox:latest' },
    'The container `web` was made from `busybox:latest`',
    MET,
  ],
  [
    { kind: 'container', name: 'web', image: 'nginx' },
    'The container `web` was made from `nginx`',
    'it was made from `busybox`',
  ],

  [
    { kind: 'container', name: 'web', readOnly: true },
    'The container `web` has a read-only root file system',
    'its root file system is writable',
  ],
  [{ kind: 'container', name: 'web', readOnly: false }, 'The container `web` has a writable root file system', MET],
  [mount({}), 'The container `web` has a mount at `/app`', MET],
  [mount({ type: 'bind', rw: false }), 'The container `web` has a bind mount at `/app`, read-only', MET],
  [mount({ source: '~/site' }), 'The container `web` has `~/site` at `/app`', MET],
  [mount({ source: '/site' }), 'The container `web` has `/site` at `/app`', '`/home/learner/site` is at `/app`'],
  [mount({ type: 'volume' }), 'The container `web` has a volume at `/app`', 'a bind is at `/app`'],
  [mount({ rw: true }), 'The container `web` has a mount at `/app`, writable', 'the mount at `/app` is read-only'],
  [mount({ destination: '/x' }), 'The container `web` has a mount at `/x`', 'nothing is mounted at `/x`'],
  [
    mount({ destination: '/data', type: 'volume', source: 'notes' }),
    'The container `web` has the volume `notes` at `/data`',
    MET,
  ],
  [mount({ destination: '/scratch', type: 'tmpfs' }), 'The container `web` has a tmpfs at `/scratch`', MET],
  [
    mount({ destination: '/scratch', type: 'bind' }),
    'The container `web` has a bind mount at `/scratch`',
    'a tmpfs is at `/scratch`',
  ],

  [file('/todo'), 'There is `/todo` in the volume `notes`', MET],
  [file('/gone'), 'There is `/gone` in the volume `notes`', 'it is not there yet'],
  [file('/todo', { absent: true }), 'There is no `/todo` in the volume `notes`', 'it is still there'],
  [file('/todo', { contains: ['milk', 'tea'] }), '`/todo` in the volume `notes` contains “milk” and “tea”', MET],
  [file('/todo', { contains: ['beer'] }), '`/todo` in the volume `notes` contains “beer”', 'it says “milk…”'],
  [file('/empty', { contains: ['beer'] }), '`/empty` in the volume `notes` contains “beer”', 'it is empty'],
  [file('/todo', { equals: 'milk\ntea' }), '`/todo` in the volume `notes` says exactly “milk…”', MET],
  [file('/todo', { equals: 'milk' }), '`/todo` in the volume `notes` says exactly “milk”', 'it says “milk…”'],
  [file('/sub', { contains: ['x'] }), '`/sub` in the volume `notes` contains “x”', 'it is a directory'],
  [file('/sub', { type: 'directory' }), 'There is a folder `/sub` in the volume `notes`', MET],
  [
    file('/sub', { mode: '1777', owner: 'learner' }),
    '`/sub` in the volume `notes` belongs to learner and has mode `1777`',
    MET,
  ],
  [
    file('/sub', { owner: '1000:1000' }),
    '`/sub` in the volume `notes` belongs to 1000:1000',
    'it belongs to 1000:1001',
  ],
  [file('/sub', { mode: '755' }), '`/sub` in the volume `notes` has mode `755`', 'its mode is `1777`'],
  [
    { kind: 'file', place: { volume: 'data' }, path: '/f' },
    'There is `/f` in the volume `data`',
    'there is no volume `data`',
  ],
  [{ kind: 'file', place: { volume: 'data' }, path: '/f', absent: true }, 'There is no `/f` in the volume `data`', MET],
  [
    { kind: 'file', place: { container: 'web' }, path: '/app/page' },
    'There is `/app/page` in the container `web`',
    MET,
  ],

  [
    host('~/backup.tar.gz', { tarHas: ['./todo', 'sub/deep'] }),
    '`~/backup.tar.gz` on the host is an archive with `./todo` and `sub/deep`',
    MET,
  ],
  [host('~/backup.tar', { tarHas: ['**/deep'] }), '`~/backup.tar` on the host is an archive with `deep`', MET],
  [
    host('~/backup.tar', { tarHas: ['deep'] }),
    '`~/backup.tar` on the host is an archive with `deep`',
    'the archive has no `deep`; it has `todo`, `sub/deep`',
  ],
  [
    host('~/broken.tar.gz', { tarHas: ['x'] }),
    '`~/broken.tar.gz` on the host is an archive with `x`',
    'it is not a tar archive',
  ],
  [{ ...file('/todo'), say: 'The list is written.' }, 'The list is written', MET],
])('%j', async (check, goal, seen) => {
  expect(await evaluate(check, COMPUTER)).toEqual({ met: seen === MET, goal, seen });
});

test('of one answer the first that holds is right, of many each', async () => {
  const options = [file('/gone'), file('/todo'), file('/empty')].map((when) => ({ text: '', when }));
  expect(await rightOptions({ question: '', options }, COMPUTER)).toEqual([1]);
  expect(await rightOptions({ question: '', many: true, options }, COMPUTER)).toEqual([1, 2]);
});

test('several stand beside each other', async () => {
  const results = await evaluateAll([file('/todo'), file('/gone')], COMPUTER);
  expect(results.map(({ met }) => met)).toEqual([true, false]);
});
