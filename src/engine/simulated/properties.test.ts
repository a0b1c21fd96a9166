import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Ino, isErrno, ROOT } from '../../fs/index.ts';
import { DockerError } from '../errors.ts';
import { command, reload, type TestHost, testHost } from './testing.ts';

/*
 * What always holds, whatever is done in whichever order: random sequences of calls on few names, so that they meet.
 */

const SEED = 20261124;
const WALKER = { cwd: '/', credentials: ROOT };
const NAMES = ['c1', 'c2', 'c3'];
const VOLUMES = ['v1', 'v2'];

const name = fc.constantFrom(...NAMES);
const bind = fc
  .tuple(fc.constantFrom(...VOLUMES, '/tmp/host', ''), fc.constantFrom('/data', '/other'), fc.constantFrom('', ':ro'))
  .map(([source, target, mode]) => (source === '' ? undefined : `${source}:${target}${mode}`));

const call = fc.oneof(
  fc.record({
    kind: fc.constant('create' as const),
    name,
    binds: fc.array(bind, { maxLength: 2 }),
    write: fc.constantFrom('/data/f', '/other/f', '/f'),
    autoRemove: fc.boolean(),
    anonymous: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom(
      'start' as const,
      'stop' as const,
      'kill' as const,
      'pause' as const,
      'unpause' as const,
      'restart' as const,
    ),
    name,
  }),
  fc.record({ kind: fc.constant('remove' as const), name, force: fc.boolean(), volumes: fc.boolean() }),
  fc.record({ kind: fc.constant('volume' as const), volume: fc.constantFrom(...VOLUMES), remove: fc.boolean() }),
  fc.record({ kind: fc.constant('prune' as const), all: fc.boolean() }),
  fc.constant({ kind: 'reload' as const }),
);

/** Does it; a refusal in Docker's words is fine, anything else isn't. */
function attempt(host: TestHost, step: typeof call extends fc.Arbitrary<infer Step> ? Step : never): string {
  const { engine, run } = host;
  try {
    switch (step.kind) {
      case 'create': {
        const Config = {
          Image: 'busybox',
          Cmd: command(['write', step.write, step.name]),
          ...(step.anonymous ? { Volumes: { '/anon': {} } } : {}),
        };
        const HostConfig = { Binds: step.binds.filter((text) => text !== undefined), AutoRemove: step.autoRemove };
        run(engine.containerCreate(step.name, { Config, HostConfig }));
        break;
      }
      case 'start':
        run(engine.containerStart(step.name));
        break;
      case 'stop':
        run(engine.containerStop(step.name, { timeout: 1 }));
        break;
      case 'kill':
        run(engine.containerKill(step.name, 'KILL'));
        break;
      case 'pause':
        run(engine.containerPause(step.name));
        break;
      case 'unpause':
        run(engine.containerUnpause(step.name));
        break;
      case 'restart':
        run(engine.containerRestart(step.name, { timeout: 1 }));
        break;
      case 'remove':
        run(engine.containerRemove(step.name, step));
        break;
      case 'volume':
        if (step.remove) run(engine.volumeRemove(step.volume, false));
        else run(engine.volumeCreate({ Name: step.volume }));
        break;
      case 'prune':
        run(engine.volumePrune(step.all ? { all: ['1'] } : {}));
        break;
      case 'reload':
        reload(host);
        break;
    }
    return '';
  } catch (error) {
    if (error instanceof DockerError) return error.message;
    throw error;
  }
}

const exists = (host: TestHost, path: string): boolean => {
  try {
    host.host.stat(path, WALKER);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
};

/** What must hold between two calls. */
function checkInvariants(host: TestHost): void {
  const { engine, run } = host;
  const containers = run(engine.containerList({ all: true, filters: {} }));
  const volumes = run(engine.volumeList({}));
  const used = new Set(containers.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => (Name ? [Name] : []))));
  // A volume that a container has is there, on the list and on the disk.
  for (const volume of used) expect(volumes.map(({ Name }) => Name)).toContain(volume);
  for (const { Mountpoint } of volumes) expect(exists(host, Mountpoint)).toBe(true);
  expect(
    run(engine.volumeList({ dangling: ['false'] }))
      .map(({ Name }) => Name)
      .sort(),
  ).toEqual([...used].sort());
  // A referenced volume can't be removed.
  for (const volume of used)
    expect(() => run(engine.volumeRemove(volume, true))).toThrow(`remove ${volume}: volume is in use - [`);
  // Nothing is left of containers that are gone.
  const ids = new Set(containers.map(({ Id }) => Id));
  for (const { name: folder } of host.host.readdir('/var/lib/docker/containers', WALKER)) expect(ids).toContain(folder);
  expect(host.vfs.ids.filter((fs) => fs.startsWith('overlay:'))).toHaveLength(containers.length);
  expect(new Set(containers.map(({ Names }) => Names[0])).size).toBe(containers.length);
  expect(host.kernel.faults).toEqual([]);
}

test('whatever is done, in whichever order', () => {
  fc.assert(
    fc.property(fc.array(call, { minLength: 5, maxLength: 25 }), (steps) => {
      const host = testHost();
      for (const step of steps) {
        attempt(host, step);
        checkInvariants(host);
      }
      const saved = structuredClone(host.engine.save());
      reload(host);
      expect(host.engine.save()).toEqual(saved);
    }),
    { seed: SEED, numRuns: 40 },
  );
}, 60_000);

test('named-volume data survives its containers; an anonymous volume goes with rm -v', () => {
  fc.assert(
    fc.property(fc.constantFrom('rm', 'rm -v', 'rm -f', '--rm'), fc.string({ maxLength: 20 }), (how, text) => {
      const host = testHost();
      const { id } = host.docker('busybox', ['write', '/data/f', text], {
        Binds: ['kept:/data'],
        AutoRemove: how === '--rm',
        config: { Volumes: { '/anon': {} } },
      });
      if (how !== '--rm')
        host.run(host.engine.containerRemove(id, { force: how === 'rm -f', volumes: how === 'rm -v' }));
      expect(host.read('/var/lib/docker/volumes/kept/_data/f')).toBe(`${text}\n`);
      expect(host.run(host.engine.volumeList({}))).toHaveLength(how === 'rm -v' || how === '--rm' ? 1 : 2);
    }),
    { seed: SEED, numRuns: 30 },
  );
}, 60_000);

test('a bind write is visible on both sides; :ro never changes its source', () => {
  /** The whole of a tree, without access times. */
  const tree = (host: TestHost, path: string): unknown => {
    const { fs, ino } = host.host.at(host.host.resolve(path, WALKER));
    const describe = (at: Ino): unknown => {
      const { atime: _, ...stat } = fs.stat(at);
      if (stat.type === 'file') return [stat, [...fs.read(at, 0, stat.size)]];
      if (stat.type !== 'directory') return stat;
      return [stat, fs.readdir(at).map((entry) => [entry.name, describe(entry.ino)])];
    };
    return describe(ino);
  };
  const act = fc.constantFrom(
    ['write', '/b/f', 'changed'],
    ['write', '/b/new', 'x'],
    ['rm', '/b/f'],
    ['mkdir', '/b/d'],
    ['write', '/b/sub/g', 'y'],
  );
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 4 }), fc.boolean(), (acts, readonly) => {
      const host = testHost();
      host.host.create('/tmp/sub', { type: 'directory', mode: 0o755 }, WALKER);
      host.write('/tmp/f', 'from the host');
      const before = tree(host, '/tmp');
      for (const args of acts) host.docker('busybox', args, { Binds: [`/tmp:/b${readonly ? ':ro' : ''}`] });
      if (readonly) expect(tree(host, '/tmp')).toEqual(before);
      const inside = host.docker('busybox', ['ls', '/b'], { Binds: ['/tmp:/b:ro'] }).stdout;
      const outside = host.host.readdir('/tmp', WALKER).map((entry) => `${entry.name}\n`);
      expect(inside).toBe(outside.sort().join(''));
    }),
    { seed: SEED, numRuns: 40 },
  );
}, 60_000);
