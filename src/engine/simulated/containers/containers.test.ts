import { describe, expect, test } from 'vitest';
import type { Op } from '../../../os/index.ts';
import type { ContainerCreateRequest, HostConfig } from '../../api.ts';
import { command, reload, type TestHost, testHost } from '../testing.ts';

const said = (call: () => unknown): string => {
  try {
    call();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

const RUNC =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ' +
  'unable to start container process: error during container init: ';

function create(host: TestHost, name: string, args: readonly string[], more: Partial<ContainerCreateRequest> = {}) {
  const request = { HostConfig: {}, ...more, Config: { Image: 'busybox', Cmd: command(args), ...more.Config } };
  return host.run(host.engine.containerCreate(name, request)).Id;
}

function start(host: TestHost, name: string, args: readonly string[], HostConfig: HostConfig = {}) {
  const id = create(host, name, args, { HostConfig });
  host.run(host.engine.containerStart(id));
  return id;
}

const state = (host: TestHost, name: string) => {
  const { Status, ExitCode } = host.run(host.engine.containerInspect(name)).State;
  return `${Status} ${ExitCode}`;
};

const statusOf = (host: TestHost, name: string) =>
  host.run(host.engine.containerList({ all: true, filters: { name: [`^${name}$`] } }))[0]?.Status;

const layerIds = (text: string) => text.replace(/overlay2\/[0-9a-f]{64}/g, 'overlay2/LAYER');

describe('how it ends', () => {
  const host = testHost();
  test.each([
    [['true'], 'exited 0'],
    [['false'], 'exited 1'],
    [['exit', '42'], 'exited 42'],
  ] as const)('%j', (args, ended) => {
    const { id } = host.docker('busybox', args);
    expect(state(host, id)).toBe(ended);
  });

  test.each([
    [['nosuchcmd'], 'exec: "nosuchcmd": executable file not found in $PATH', 127],
    [['/etc'], 'exec: "/etc": is a directory: permission denied', 126],
    [['/etc/passwd'], 'exec: "/etc/passwd": permission denied', 126],
    [['/nosuch'], 'exec: "/nosuch": stat /nosuch: no such file or directory', 127],
    [[''], 'exec: "": executable file not found in $PATH', 127],
  ] as const)('%j does not start', (args, why, code) => {
    const name = `fails${code}${args[0]!.length}`;
    expect(said(() => host.docker('busybox', args, { name }))).toBe(RUNC + why);
    expect(state(host, name)).toBe(`created ${code}`);
    expect(host.run(host.engine.containerInspect(name)).State.Error).toBe(RUNC + why);
  });

  test('a script without its interpreter starts, and says so', () => {
    host.write('/tmp/script', '#!/no/such\n');
    host.host.setattr('/tmp/script', { mode: 0o755 }, { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } });
    const { stderr, exit } = host.docker('busybox', ['/s/script'], { Binds: ['/tmp:/s'] });
    expect([stderr, exit]).toEqual(['exec /s/script: no such file or directory\n', 255]);
  });
});

test.each([
  ['', '0:0:0 /root / '],
  ['1000', '1000:0:0 / / '],
  ['1000:2000', '1000:2000:2000 / / '],
  ['nobody', '65534:65534:65534 /home / '],
  ['0:nobody', '0:65534:65534 /root / '],
  [':', '0:0:0 /root / '],
  ['nosuch', 'unable to find user nosuch: no matching entries in passwd file'],
  ['1000:nosuch', 'unable to find group nosuch: no matching entries in group file'],
  ['1000:1000:1', 'unable to find group 1000:1: no matching entries in group file'],
  ['-1', 'uids and gids must be in range 0-2147483647'],
])('--user %s', (User, means) => {
  const host = testHost();
  let printed = '';
  const error = said(() => {
    printed = host.docker('busybox', ['id'], { config: { User } }).stdout;
  });
  expect(error || printed).toMatch(new RegExp(`^${means.replaceAll('/', '\\/')}`));
});

describe('names and ids', () => {
  const host = testHost();
  const id = create(host, 'box', ['true']);
  const invalid = (name: string) => `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`;
  test.each(['bad name', 'x', '-x', '_x'])('%s is no name', (name) =>
    expect(said(() => create(host, name, ['true']))).toBe(invalid(name)),
  );
  test('taken', () =>
    expect(said(() => create(host, 'box', ['true']))).toBe(
      `Conflict. The container name "/box" is already in use by container "${id}". ` +
        'You have to remove (or rename) that container to be able to reuse that name.',
    ));
  test('found by name, id and the beginning of an id', () => {
    for (const name of ['box', '/box', id, id.slice(0, 12), id.slice(0, 4)])
      expect(host.run(host.engine.containerInspect(name)).Id).toBe(id);
    expect(said(() => host.run(host.engine.containerInspect('bo')))).toBe('No such container: bo');
  });
  test('renamed', () => {
    create(host, 'other', ['true']);
    const rename = (name: string) => said(() => host.run(host.engine.containerRename('box', name)));
    expect(rename('box')).toBe('Renaming a container with the same name as its current name');
    expect(rename('bad name')).toBe(`Error when allocating new name: ${invalid('/bad name').replace('//', '/')}`);
    expect(rename('other')).toMatch(
      /^Error when allocating new name: Conflict. The container name "\/other" is already/,
    );
    expect(rename('done')).toBe('');
    expect(said(() => create(host, 'box', ['true']))).toBe('');
  });
});

describe('what is allowed in which state', () => {
  const host = testHost();
  const { engine, run } = host;
  const up = start(host, 'up', ['sleep', '1000']);
  const paused = start(host, 'paused', ['sleep', '1000']);
  run(engine.containerPause('paused'));
  const fresh = create(host, 'fresh', ['true']);
  const never = { force: false, volumes: false };
  test.each([
    ['start', 'up', 'container already started'],
    ['start', 'paused', 'cannot start a paused container, try unpause instead'],
    ['pause', 'paused', `Container ${paused} is already paused`],
    ['pause', 'fresh', `container ${fresh} is not running`],
    ['unpause', 'up', `Container ${up} is not paused`],
    ['unpause', 'fresh', `Container ${fresh} is not paused`],
    ['kill', 'fresh', `cannot kill container: fresh: container ${fresh} is not running`],
    ['bogus', 'up', 'cannot kill container: up: invalid signal: BOGUS'],
    ['stop', 'fresh', 'container already stopped'],
    ['exec', 'fresh', `container ${fresh} is not running`],
    ['exec', 'paused', 'Container paused is paused, unpause the container before exec'],
    ['top', 'fresh', `container ${fresh} is not running`],
    [
      'rm',
      'up',
      'cannot remove container "up": container is running: stop the container before removing or force remove',
    ],
    ['rm', 'paused', 'cannot remove container "paused": container is paused and must be unpaused first'],
    ['rm', 'nosuch', 'No such container: nosuch'],
  ])('%s %s', (verb, name, message) => {
    const verbs = {
      start: () => engine.containerStart(name),
      pause: () => engine.containerPause(name),
      unpause: () => engine.containerUnpause(name),
      kill: () => engine.containerKill(name, 'KILL'),
      bogus: () => engine.containerKill(name, 'BOGUS'),
      stop: () => engine.containerStop(name, {}),
      exec: () =>
        engine.execCreate(name, {
          AttachStdin: false,
          AttachStdout: true,
          AttachStderr: true,
          Tty: false,
          Cmd: ['ls'],
        }),
      top: () => engine.containerTop(name),
      rm: () => engine.containerRemove(name, never),
    };
    expect(said(() => run<unknown>(verbs[verb as keyof typeof verbs]()))).toBe(message);
  });
  test('a pause holds it, and what it says', () => {
    expect(statusOf(host, 'paused')).toMatch(/^Up .* \(Paused\)$/);
    expect(host.kernel.processes(run(engine.containerInspect('paused')).State.Pid)).toHaveLength(1);
  });
});

describe('stop', () => {
  const host = testHost();
  const { engine, run } = host;
  test('politely', () => {
    start(host, 'polite', ['polite']);
    host.pass(100);
    run(engine.containerStop('polite', { timeout: 2 }));
    expect(state(host, 'polite')).toBe('exited 0');
    const log = run(engine.containerLogs('polite', { stdout: true, stderr: true }));
    expect(log.map(({ data }) => new TextDecoder().decode(data))).toEqual(['ready\n', 'bye\n']);
  });
  test('by force, when the time is over: process 1 has no default for TERM', () => {
    start(host, 'stubborn', ['sleep', '1000']);
    const before = host.kernel.uptime();
    run(engine.containerStop('stubborn', { timeout: 2 }));
    expect(state(host, 'stubborn')).toBe('exited 137');
    expect(Math.round((host.kernel.uptime() - before) / 1000)).toBe(2);
  });
  test('a paused one', () => {
    start(host, 'frozen', ['polite']);
    run(engine.containerPause('frozen'));
    run(engine.containerStop('frozen', { timeout: 5 }));
    expect(state(host, 'frozen')).toMatch(/^exited/);
  });
  test('restart', () => {
    start(host, 'again', ['sleep', '1000']);
    const { Pid } = run(engine.containerInspect('again')).State;
    run(engine.containerRestart('again', { timeout: 0 }));
    const after = run(engine.containerInspect('again')).State;
    expect([after.Status, after.Pid === Pid]).toEqual(['running', false]);
    run(engine.containerRemove('again', { force: true, volumes: false }));
    expect(said(() => run(engine.containerInspect('again')))).toBe('No such container: again');
  });
});

describe('restart policies', () => {
  test('always, with growing delays, until a person stops it', () => {
    const host = testHost();
    start(host, 'loop', ['false'], { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } });
    host.pass(50);
    expect(statusOf(host, 'loop')).toBe('Restarting (1) Less than a second ago');
    host.pass(2000);
    expect(host.run(host.engine.containerInspect('loop')).RestartCount).toBe(4);
    host.run(host.engine.containerStop('loop', {}));
    host.pass(100_000);
    expect(state(host, 'loop')).toBe('exited 1');
    expect(host.run(host.engine.containerInspect('loop')).RestartCount).toBe(4);
  });
  test('on-failure:2', () => {
    const host = testHost();
    start(host, 'twice', ['false'], { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 } });
    host.pass(60_000);
    expect(host.run(host.engine.containerInspect('twice'))).toMatchObject({
      RestartCount: 2,
      State: { Status: 'exited', ExitCode: 1 },
    });
  });
  test.each([
    [
      { Name: 'bogus', MaximumRetryCount: 0 },
      "unknown policy 'bogus'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'",
    ],
    [{ Name: 'always', MaximumRetryCount: 3 }, "maximum retry count can only be used with 'on-failure'"],
    [{ Name: 'on-failure', MaximumRetryCount: -1 }, 'maximum retry count cannot be negative'],
  ])('%j', (RestartPolicy, why) => {
    expect(said(() => create(testHost(), '', ['true'], { HostConfig: { RestartPolicy } }))).toBe(
      `invalid restart policy: ${why}`,
    );
  });
});

test('--rm removes the container and its anonymous volumes; its exit code can still be asked for', () => {
  const host = testHost();
  const { exit, id } = host.docker('busybox', ['exit', '3'], {
    AutoRemove: true,
    Binds: ['named:/n'],
    config: { Volumes: { '/anon': {} } },
  });
  expect(exit).toBe(3);
  expect(said(() => host.run(host.engine.containerInspect(id)))).toBe(`No such container: ${id}`);
  expect(host.run(host.engine.volumeList({})).map(({ Name }) => Name)).toEqual(['named']);
});

describe('mounts', () => {
  const seed = (host: TestHost, options: Parameters<TestHost['docker']>[2]) =>
    host.docker('volimg', ['ls', '/data'], options).stdout;

  test('an empty volume is filled from the image; a bind, a tmpfs and nocopy are not', () => {
    const host = testHost();
    host.host.create(
      '/tmp/b',
      { type: 'directory', mode: 0o755 },
      { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } },
    );
    expect(seed(host, {})).toBe('seed.txt\n');
    expect(seed(host, { Binds: ['v1:/data'] })).toBe('seed.txt\n');
    expect(seed(host, { Binds: ['v2:/data:ro'] })).toBe('seed.txt\n');
    expect(seed(host, { Binds: ['v3:/data:nocopy'] })).toBe('');
    expect(seed(host, { Binds: ['v3:/data'] })).toBe('seed.txt\n');
    expect(seed(host, { Binds: ['/tmp/b:/data'] })).toBe('');
    expect(seed(host, { Tmpfs: { '/data': '' } })).toBe('');
    expect(host.read('/var/lib/docker/volumes/v1/_data/seed.txt')).toBe('seed\n');
  });

  test('volumes-from: the last wins, -v and --mount override, read-only stays', () => {
    const host = testHost();
    const write = (name: string) =>
      host.docker('busybox', ['write', '/data/who', name], { name, config: { Volumes: { '/data': {} } } });
    write('p1');
    write('p2');
    const who = (options: HostConfig) => host.docker('busybox', ['ls', '/data'], options);
    const cat = (options: HostConfig) => host.docker('busybox', ['cat', '/data/who'], options).stdout;
    expect(cat({ VolumesFrom: ['p1', 'p2'] })).toBe('p2\n');
    expect(cat({ VolumesFrom: ['p2', 'p1'] })).toBe('p1\n');
    expect(who({ VolumesFrom: ['p1'], Binds: ['mine:/data'] }).stdout).toBe('');
    create(host, 'ro', ['true'], { HostConfig: { Binds: ['mine:/data:ro'] } });
    expect(host.docker('busybox', ['write', '/data/x', 'y'], { VolumesFrom: ['ro:rw'] })).toMatchObject({ exit: 1 });
    expect(said(() => who({ VolumesFrom: ['nosuch'] }))).toBe('No such container: nosuch');
  });

  test.each<[string, HostConfig, string]>([
    ['twice', { Binds: ['va:/d', 'vb:/d'] }, 'Duplicate mount point: /d'],
    ['with a bind', { Binds: ['va:/d', '/tmp:/d/'] }, 'Duplicate mount point: /d'],
    [
      'with --mount',
      { Binds: ['va:/d'], Mounts: [{ Type: 'volume', Source: 'va', Target: '/d' }] },
      'Duplicate mount point: /d',
    ],
    ['with --tmpfs', { Binds: ['va:/d'], Tmpfs: { '/d': '' } }, 'Duplicate mount point: /d'],
    [
      'on a file',
      { Binds: ['va:/etc/passwd'] },
      'source /var/lib/docker/overlay2/LAYER/merged/etc/passwd is not directory',
    ],
    [
      'below a file',
      { Binds: ['va:/etc/passwd/x'] },
      'lstat /var/lib/docker/overlay2/LAYER/merged/etc/passwd/x: not a directory',
    ],
    [
      'with an unknown driver',
      { Binds: ['va:/d'], VolumeDriver: 'nosuch' },
      'create va: error looking up volume plugin nosuch: plugin "nosuch" not found',
    ],
  ])('a volume %s', (_, options, message) => {
    const host = testHost();
    expect(layerIds(said(() => create(host, 'c1', ['true'], { HostConfig: options })))).toBe(message);
    expect(host.run(host.engine.containerList({ all: true, filters: {} }))).toEqual([]);
    expect(host.run(host.engine.volumeList({ dangling: ['false'] }))).toEqual([]);
  });

  const bad = (source: string, target: string, why: string) =>
    `${RUNC}error mounting "${source}" to rootfs at "${target}": ${why}`;
  const mismatch =
    'not a directory: Are you trying to mount a directory onto a file (or vice-versa)? ' +
    'Check if the specified host path exists and is the expected type';
  test.each<[readonly string[], string]>([
    [
      ['/tmp:/etc/passwd'],
      bad(
        '/tmp',
        '/etc/passwd',
        `mount src=/tmp, dst=/etc/passwd, dstFd=/proc/thread-self/fd/14, flags=MS_BIND|MS_REC: ${mismatch}`,
      ),
    ],
    [
      ['/etc/hostname:/etc'],
      bad(
        '/etc/hostname',
        '/etc',
        `mount src=/etc/hostname, dst=/etc, dstFd=/proc/thread-self/fd/14, flags=MS_BIND|MS_REC: ${mismatch}`,
      ),
    ],
    [
      ['/tmp:/etc/passwd/x'],
      bad(
        '/tmp',
        '/etc/passwd/x',
        `create mountpoint for /etc/passwd/x mount: lookup mountpoint target: securejoin.OpenInRoot /etc/passwd/x: openat2 /etc/passwd/x: ${mismatch}`,
      ),
    ],
    [
      ['/tmp:/e:ro', '/root:/e/k2'],
      bad(
        '/root',
        '/e/k2',
        'create mountpoint for /e/k2 mount: make mountpoint "/e/k2": mkdirat /var/lib/docker/overlay2/LAYER/merged/e/k2: read-only file system',
      ),
    ],
    [['/tmp:/dev'], `${RUNC}can't mask paths: open /dev/null: no such file or directory`],
    [['/etc/hostname/x:/d'], `${RUNC}failed to fulfil mount request: open /etc/hostname/x: ${mismatch}`],
  ])('%j does not start', (Binds, message) => {
    const host = testHost();
    expect(layerIds(said(() => start(host, 'c1', ['true'], { Binds })))).toBe(message);
    expect(state(host, 'c1')).toMatch(/^created/);
    host.run(host.engine.containerRemove('c1', { force: false, volumes: false }));
  });

  test('a missing source: -v makes it at start, --mount refuses at create', () => {
    const host = testHost();
    const id = create(host, 'c1', ['true'], { HostConfig: { Binds: ['/tmp/new/deep:/d'] } });
    expect(said(() => host.read('/tmp/new'))).toBe('No such file or directory');
    host.run(host.engine.containerStart(id));
    expect(host.host.stat('/tmp/new/deep', { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } }).mode).toBe(0o755);
    const Mounts = [{ Type: 'bind', Source: '/tmp/nosuch', Target: '/d' }];
    expect(said(() => create(host, 'c2', ['true'], { HostConfig: { Mounts } }))).toBe(
      'invalid mount config for type "bind": bind source path does not exist: /tmp/nosuch',
    );
  });

  test('the deeper mount lies in the higher one', () => {
    const host = testHost();
    host.docker('busybox', ['write', '/app/deps/f', 'x'], { Binds: ['deps:/app/deps', '/tmp:/app'] });
    expect(host.read('/var/lib/docker/volumes/deps/_data/f')).toBe('x\n');
    expect(said(() => host.read('/tmp/deps/f'))).toBe('No such file or directory');
    expect(
      host.host.readdir('/tmp', { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } }).map(({ name }) => name),
    ).toEqual(['deps']);
  });

  test('diff lists mount points; tmpfs is gone after a stop', () => {
    const host = testHost();
    const { engine, run } = host;
    const id = create(host, 'c1', ['write', '/scratch/f', 'x'], {
      HostConfig: { Binds: ['v1:/vol'], Tmpfs: { '/scratch': 'size=1m' } },
    });
    expect(run(engine.containerChanges(id))).toEqual([]);
    run(engine.containerStart(id));
    expect(run(engine.containerWait(id, 'not-running'))).toEqual({ StatusCode: 0 });
    expect(run(engine.containerChanges(id))).toEqual([
      { Path: '/scratch', Kind: 1 },
      { Path: '/vol', Kind: 1 },
    ]);
    expect(host.vfs.ids.filter((fs) => fs.includes(id))).toEqual([`overlay:${id}`]);
  });

  test('--read-only', () => {
    const host = testHost();
    const options = { ReadonlyRootfs: true, Binds: ['v1:/v'] };
    expect(host.docker('busybox', ['write', '/f', 'x'], options).exit).toBe(1);
    expect(host.docker('busybox', ['write', '/v/f', 'x'], options).exit).toBe(0);
  });
});

describe('exec', () => {
  const host = testHost();
  const { engine, run } = host;
  start(host, 'box', ['sleep', '1000']);
  const exec = (args: readonly string[], more: object = {}) => {
    const request = {
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
      Cmd: command(args),
      ...more,
    };
    const id = run(engine.execCreate('box', request));
    const stream = run(engine.execStart(id, { detach: false }));
    let [output, seen] = ['', 0];
    for (let chunk = run(engine.streamRead(stream, 0)); chunk; chunk = run(engine.streamRead(stream, seen))) {
      output += new TextDecoder().decode(chunk.data);
      seen += chunk.data.length;
    }
    return [output, run(engine.execInspect(id)).ExitCode];
  };
  test.each([
    [['echo', 'hi'], {}, 'hi\n', 0],
    [['exit', '9'], {}, '', 9],
    [['id'], { User: '1000', WorkingDir: '/tmp' }, /^1000:0:0 \/ \/tmp /, 0],
    [['env', 'A'], { Env: ['A=1'] }, '1\n', 0],
    [['tty'], { Tty: true }, 'true 80\r\n', 0],
    [['tty'], {}, 'false', 1],
    [
      ['nosuch'],
      {},
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH\r\n',
      127,
    ],
    [
      ['/etc'],
      {},
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "/etc": is a directory: permission denied\r\n',
      126,
    ],
    [
      ['pwd'],
      { WorkingDir: '/nosuch' },
      'OCI runtime exec failed: exec failed: unable to start container process: chdir to cwd ("/nosuch") set in config.json failed: no such file or directory\r\n',
      127,
    ],
    [['pwd'], { WorkingDir: 'rel' }, 'OCI runtime exec failed: exec failed: Cwd must be an absolute path\r\n', 128],
  ] as const)('%j %j', (args, more, output, code) => {
    const [printed, status] = exec(args, more);
    expect(status).toBe(code);
    if (code === 0 || code > 1) expect(printed).toMatch(output);
  });
  test('an unknown user', () =>
    expect(said(() => exec(['id'], { User: 'nosuch' }))).toBe(
      'unable to find user nosuch: no matching entries in passwd file',
    ));
});

test('standard input reaches the container, once', () => {
  const host = testHost();
  const { engine, run } = host;
  const Config = { OpenStdin: true, StdinOnce: true, AttachStdin: true };
  const id = create(host, 'in', ['cat'], { Config });
  const stream = run(engine.containerAttach(id, { stdin: true, stdout: true, stderr: true }));
  run(engine.containerStart(id));
  run(engine.streamWrite(stream, new TextEncoder().encode('typed'), 0));
  // A repeat of what was written is not written twice.
  run(engine.streamWrite(stream, new TextEncoder().encode('typed\n'), 0));
  run(engine.streamCloseInput(stream));
  expect(run(engine.containerWait(id, 'not-running'))).toEqual({ StatusCode: 0 });
  expect(new TextDecoder().decode(run(engine.streamRead(stream, 0))!.data)).toBe('typed\n');
  expect(new TextDecoder().decode(run(engine.streamRead(stream, 5))!.data)).toBe('\n');
  expect(run(engine.streamRead(stream, 6))).toBeUndefined();
});

test('published ports answer on the host, and are free again', () => {
  const host = testHost();
  const PortBindings = { '80/tcp': [{ HostIp: '', HostPort: '8080' }] };
  const id = start(host, 'web', ['serve', '80', 'hello'], { PortBindings });
  host.pass(10);
  const ask = () => {
    const connection = host.kernel.connect(8080);
    host.pass(10);
    return new TextDecoder().decode(host.kernel.read(connection));
  };
  expect(ask()).toBe('hello');
  expect(said(() => start(host, 'second', ['sleep', '1'], { PortBindings }))).toMatch(
    /^failed to set up container networking: driver failed programming external connectivity on endpoint second \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:8080 failed: port is already allocated$/,
  );
  const [summary] = host.run(host.engine.containerList({ all: false, filters: {} }));
  expect(summary?.Ports).toEqual([
    { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
    { IP: '::', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
  ]);
  host.run(host.engine.containerRemove(id, { force: true, volumes: false }));
  expect(said(ask)).toBe('Connection refused');
  host.run(host.engine.containerStart('second'));
});

test('health checks', () => {
  const host = testHost();
  const health = (Test: readonly string[], name: string) => {
    const Healthcheck = { Test, Interval: 1e9, Retries: 2 };
    const id = create(host, name, ['sleep', '1000'], { Config: { Healthcheck } });
    host.run(host.engine.containerStart(id));
  };
  health(['CMD', 'busybox', 'true'], 'well');
  health(['CMD', 'busybox', 'false'], 'ill');
  expect(statusOf(host, 'well')).toBe('Up Less than a second (health: starting)');
  host.pass(1200);
  expect(statusOf(host, 'well')).toBe('Up 1 second (healthy)');
  expect(statusOf(host, 'ill')).toBe('Up 1 second (health: starting)');
  host.pass(2000);
  expect(statusOf(host, 'ill')).toMatch(/^Up 3 seconds \(unhealthy\)$/);
});

test('save then load is identity, and the loaded engine goes on', () => {
  const host = testHost();
  start(host, 'box', ['sleep', '1000'], {
    Binds: ['data:/d'],
    RestartPolicy: { Name: 'always', MaximumRetryCount: 0 },
  });
  start(host, 'polite', ['polite']);
  host.pass(100);
  const before = structuredClone(host.engine.save());
  reload(host);
  expect(host.engine.save()).toEqual(before);
  host.run(host.engine.containerStop('polite', {}));
  expect(state(host, 'polite')).toBe('exited 0');
  expect(state(host, 'box')).toBe('running 0');
  expect(host.kernel.faults).toEqual([]);
});

describe('an operation that waits can be begun anew', () => {
  /** Begins an operation again and again, as a client does that only looks in. */
  const poll = <T>(host: TestHost, begin: () => Op<T>): T => {
    for (let i = 0; i < 100; i++) {
      const { done, value } = begin().next();
      if (done) return value;
      host.pass(100);
    }
    throw new Error('waits for ever');
  };
  const never = { force: true, volumes: false };

  test.each<[string, (host: TestHost, id: string) => Op<unknown>]>([
    ['rm -f', ({ engine }) => engine.containerRemove('box', never)],
    ['stop', ({ engine }) => engine.containerStop('box', { timeout: 1 })],
    ['restart', ({ engine }) => engine.containerRestart('box', { timeout: 1 })],
  ])('%s is done once', (_, begin) => {
    const host = testHost();
    const id = start(host, 'box', ['sleep', '1000']);
    poll(host, () => begin(host, id));
    expect(host.engine.state.pending.size).toBe(0);
    expect(host.engine.state.containers.get(id)?.exits ?? 1).toBe(1);
  });

  test('stop of a container that removes itself', () => {
    const host = testHost();
    start(host, 'box', ['sleep', '1000'], { AutoRemove: true });
    poll(host, () => host.engine.containerStop('box', { timeout: 0 }));
    expect(said(() => host.run(host.engine.containerStop('box', {})))).toBe('No such container: box');
  });

  test('wait', () => {
    const host = testHost();
    start(host, 'box', ['sleep', '1']);
    expect(poll(host, () => host.engine.containerWait('box', 'next-exit'))).toEqual({ StatusCode: 0 });
  });

  test('what a client left behind is forgotten', () => {
    const host = testHost();
    start(host, 'box', ['sleep', '1000']);
    host.engine.containerStop('box', { timeout: 0 }).next();
    host.pass(5000);
    host.run(host.engine.containerStart('box'));
    host.run(host.engine.containerStop('box', { timeout: 0 }));
    expect(state(host, 'box')).toBe('exited 137');
  });
});

describe('the daemon survives', () => {
  test('a volume in memory that a bind of the whole host still shows', () => {
    const host = testHost();
    const { engine, run } = host;
    run(engine.volumeCreate({ Name: 'ram', DriverOpts: { type: 'tmpfs', device: 'tmpfs' } }));
    start(host, 'user', ['sleep', '1000'], { Binds: ['ram:/r'] });
    start(host, 'all', ['sleep', '1000'], { Binds: ['/:/host'] });
    run(engine.containerRemove('user', { force: true, volumes: false }));
    start(host, 'user', ['sleep', '1000'], { Binds: ['ram:/r'] });
    run(engine.containerRemove('all', { force: true, volumes: false }));
    run(engine.containerRemove('user', { force: true, volumes: false }));
    expect(host.vfs.ids.filter((id) => id.startsWith('volume:'))).toEqual([]);
    expect(host.kernel.faults).toEqual([]);
  });

  test('a health check that can’t be started', () => {
    const host = testHost();
    const Healthcheck = { Test: ['CMD', 'nosuch'], Interval: 1e9, Retries: 1 };
    const id = create(host, 'ill', ['sleep', '1000'], { Config: { Healthcheck } });
    host.run(host.engine.containerStart(id));
    host.pass(1500);
    expect(statusOf(host, 'ill')).toMatch(/\(unhealthy\)$/);
    expect(host.run(host.engine.containerInspect('ill')).State.Health?.Log[0]).toMatchObject({
      Output: expect.stringMatching(/^OCI runtime exec failed: .*"nosuch": executable file not found/),
    });
  });

  test('endless output that nobody reads, and a log of it', () => {
    const host = testHost();
    const id = create(host, 'yes', ['flood']);
    const stream = host.run(host.engine.containerAttach(id, { stdin: false, stdout: true, stderr: true }));
    host.run(host.engine.containerStart(id));
    host.kernel.run(5000);
    const { kept } = host.engine.state.streams.get(stream)!;
    expect(kept).toBeGreaterThanOrEqual(2 ** 20);
    expect(kept).toBeLessThan(2 ** 20 + 2 ** 18);
    host.run(host.engine.streamClose(stream));
    host.kernel.run(60_000);
    const size = host.read(`/var/lib/docker/containers/${id}/${id}-json.log`).length;
    expect(size).toBeLessThan(9 * 2 ** 20);
    expect(host.engine.state.logsCut.get(id)).toBeGreaterThan(0);
    host.run(host.engine.containerRemove(id, { force: true, volumes: false }));
    expect(host.kernel.faults).toEqual([]);
  });
});
