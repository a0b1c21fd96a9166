import { packTar, unpackTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  BuildMessage,
  BuildOperation,
  BuildRequest,
  ContainerCreateRequest,
  Engine,
  StreamChunk,
} from '../../src/engine/api.ts';
import { DockerError } from '../../src/engine/errors.ts';

/*
 * What the Engine port promises, whoever stands behind it: the simulated engine always, a real one where there is one.
 */

type Operation<T> = ReturnType<() => Generator<unknown, T, void>>;

/** An engine under test: empty, with the image busybox. */
export interface Subject {
  readonly engine: Engine;
  /** Nobody else has anything on it. */
  readonly mayPrune: boolean;
  run<T>(operation: Operation<T>): Promise<T>;
  close(): Promise<void>;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export function engineContract(open: () => Promise<Subject>): void {
  let subject: Subject;
  beforeAll(async () => {
    subject = await open();
  }, 60_000);
  afterAll(() => subject?.close());

  const run = <T>(operate: (engine: Engine) => Operation<T>) => subject.run(operate(subject.engine));
  const refused = async (operate: (engine: Engine) => Operation<unknown>): Promise<string> => {
    try {
      await run(operate);
    } catch (error) {
      if (error instanceof DockerError) return `${error.kind}: ${error.message}`;
      throw error;
    }
    return 'done';
  };
  const create = async (name: string, Cmd: readonly string[], more: Partial<ContainerCreateRequest> = {}) => {
    const { Config, HostConfig = {} } = more;
    const request = { Config: { Image: 'busybox', Cmd: ['busybox', ...Cmd], ...Config }, HostConfig };
    return (await run((engine) => engine.containerCreate(name, request))).Id;
  };
  const read = async (stream: string) => {
    const printed = { stdout: '', stderr: '' };
    for (let seen = 0; ; ) {
      const chunk: StreamChunk | undefined = await run((engine) => engine.streamRead(stream, seen));
      if (!chunk) return printed;
      printed[chunk.stream] += decoder.decode(chunk.data);
      seen += chunk.data.length;
    }
  };
  const both = { stdin: false, stdout: true, stderr: true };

  test('says who it is', async () => {
    expect(await run((engine) => engine.version())).toMatchObject({ ApiVersion: expect.stringMatching(/^1\.\d+$/) });
    expect(await run((engine) => engine.info())).toMatchObject({ OSType: 'linux' });
    expect((await run((engine) => engine.networkList({}))).map(({ Name }) => Name)).toContain('bridge');
  });

  describe('volumes', () => {
    test('are made, listed, looked at and removed', async () => {
      const made = await run((engine) => engine.volumeCreate({ Name: 'ct-data', Labels: { team: 'docs' } }));
      expect(made).toMatchObject({
        Name: 'ct-data',
        Driver: 'local',
        Labels: { team: 'docs' },
        Scope: 'local',
        Options: null,
      });
      const again = await run((engine) => engine.volumeCreate({ Name: 'ct-data', Labels: { other: '' } }));
      expect(again.Labels).toEqual({ team: 'docs' });
      expect((await run((engine) => engine.volumeInspect('ct-data'))).Mountpoint).toBe(made.Mountpoint);
      expect((await run((engine) => engine.volumeList({ name: ['ct-data'] }))).map(({ Name }) => Name)).toEqual([
        'ct-data',
      ]);
      expect(await run((engine) => engine.volumeList({ label: ['team=none'] }))).toEqual([]);
      await run((engine) => engine.volumeRemove('ct-data', false));
      expect(await refused((engine) => engine.volumeInspect('ct-data'))).toBe('notFound: get ct-data: no such volume');
    });

    test('without a name get one of 64 digits', async () => {
      const { Name } = await run((engine) => engine.volumeCreate({}));
      expect(Name).toMatch(/^[0-9a-f]{64}$/);
      await run((engine) => engine.volumeRemove(Name, false));
    });

    test.each([
      [
        'v',
        'invalidParameter: create v: volume name is too short, names should be at least two alphanumeric characters',
      ],
      [
        'a/b',
        'invalidParameter: create a/b: "a/b" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
      ],
    ])('%s is no name', async (Name, why) =>
      expect(await refused((engine) => engine.volumeCreate({ Name }))).toBe(why),
    );

    test('in use are not removed', async () => {
      const id = await create('ct-user', ['true'], { HostConfig: { Binds: ['ct-used:/data'] } });
      expect(await refused((engine) => engine.volumeRemove('ct-used', false))).toBe(
        `conflict: remove ct-used: volume is in use - [${id}]`,
      );
      const { Mounts } = await run((engine) => engine.containerInspect('ct-user'));
      expect(Mounts).toMatchObject([
        { Type: 'volume', Name: 'ct-used', Destination: '/data', Driver: 'local', Mode: 'z', RW: true },
      ]);
      await run((engine) => engine.containerRemove(id, { force: false, volumes: true }));
      // It has a name: -v leaves it.
      await run((engine) => engine.volumeRemove('ct-used', false));
    });
  });

  describe('containers', () => {
    test('want an image that is there, and a name that is not', async () => {
      const request = { Config: { Image: 'no-such-image' }, HostConfig: {} };
      expect(await refused((engine) => engine.containerCreate('', request))).toBe(
        'notFound: No such image: no-such-image:latest',
      );
      const id = await create('ct-name', ['true']);
      const again = { Config: { Image: 'busybox' }, HostConfig: {} };
      expect(await refused((engine) => engine.containerCreate('ct-name', again))).toBe(
        `conflict: Conflict. The container name "/ct-name" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`,
      );
      await run((engine) => engine.containerRename(id, 'ct-other'));
      expect((await run((engine) => engine.containerInspect('ct-other'))).Name).toBe('/ct-other');
      await run((engine) => engine.containerRemove('ct-other', { force: false, volumes: false }));
      expect(await refused((engine) => engine.containerInspect('ct-other'))).toBe(
        'notFound: No such container: ct-other',
      );
    });

    test('run, print, end and are remembered', async () => {
      const id = await create('ct-run', ['echo', 'hello']);
      expect((await run((engine) => engine.containerInspect(id))).State).toMatchObject({
        Status: 'created',
        Running: false,
      });
      const stream = await run((engine) => engine.containerAttach(id, both));
      await run((engine) => engine.containerStart(id));
      expect(await read(stream)).toEqual({ stdout: 'hello\n', stderr: '' });
      expect(await run((engine) => engine.containerWait(id, 'not-running'))).toMatchObject({ StatusCode: 0 });
      await run((engine) => engine.streamClose(stream));
      expect((await run((engine) => engine.containerInspect(id))).State).toMatchObject({
        Status: 'exited',
        ExitCode: 0,
      });
      const lines = await run((engine) => engine.containerLogs(id, { stdout: true, stderr: true }));
      expect(lines.map((line) => [line.stream, decoder.decode(line.data)])).toEqual([['stdout', 'hello\n']]);
      const [listed] = await run((engine) => engine.containerList({ all: true, filters: { name: ['ct-run'] } }));
      expect(listed).toMatchObject({ Id: id, Names: ['/ct-run'], State: 'exited', Image: 'busybox' });
      expect(await run((engine) => engine.containerList({ all: false, filters: { name: ['ct-run'] } }))).toEqual([]);
      await run((engine) => engine.containerRemove(id, { force: false, volumes: false }));
    });

    test('take their input', async () => {
      const Config = { OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true };
      const id = await create('', ['cat'], { Config: { Image: 'busybox', Cmd: ['busybox', 'cat'], ...Config } });
      const stream = await run((engine) => engine.containerAttach(id, { ...both, stdin: true }));
      await run((engine) => engine.containerStart(id));
      await run((engine) => engine.streamWrite(stream, encoder.encode('over there\n'), 0));
      await run((engine) => engine.streamCloseInput(stream));
      expect((await read(stream)).stdout).toBe('over there\n');
      await run((engine) => engine.containerWait(id, 'not-running'));
      await run((engine) => engine.containerRemove(id, { force: true, volumes: true }));
    });

    test('are paused, killed, stopped and started again', async () => {
      const id = await create('ct-sleep', ['sleep', '1000']);
      const status = async () => (await run((engine) => engine.containerInspect(id))).State.Status;
      await run((engine) => engine.containerStart(id));
      expect(await refused((engine) => engine.containerStart(id))).toMatch(/^notModified/);
      expect(await status()).toBe('running');
      await run((engine) => engine.containerPause(id));
      expect(await status()).toBe('paused');
      await run((engine) => engine.containerUnpause(id));
      expect(await refused((engine) => engine.containerRemove(id, { force: false, volumes: false }))).toBe(
        `conflict: cannot remove container "${id}": container is running: stop the container before removing or force remove`,
      );
      await run((engine) => engine.containerKill(id, 'KILL'));
      await run((engine) => engine.containerWait(id, 'not-running'));
      expect((await run((engine) => engine.containerInspect(id))).State).toMatchObject({
        Status: 'exited',
        ExitCode: 137,
      });
      expect(await refused((engine) => engine.containerStop(id, {}))).toMatch(/^notModified/);
      await run((engine) => engine.containerStart(id));
      await run((engine) => engine.containerStop(id, { timeout: 0 }));
      expect(await status()).toBe('exited');
      expect(await refused((engine) => engine.containerKill(id, 'KILL'))).toBe(
        `conflict: cannot kill container: ${id}: container ${id} is not running`,
      );
      await run((engine) => engine.containerRemove(id, { force: false, volumes: false }));
    });

    test('run more than their own program', async () => {
      const id = await create('ct-exec', ['sleep', '1000']);
      await run((engine) => engine.containerStart(id));
      const request = { AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false };
      const exec = await run((engine) => engine.execCreate(id, { ...request, Cmd: ['busybox', 'echo', 'inside'] }));
      const stream = await run((engine) => engine.execStart(exec, { detach: false }));
      expect((await read(stream)).stdout).toBe('inside\n');
      expect(await run((engine) => engine.execInspect(exec))).toMatchObject({
        ExitCode: 0,
        Running: false,
        ContainerID: id,
      });
      const made = await run((engine) => engine.execCreate(id, { ...request, Cmd: ['busybox', 'mkdir', '/made'] }));
      await read(await run((engine) => engine.execStart(made, { detach: false })));
      expect(await run((engine) => engine.containerChanges(id))).toContainEqual({ Path: '/made', Kind: 1 });
      await run((engine) => engine.containerRemove(id, { force: true, volumes: true }));
    });

    test('take their anonymous volumes along', async () => {
      const Config = { Image: 'busybox', Cmd: ['busybox', 'true'], Volumes: { '/anonymous': {} } };
      const id = await create('ct-anonymous', [], { Config });
      const { Mounts } = await run((engine) => engine.containerInspect(id));
      const name = Mounts[0]?.Name ?? '';
      expect(name).toMatch(/^[0-9a-f]{64}$/);
      expect((await run((engine) => engine.volumeInspect(name))).Labels).toEqual({ 'com.docker.volume.anonymous': '' });
      await run((engine) => engine.containerRemove(id, { force: false, volumes: true }));
      expect(await refused((engine) => engine.volumeInspect(name))).toBe(`notFound: get ${name}: no such volume`);
    });
  });

  test('files go in and out', async () => {
    const id = await create('ct-files', ['true'], { HostConfig: { Binds: ['ct-files:/data'] } });
    const tar = await packTar([
      { header: { name: 'note', size: 3, type: 'file', mode: 0o640, uid: 7, gid: 8 }, body: 'hey' },
    ]);
    const keep = { noOverwriteDirNonDir: false, copyUIDGID: true };
    await run((engine) => engine.archivePut(id, '/data', tar, keep));
    expect(await run((engine) => engine.archiveStat(id, '/data/note'))).toMatchObject({
      name: 'note',
      size: 3,
      mode: 0o640,
    });
    const got = await run((engine) => engine.archiveGet(id, '/data/note'));
    const [entry] = await unpackTar(got.tar as Uint8Array<ArrayBuffer>);
    expect(entry?.header).toMatchObject({ name: 'note', size: 3, uid: 7, gid: 8 });
    expect(decoder.decode(entry?.data)).toBe('hey');
    expect(await refused((engine) => engine.archiveGet(id, '/data/none'))).toBe(
      'notFound: Could not find the file /data/none in container ct-files'.replace('ct-files', id),
    );
    const names = (await unpackTar((await run((engine) => engine.containerExport(id))) as Uint8Array<ArrayBuffer>)).map(
      ({ header }) => header.name,
    );
    expect(names).toContain('bin/busybox');
    // What lies in a volume is no part of the container.
    expect(names).not.toContain('data/note');
    await run((engine) => engine.containerRemove(id, { force: false, volumes: false }));
    await run((engine) => engine.volumeRemove('ct-files', false));
  });

  test('images are made from containers, named and removed', async () => {
    const id = await create('ct-commit', ['true']);
    const options = { reference: 'ct-image:one', comment: '', author: '', changes: ['ENV MADE=here'], pause: true };
    const image = await run((engine) => engine.containerCommit(id, options));
    const found = await run((engine) => engine.imageInspect('ct-image:one'));
    expect(found).toMatchObject({ Id: image, RepoTags: ['ct-image:one'] });
    expect(found.Config.Env).toContain('MADE=here');
    await run((engine) => engine.imageTag('ct-image:one', 'ct-image:two'));
    expect((await run((engine) => engine.imageHistory('ct-image:two'))).length).toBeGreaterThan(1);
    const listed = await run((engine) => engine.imageList({ all: false, filters: { reference: ['ct-image'] } }));
    expect(listed.flatMap(({ RepoTags }) => RepoTags).sort()).toEqual(['ct-image:one', 'ct-image:two']);
    expect(await run((engine) => engine.imageRemove('ct-image:one', { force: false, prune: true }))).toEqual([
      { Untagged: 'ct-image:one' },
    ]);
    await run((engine) => engine.containerRemove(id, { force: false, volumes: false }));
    expect(await run((engine) => engine.imageRemove('ct-image:two', { force: false, prune: true }))).toContainEqual({
      Deleted: image,
    });
    expect(await refused((engine) => engine.imageInspect('ct-image:two'))).toBe(
      'notFound: No such image: ct-image:two',
    );
  });

  const outcome = async (request: BuildRequest) => {
    const told: BuildMessage[] = [];
    for (;;) {
      const more = await run((engine) => engine.imageBuild(request, told.length));
      if (more.length === 0) return told;
      told.push(...more);
      if (more.some(({ Type }) => Type === 'done' || Type === 'error')) return told;
    }
  };
  const build = async (Ref: string, ...ops: readonly BuildOperation[]): Promise<BuildRequest> => {
    const { Id } = await run((engine) => engine.imageInspect('busybox'));
    const all: readonly BuildOperation[] = [{ Type: 'source', Image: Id }, ...ops];
    return {
      Ref,
      Vertexes: all.map((Op, at) => ({ Name: `step ${at}`, Op, IgnoreCache: false })),
      Result: ops.length,
      DockerfileSize: 0,
      Image: {
        Config: { Cmd: ['busybox', 'cat', '/note'], Env: ['MADE=a "b" $c'] },
        Author: '',
        History: [],
        Base: Id,
      },
      Tags: ['docker.io/library/ct-built:latest'],
    };
  };
  const exec = (Input: number, ...Args: readonly string[]): BuildOperation => {
    return {
      Type: 'exec',
      Input,
      Args: ['busybox', ...Args],
      Env: ['PATH=/bin', 'ONLY=here'],
      Cwd: '/',
      User: '',
      Mounts: [],
    };
  };

  test('an image that nobody has is not pulled', async () => {
    expect(await refused((engine) => engine.imagePull('ct-nowhere:1', 0))).not.toBe('done');
  });

  describe('builds', () => {
    test('make images', async () => {
      const note = { Files: [{ Name: 'note', Data: 'hey\n' }], Source: '/note', Destination: '/note', Unpack: false };
      const tar = await packTar([{ header: { name: 'brought', size: 4, type: 'file', mode: 0o640 }, body: 'far\n' }]);
      const brought = { From: 1, Source: '/brought', Destination: '/made/', Unpack: false };
      const request = await build(
        'contractbuildone',
        { Type: 'context' },
        { Type: 'mkdir', Input: 0, Path: '/made' },
        exec(2, 'echo', 'building'),
        { Type: 'copy', Input: 3, Copies: [note] },
        { Type: 'copy', Input: 4, Copies: [brought] },
      );
      const told = await outcome({ ...request, Context: { SharedKey: 'contract', Tar: tar } });
      const done = told.at(-1);
      expect(done).toEqual({ Type: 'done', Image: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
      expect(told).toContainEqual(expect.objectContaining({ Type: 'vertex', Vertex: 3 }));
      const { Id, Config } = await run((engine) => engine.imageInspect('ct-built'));
      expect(done).toMatchObject({ Image: Id });
      expect(Config.Env).toContain('MADE=a "b" $c');
      expect(Config.Env?.filter((entry) => entry.startsWith('ONLY='))).toEqual([]);
      const made = await run((engine) =>
        engine.containerCreate('ct-built', { Config: { Image: 'ct-built' }, HostConfig: {} }),
      );
      expect((await run((engine) => engine.archiveStat(made.Id, '/note'))).size).toBe(4);
      expect((await run((engine) => engine.archiveStat(made.Id, '/made/brought'))).mode).toBe(0o640);
      await run((engine) => engine.containerRemove(made.Id, { force: true, volumes: true }));
      await run((engine) => engine.imageRemove('ct-built', { force: true, prune: true }));
    });

    test('are ended', async () => {
      const request = await build('contractbuildthree', exec(0, 'sleep', '1000'));
      const told = [...(await run((engine) => engine.imageBuild(request, 0)))];
      await run((engine) => engine.buildCancel('contractbuildthree'));
      while (told.at(-1)?.Type !== 'error')
        told.push(...(await run((engine) => engine.imageBuild(request, told.length))));
      expect(told.at(-1)).toMatchObject({ Type: 'error', Message: 'context canceled' });
    });

    test('tell which step failed, and why', async () => {
      const told = await outcome(await build('contractbuildtwo', exec(0, 'false')));
      expect(told.at(-1)).toEqual({
        Type: 'error',
        Vertex: 1,
        Message: 'process "busybox false" did not complete successfully: exit code: 1',
      });
    });
  });

  describe('the cache of builds', () => {
    test('is emptied', async ({ skip }) => {
      skip(!subject.mayPrune, 'the engine holds things of others');
      const all = { all: true, filters: {} };
      await run((engine) => engine.buildPrune(all));
      const request = await build('contractbuildfour', exec(0, 'mkdir', '/cached'));
      expect((await outcome({ ...request, Tags: [] })).at(-1)).toMatchObject({ Type: 'done' });
      const gone = await run((engine) => engine.buildPrune(all));
      expect(gone.map(({ Description }) => Description).join()).toContain('busybox mkdir /cached');
      expect(await run((engine) => engine.buildPrune(all))).toEqual([]);
    });
  });

  test('events tell what happened', async () => {
    const { Name } = await run((engine) => engine.volumeCreate({ Name: 'ct-event' }));
    const filters = { volume: [Name], type: ['volume'] };
    const events = await run((engine) => engine.events({ since: 0, filters }, 0));
    expect(events[0]).toMatchObject({ Type: 'volume', Action: 'create', Actor: { ID: 'ct-event' } });
    await run((engine) => engine.volumeRemove(Name, false));
  });

  test('what is used is counted', async () => {
    await run((engine) => engine.volumeCreate({ Name: 'ct-usage' }));
    const { Volumes, Images } = await run((engine) => engine.diskUsage());
    expect(Volumes.find(({ Name }) => Name === 'ct-usage')?.UsageData).toEqual({ Size: 0, RefCount: 0 });
    expect(Images.flatMap(({ RepoTags }) => RepoTags)).toContain('busybox:latest');
    await run((engine) => engine.volumeRemove('ct-usage', false));
  });
}
