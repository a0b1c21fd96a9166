import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../fs/index.ts';
import type { HostConfig } from '../../api.ts';
import { command, type TestHost, testHost } from '../testing.ts';
import { packTar, unpackTar } from './tar.ts';

const WALKER = { cwd: '/', credentials: ROOT };

const said = (call: () => unknown): string => {
  try {
    call();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

function box(host: TestHost, HostConfig: HostConfig = {}) {
  const request = { Config: { Image: 'busybox', Cmd: command(['sleep', '1000']) }, HostConfig };
  return host.run(host.engine.containerCreate('box', request)).Id;
}

const names = (tar: Uint8Array) =>
  unpackTar(tar).map(({ name, linkname }) => (linkname ? `${name} -> ${linkname}` : name));

/** Go's os.FileMode bits. */
const DIR = 2 ** 31;
const LINK = 2 ** 27;

describe('looking', () => {
  const host = testHost();
  box(host, { Binds: ['v1:/data', '/tmp:/b:ro'] });
  const { engine, run } = host;
  host.write('/tmp/g', 'y\n');

  test.each([
    ['/etc/passwd', { name: 'passwd', size: 75, mode: 0o644, linkTarget: '' }],
    ['etc/passwd', { name: 'passwd', size: 75 }],
    ['/etc', { name: 'etc', mode: DIR + 0o755 }],
    ['/etc/', { name: 'etc', mode: DIR + 0o755 }],
    ['/', { name: '/', mode: DIR + 0o755 }],
    ['/bin/ls', { name: 'ls', size: 7, mode: LINK + 0o777, linkTarget: '/bin/busybox' }],
    ['/etc/mtab', { name: 'mtab', size: 12, linkTarget: '/proc/mounts' }],
    ['/tmp', { name: 'tmp', mode: DIR + 2 ** 20 + 0o777 }],
    ['/b/g', { name: 'g', size: 2, mode: 0o644 }],
    ['/data', { name: 'data', mode: DIR + 0o755 }],
  ])('stat %s', (path, stat) => expect(run(engine.archiveStat('box', path))).toMatchObject(stat));

  test.each([
    ['/nosuch', 'Could not find the file /nosuch in container box'],
    ['', 'bad parameter: pathcannot be empty'],
  ])('stat %j', (path, message) => expect(said(() => run(engine.archiveStat('box', path)))).toBe(message));

  test.each([
    ['/etc/passwd', ['passwd']],
    ['/bin/ls', ['ls -> busybox']],
    ['/data', ['data/']],
    ['/data/', ['data/']],
    ['/data/.', ['./']],
    ['/b', ['b/', 'b/g']],
    [
      '/etc',
      [
        'etc/',
        'etc/group',
        'etc/hostname',
        'etc/hosts',
        'etc/mtab -> /proc/mounts',
        'etc/passwd',
        'etc/resolv.conf',
        'etc/shadow',
      ],
    ],
  ])('get %s', (path, members) => expect(names(run(engine.archiveGet('box', path)).tar)).toEqual(members));
});

describe('putting', () => {
  const file = {
    name: 'f',
    type: 'file',
    mode: 0o600,
    uid: 1234,
    gid: 5,
    mtime: 1.6e12,
    data: new Uint8Array([120]),
  } as const;
  const plain = { noOverwriteDirNonDir: false, copyUIDGID: false };

  test('into a volume of a container that does not run: owner, mode and time are the archive’s', () => {
    const host = testHost();
    box(host, { Binds: ['v1:/data'] });
    host.run(host.engine.archivePut('box', '/data', packTar([file]), plain));
    expect(host.host.stat('/var/lib/docker/volumes/v1/_data/f', WALKER)).toMatchObject({
      mode: 0o600,
      uid: 1234,
      gid: 5,
      size: 1,
      mtime: 1.6e12,
    });
  });

  test('-a: to the container’s user', () => {
    const host = testHost();
    const request = { Config: { Image: 'busybox', Cmd: ['sh'], User: '1000' }, HostConfig: { Binds: ['v1:/data'] } };
    host.run(host.engine.containerCreate('box', request));
    host.run(host.engine.archivePut('box', '/data', packTar([file]), { ...plain, copyUIDGID: true }));
    expect(host.host.stat('/var/lib/docker/volumes/v1/_data/f', WALKER)).toMatchObject({ uid: 1000, gid: 0 });
  });

  test.each<[string, HostConfig, string, readonly Parameters<typeof packTar>[0][number][], string]>([
    ['nowhere', {}, '/nosuch', [file], 'Could not find the file /nosuch in container box'],
    ['onto a file', {}, '/etc/passwd', [file], 'extraction point is not a directory'],
    ['read-only volume', { Binds: ['v1:/data:ro'] }, '/data', [file], 'mounted volume is marked read-only'],
    ['read-only root', { ReadonlyRootfs: true }, '/tmp', [file], 'container rootfs is marked read-only'],
    ['out of it', {}, '/tmp', [{ ...file, name: '../../evil' }], '"../../evil" is outside of "/"'],
  ])('%s', (_, options, path, entries, message) => {
    const host = testHost();
    box(host, options);
    expect(said(() => host.run(host.engine.archivePut('box', path, packTar(entries), plain)))).toBe(message);
  });

  test('a directory over a file, and the reverse', () => {
    const host = testHost();
    box(host);
    const careful = { ...plain, noOverwriteDirNonDir: true };
    const put = (name: string, type: 'directory' | 'file') =>
      said(() =>
        host.run(
          host.engine.archivePut(
            'box',
            '/',
            packTar([{ ...file, name, type, ...(type === 'file' ? {} : { data: undefined as never }) }]),
            careful,
          ),
        ),
      );
    expect(put('etc/passwd/', 'directory')).toBe('cannot overwrite non-directory "etc/passwd" with directory "/"');
    expect(put('etc', 'file')).toBe('cannot overwrite directory "etc" with non-directory "/"');
    expect(put('tmp/', 'directory')).toBe('');
  });
});

test('export has image and layer, and mount points without what is mounted', () => {
  const host = testHost();
  const { id } = host.docker('busybox', ['write', '/data/v', 'volume'], { Binds: ['data:/data'] });
  const tar = names(host.run(host.engine.containerExport(id)));
  expect(tar.filter((name) => /^(data|bin\/busybox|\.dockerenv)/.test(name))).toEqual([
    '.dockerenv',
    'bin/busybox',
    'data/',
  ]);
});

test('commit keeps the layer, not the volume', () => {
  const host = testHost();
  const { engine, run } = host;
  const { id } = host.docker('busybox', ['write', '/hello', 'layer'], { Binds: ['data:/data'] });
  const options = {
    reference: 'snap',
    comment: 'added hello',
    author: 'Ann',
    changes: ['CMD ["busybox","cat","/hello"]', 'ENV A=1'],
    pause: true,
  };
  const image = run(engine.containerCommit(id, options));
  expect(run(engine.imageInspect('snap'))).toMatchObject({
    Id: image,
    Author: 'Ann',
    Config: { Env: [expect.stringMatching(/^PATH=/), 'A=1'] },
  });
  expect(run(engine.imageHistory('snap')).map(({ CreatedBy, Comment }) => [CreatedBy, Comment])).toEqual([
    ['busybox write /hello layer', 'added hello'],
    ['', 'Imported from -'],
  ]);
  expect(host.docker('snap', ['cat', '/hello']).stdout).toBe('layer\n');
  expect(said(() => run(engine.imageRemove('snap', { force: false, prune: true })))).toMatch(
    /^conflict: unable to remove repository reference "snap" \(must force\) - container [0-9a-f]{12} is using its referenced image [0-9a-f]{12}$/,
  );
});
