import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { imagesAskedFor } from '../../src/docker/build/bases.ts';
import { openSocket } from '../../src/real/connection.ts';
import { cleanUp, REPLAY_LABEL, startGuard } from '../../src/real/index.ts';
import { RealShell } from '../../src/replay/real-shell.ts';
import { drydock } from './command.ts';
import { folderIn, type RealEngineHere, realEngineHere } from './engine.ts';

/*
 * A replay must not be able to hurt anybody, and leaves nothing behind, however it ends. Others may be at work on the
 * engine: each test looks at its own things alone.
 */

const here = await realEngineHere();
const P = `drydock-test-${process.pid}`;

describe.skipIf(!here)('a replay on a real engine', { timeout: 120_000 }, () => {
  const { connection, via, scratch } = here ?? ({} as RealEngineHere);
  let folder: ReturnType<typeof folderIn>;
  beforeEach(() => {
    folder = folderIn(scratch);
  });
  afterEach(() => folder.remove());

  const script = (...lines: readonly string[]) => {
    const file = join(folder.path, 'test.sh');
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  };
  const there = async (path: string) => (await connection.ask('GET', path)).status === 200;

  /** A bash whose docker command talks to a guard. */
  const guarded = async () => {
    const socket = join(folder.path, 'docker.sock');
    const guard = await startGuard({
      connection,
      socket,
      home: join(folder.path, 'home'),
      run: 'feed',
      started: Date.now(),
      disposable: false,
      pull: false,
      imagesAskedFor,
    });
    const shell = await RealShell.open({
      ...(via !== undefined && { via }),
      home: folder.path,
      cwd: folder.path,
      socket,
      bin: folder.path,
      config: folder.path,
      user: 'root',
      limit: 60,
    });
    return { guard, shell };
  };

  test('builds fetch no image, whichever way their Dockerfile comes', async () => {
    const { guard, shell } = await guarded();
    const printed = async (line: string) => ({ stdout: '', stderr: '', exit: -1, ...(await shell.run(line)) });
    await shell.run("mkdir c; cd c; printf 'FROM busybox\\nCOPY . /here\\n' > Dockerfile");
    for (const line of ['docker build -q .', 'tar c . | docker build -q -', 'docker build -q - < Dockerfile']) {
      const { stdout, stderr, exit } = await printed(line);
      expect({ exit, refused: guard.takeRefusals() }, `${line}\n${stdout}${stderr}`).toEqual({ exit: 0, refused: [] });
    }
    for (const [dockerfile, line, image = 'nosuch:latest'] of [
      ['FROM nosuch', 'docker build .'],
      ['FROM nosuch', 'docker build -f Dockerfile - < ../archive'],
      ['FROM nosuch', 'docker build - < Dockerfile'],
      ['FROM nosuch', 'DOCKER_BUILDKIT=0 docker build .'],
      ['FROM busybox\\nCOPY --from=nosuch:1 / /', 'docker build .', 'nosuch:1'],
      ['ARG BASE=busybox\\nFROM $BASE', 'docker build --build-arg BASE=nosuch .'],
      ['# syntax=some/frontend:1\\nFROM busybox', 'docker build .', 'some/frontend:1'],
      ['FROM nosuch', "printf 'services: {a: {build: .}}' > compose.yaml; docker compose build"],
    ] as const) {
      await shell.run(`printf '${dockerfile}\\n' > Dockerfile; tar cf ../archive .`);
      const { stdout, stderr, exit } = await printed(line);
      const said = `${line}\n${stdout}${stderr}`;
      expect(guard.takeRefusals(), said).toContain(
        `the replay's guard refuses to fetch the image ${image} (no --pull)`,
      );
      expect(exit, said).not.toBe(0);
    }
    shell.kill();
    await guard.close();
    expect(await cleanUp(connection, guard.ledger.all)).toEqual([]);
  });

  describe('with things of others there', () => {
    let box = '';
    let anonymous = '';
    const file = `/volumes/${P}-precious`;
    const content = () => connection.ask('GET', `/containers/${box}/archive?path=/precious/file`);

    beforeAll(async () => {
      await connection.ask('POST', '/volumes/create', { Name: `${P}-precious` });
      const made = await connection.json<{ Id: string }>('POST', `/containers/create?name=${P}-box`, {
        Image: 'busybox',
        Cmd: ['true'],
        Volumes: { '/anonymous': {} },
        HostConfig: { Binds: [`${P}-precious:/precious`] },
      });
      box = made?.Id ?? '';
      const found = await connection.json<{ Mounts: { Name: string; Destination: string }[] }>(
        'GET',
        `/containers/${box}/json`,
      );
      anonymous = found?.Mounts.find(({ Destination }) => Destination === '/anonymous')?.Name ?? '';
      const tar = Buffer.alloc(2048);
      tar.write('file', 0);
      tar.write('0000644\0', 100);
      tar.write('00000000010\0', 124);
      tar.write('ustar\x0000', 257);
      tar.write('        ', 148);
      tar.write(
        `${tar
          .subarray(0, 512)
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
        148,
      );
      tar.write('precious', 512);
      await connection.ask('PUT', `/containers/${box}/archive?path=/precious`, tar, {
        'Content-Type': 'application/x-tar',
      });
    });
    afterAll(async () => {
      await connection.ask('DELETE', `/containers/${box}?force=1&v=1`);
      await connection.ask('DELETE', file);
    });

    test('it refuses before anything runs, and names them', async () => {
      const { output, status } = await drydock(here!, [
        'replay',
        '--yes',
        script(
          `docker volume rm -f ${P}-precious`,
          `docker run --name ${P}-box -v ${P}-precious:/d busybox touch /d/x`,
        ),
      ]).ended;
      expect(output).toContain(`The engine has a container ${P}-box already`);
      expect(output).toContain(`The engine has a volume ${P}-precious already`);
      expect(output).toContain('not replayed');
      expect(status).toBe(3);
    });

    test('commands that try to prune, remove and overwrite them leave them as they are', async () => {
      const before = (await content()).body.toString('hex');
      expect(before).toContain(Buffer.from('precious').toString('hex'));
      const { guard, shell } = await guarded();
      for (const line of [
        'docker volume prune --all --force',
        'docker system prune --all --force --volumes',
        'docker container prune --force',
        `docker rm --force --volumes ${P}-box`,
        `docker rm --force --volumes ${box.slice(0, 12)}`,
        `docker volume rm --force ${P}-precious`,
        `docker volume rm --force ${anonymous}`,
        `docker run --rm -v ${P}-precious:/d busybox sh -c 'echo gone > /d/file'`,
        `docker run --rm --mount type=volume,src=${anonymous},dst=/d busybox touch /d/x`,
        `docker run --rm --volumes-from ${P}-box busybox rm -rf /precious/file`,
        `docker run --rm -v /:/host busybox true`,
        `docker run --rm --privileged busybox true`,
        `echo gone > file; docker cp file ${P}-box:/precious/file`,
        `docker start ${P}-box`,
        `docker rename ${P}-box ${P}-mine`,
        `docker commit ${P}-box busybox`,
        'docker rmi --force busybox',
      ]) {
        const { stdout, stderr } = { stdout: '', stderr: '', ...(await shell.run(line)) };
        expect(guard.takeRefusals(), `${line}\n${stdout}${stderr}`).not.toEqual([]);
      }
      shell.kill();
      await guard.close();
      expect(await cleanUp(connection, guard.ledger.all)).toEqual([]);
      expect((await content()).body.toString('hex')).toBe(before);
      const found = await connection.json<{ State: { Status: string }; Name: string }>(
        'GET',
        `/containers/${box}/json`,
      );
      expect(found).toMatchObject({ Name: `/${P}-box`, State: { Status: 'created' } });
      expect(await there(`/volumes/${anonymous}`)).toBe(true);
      expect(await there('/images/busybox/json')).toBe(true);
    });
  });

  const left = async () => {
    const names = [`${P}-c`, `${P}-n`].map((name) => there(`/containers/${name}/json`));
    const containers = await Promise.all(names);
    const volume = await there(`/volumes/${P}-v`);
    const folders = readdirSync(scratch).filter(
      (name) => name.startsWith('drydock-') && !name.startsWith('drydock-test-'),
    );
    return { containers, volume, folders };
  };
  const nothing = { containers: [false, false], volume: false };
  const lines = (last: string) => [
    `docker run -d --name ${P}-c -v ${P}-v:/data -v /anonymous busybox sleep 1000`,
    'mkdir made',
    last,
  ];

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('that is ended by %s leaves nothing', async (signal) => {
    const folders = new Set((await left()).folders);
    const running = drydock(here!, ['replay', '--yes', script(...lines('sleep 7'))]);
    await running.says('mkdir made');
    expect((await left()).volume).toBe(true);
    running.process.kill(signal);
    const { status } = await running.ended;
    expect(status).toBe(signal === 'SIGKILL' ? null : 130);
    // After SIGKILL the reaper is at work: its end is the folder's.
    for (let turn = 0; turn < 100 && (await left()).folders.some((name) => !folders.has(name)); turn++)
      await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await left()).toMatchObject(nothing);
  });

  test('with a command that hangs ends it, says so, and leaves nothing', async () => {
    const { output, status } = await drydock(here!, ['replay', '--yes', '--limit', '8', script(...lines('sleep 20'))])
      .ended;
    expect(output).toContain('`sleep 20`: it did not end within 8 seconds and was killed.');
    expect(status).toBe(1);
    expect(await left()).toMatchObject(nothing);
  });

  test('whose engine dies in the middle says so and lists what it left', async () => {
    const proxy = join(folder.path, 'engine.sock');
    const sockets: Duplex[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const onward = openSocket(connection.endpoint);
      for (const each of [socket, onward]) each.on('error', () => each.destroy());
      socket.pipe(onward).pipe(socket);
      sockets.push(socket, onward);
    });
    await new Promise<void>((resolve) => server.listen(proxy, resolve));
    const running = drydock(here!, ['replay', '--yes', script(...lines(`sleep 2; docker exec ${P}-c true`))], {
      DOCKER_HOST: `unix://${proxy}`,
    });
    await running.says('mkdir made');
    server.close();
    for (const socket of sockets) socket.destroy();
    const { output, status } = await running.ended;
    expect(output).toContain('The connection to the engine was lost');
    expect(output).toMatch(/Could not be removed: container [0-9a-f]{64}/);
    expect(output).toContain(`Could not be removed: volume ${P}-v`);
    expect(status).toBe(1);
    const filters = encodeURIComponent(JSON.stringify({ label: [REPLAY_LABEL], name: [`${P}-c`] }));
    const found = await connection.json<{ Id: string }[]>('GET', `/containers/json?all=1&filters=${filters}`);
    expect(found).toHaveLength(1);
    for (const { Id } of found ?? []) await connection.ask('DELETE', `/containers/${Id}?force=1&v=1`);
    await connection.ask('DELETE', `/volumes/${P}-v`);
    expect(await left()).toMatchObject(nothing);
  });

  test('from elsewhere is shown and not run without a word', async () => {
    const { output, status } = await drydock(here!, ['replay', script('docker volume create never')]).ended;
    expect(output).toContain('docker volume create never');
    expect(output).toContain('Read it, and say --yes to run it.');
    expect(status).toBe(1);
  });

  test('of a difference shows it and fails', async () => {
    const { output, status } = await drydock(here!, [
      'replay',
      '--yes',
      script('test -e /.simulated || true', 'uname -r'),
    ]).ended;
    expect(output).toContain('DIFFERS   $ uname -r');
    expect(status).toBe(1);
  });
});

describe('without an engine', () => {
  test.each([
    [
      { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      'there is no socket at unix:///nowhere/docker.sock (from DOCKER_HOST)',
    ],
    [{ DOCKER_HOST: 'tcp://127.0.0.1:1' }, 'No Docker Engine answers at tcp://127.0.0.1:1'],
    [{ DOCKER_HOST: '', DOCKER_CONTEXT: 'nowhere' }, 'There is no docker context "nowhere"'],
  ])(
    '%j: a sentence and status 1',
    async (env, says) => {
      const none = { connection: undefined as never, via: undefined, scratch: '/tmp' };
      const { output, status } = await drydock(none, ['replay', '--lesson', '02'], env).ended;
      expect(output).toContain(says);
      expect(output).not.toContain('    at ');
      expect(status).toBe(1);
    },
    30_000,
  );
});
