import { describe, expect, test } from 'vitest';
import { testHost } from './testing.ts';

const said = (call: () => unknown): string => {
  try {
    call();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('names', () => {
  const host = testHost();
  const create = (Name: string) => said(() => host.run(host.engine.volumeCreate({ Name })));
  const invalid = (name: string) =>
    `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" ` +
    'are allowed. If you intended to pass a host directory, use absolute path';
  test.each(['ab', 'UPPER.case_1-2', '9lives', 'a.b'])('%s is one', (name) => expect(create(name)).toBe(''));
  test.each(['my vol', 'my/vol', '-x', '.hidden', '_under', 'ünï', 'a:b', '$PWD/x'])('%s is none', (name) =>
    expect(create(name)).toBe(invalid(name)),
  );
  test('one letter', () =>
    expect(create('v')).toBe(
      'create v: volume name is too short, names should be at least two alphanumeric characters',
    ));
});

test.each([
  [{ foo: 'bar' }, 'invalid option: "foo"'],
  [{ type: 'tmpfs' }, 'missing required option: "device"'],
  [{ device: '/x' }, 'missing required option: "type"'],
  [{ o: 'bind' }, 'missing required option: "device"'],
  [{ size: '10m' }, 'quota size requested but no quota support'],
])('options %j', (DriverOpts, why) => {
  const host = testHost();
  expect(said(() => host.run(host.engine.volumeCreate({ Name: 'opts', DriverOpts })))).toBe(`create opts: ${why}`);
});

test('a volume is a folder of the host', () => {
  const host = testHost();
  expect(host.run(host.engine.volumeCreate({ Name: 'data', Labels: { b: '2', a: '' } }))).toMatchObject({
    Driver: 'local',
    Labels: { a: '', b: '2' },
    Mountpoint: '/var/lib/docker/volumes/data/_data',
    Options: null,
    Scope: 'local',
  });
  expect(host.docker('busybox', ['write', '/data/f', 'hi'], { Binds: ['data:/data'] }).exit).toBe(0);
  expect(host.read('/var/lib/docker/volumes/data/_data/f')).toBe('hi\n');
  // Created again, nothing changes.
  expect(host.run(host.engine.volumeCreate({ Name: 'data', Labels: { c: '' } })).Labels).toEqual({ a: '', b: '2' });
});

test('in use, by a stopped container too', () => {
  const host = testHost();
  const { id } = host.docker('busybox', ['true'], { Binds: ['data:/data'] });
  expect(said(() => host.run(host.engine.volumeRemove('data', true)))).toBe(`remove data: volume is in use - [${id}]`);
  host.run(host.engine.containerRemove(id, { force: false, volumes: true }));
  host.run(host.engine.volumeRemove('data', false));
  expect(said(() => host.run(host.engine.volumeRemove('data', false)))).toBe('get data: no such volume');
  host.run(host.engine.volumeRemove('data', true));
});

test('filters and prune', () => {
  const host = testHost();
  const { engine, run } = host;
  run(engine.volumeCreate({ Name: 'lonely', Labels: { keep: 'yes' } }));
  run(engine.volumeCreate({}));
  run(engine.volumeCreate({ Name: 'ram', DriverOpts: { type: 'tmpfs', device: 'tmpfs' } }));
  host.docker('busybox', ['true'], { Binds: ['used:/d'] });
  const names = (filters: Record<string, string[]>) =>
    run(engine.volumeList(filters))
      .map(({ Name }) => (Name.length === 64 ? 'anonymous' : Name))
      .join(' ');
  expect(names({})).toBe('lonely anonymous ram used');
  expect(names({ dangling: ['false'] })).toBe('used');
  expect(names({ dangling: ['1'] })).toBe('lonely anonymous ram');
  expect(names({ name: ['one', 'use'] })).toBe('lonely used');
  expect(names({ label: ['keep=yes'] })).toBe('lonely');
  expect(said(() => names({ dangling: ['maybe'] }))).toBe("invalid filter 'dangling=[maybe]'");
  expect(said(() => names({ dangling: ['true', 'false'] }))).toBe("invalid filter 'dangling=[false true]'");
  expect(said(() => names({ x: ['1'] }))).toBe("invalid filter 'x'");
  expect(run(engine.volumePrune({})).Deleted).toHaveLength(1);
  expect(run(engine.volumePrune({ all: ['1'], 'label!': ['keep'] })).Deleted).toEqual([]);
  expect(run(engine.volumePrune({ all: ['1'] })).Deleted).toEqual(['lonely']);
  expect(names({})).toBe('ram used');
});

test('a tmpfs volume is emptied when nobody uses it', () => {
  const host = testHost();
  const { engine, run } = host;
  run(engine.volumeCreate({ Name: 'ram', DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m,uid=1000' } }));
  const Binds = ['ram:/r'];
  const { Id } = run(
    engine.containerCreate('holder', { Config: { Image: 'busybox', Cmd: ['sleep', '100'] }, HostConfig: { Binds } }),
  );
  run(engine.containerStart(Id));
  host.docker('busybox', ['write', '/r/f', 'kept'], { Binds });
  expect(host.docker('busybox', ['cat', '/r/f'], { Binds }).stdout).toBe('kept\n');
  run(engine.containerRemove(Id, { force: true, volumes: false }));
  expect(host.docker('busybox', ['ls', '/r'], { Binds }).stdout).toBe('');
  expect(host.host.mounts.map(({ path }) => path)).not.toContain('/var/lib/docker/volumes/ram/_data');
});

test('a volume that is a bind', () => {
  const host = testHost();
  const { engine, run } = host;
  const bind = (Name: string, device: string) =>
    run(engine.volumeCreate({ Name, DriverOpts: { type: 'none', o: 'bind', device } }));
  host.write('/tmp/f', 'from-host');
  bind('linked', '/tmp');
  host.docker('busybox', ['write', '/d/g', 'from-container'], { Binds: ['linked:/d'] });
  expect(host.read('/tmp/g')).toBe('from-container\n');
  bind('broken', '/root/missing');
  expect(said(() => host.docker('busybox', ['ls', '/d'], { Binds: ['broken:/d'] }))).toBe(
    "error while mounting volume '/var/lib/docker/volumes/broken/_data': failed to mount local volume: " +
      'mount /root/missing:/var/lib/docker/volumes/broken/_data, flags: 0x1000: no such file or directory',
  );
  // Mounted only at the start, for the image has nothing to copy there: the container stays.
  expect(run(engine.containerList({ all: true, filters: {} }))).toHaveLength(2);
  expect(said(() => host.docker('busybox', ['ls'], { Binds: ['broken:/etc'] }))).toMatch(
    /^failed to populate volume: error while mounting volume/,
  );
  expect(run(engine.containerList({ all: true, filters: {} }))).toHaveLength(2);
});
