import { type MountNamespace, ROOT, Vfs } from '../../fs/index.ts';
import {
  createKernel,
  executable,
  type GeneratorProgram,
  type Kernel,
  type Op,
  type Program,
  type Sys,
} from '../../os/index.ts';
import type { ContainerCreateRequest, StreamChunk } from '../api.ts';
import { createEngine, dockerdProgram, loadEngine, type SimulatedEngine } from './index.ts';

/** A host with an engine and little programs of its own in place of busybox, for the engine's tests. */
export interface TestHost {
  readonly vfs: Vfs;
  readonly host: MountNamespace;
  readonly kernel: Kernel;
  engine: SimulatedEngine;
  /** Runs an operation to its end; time leaps while everybody waits. */
  run<T>(operation: Op<T>): T;
  /** Lets time pass, in milliseconds. */
  pass(ms: number): void;
  /** `docker run`: what it printed, and its exit code. */
  docker(
    image: string,
    args: readonly string[],
    options?: Partial<ContainerCreateRequest['HostConfig']> & { readonly name?: string } & Config,
  ): { readonly id: string; readonly stdout: string; readonly stderr: string; readonly exit: number };
  read(path: string): string;
  write(path: string, text: string): void;
}

type Config = { readonly config?: ContainerCreateRequest['Config'] };

const WALKER = { cwd: '/', credentials: ROOT };
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `busybox NAME ARGS`: the few applets that the tests need, in their shortest form. */
const applets: Readonly<Record<string, (sys: Sys, args: readonly string[]) => Op<number>>> = {
  *true() {
    return 0;
  },
  *false() {
    return 1;
  },
  *exit(_, [code]) {
    return Number(code);
  },
  *echo(sys, args) {
    yield* sys.write(1, `${args.join(' ')}\n`);
    return 0;
  },
  *warn(sys, args) {
    yield* sys.write(2, `${args.join(' ')}\n`);
    return 0;
  },
  *sleep(sys, [seconds]) {
    yield* sys.sleep(Number(seconds) * 1000);
    return 0;
  },
  /** write FILE TEXT */
  *write(sys, [path = '', ...text]) {
    const fd = sys.open(path, { read: false, write: true, create: true, truncate: true });
    yield* sys.write(fd, `${text.join(' ')}\n`);
    return 0;
  },
  *cat(sys, paths) {
    for (const path of paths.length > 0 ? paths : ['-']) {
      const fd = path === '-' ? 0 : sys.open(path);
      for (;;) {
        const data = yield* sys.read(fd);
        if (data.length === 0) break;
        yield* sys.write(1, data);
      }
    }
    return 0;
  },
  *ls(sys, [path = '.']) {
    const names = sys.readdir(path).map(({ name }) => `${name}\n`);
    yield* sys.write(1, names.sort().join(''));
    return 0;
  },
  *rm(sys, paths) {
    for (const path of paths) sys.unlink(path);
    return 0;
  },
  *mkdir(sys, paths) {
    for (const path of paths) sys.mkdir(path);
    return 0;
  },
  *mounts(sys) {
    yield* sys.write(
      1,
      sys
        .mounts()
        .map(({ path }) => `${path}\n`)
        .join(''),
    );
    return 0;
  },
  *id(sys) {
    const { uid, gid, groups } = sys.credentials;
    yield* sys.write(1, `${uid}:${gid}:${groups.join(',')} ${sys.env.HOME} ${sys.cwd} ${sys.hostname}\n`);
    return 0;
  },
  *env(sys, [name = '']) {
    yield* sys.write(1, `${sys.env[name]}\n`);
    return 0;
  },
  /** Prints without end. */
  *flood(sys) {
    for (;;) yield* sys.write(1, `${'y'.repeat(1023)}\n`.repeat(16));
  },
  /** Ends politely on TERM. */
  *polite(sys) {
    sys.onSignal('TERM', 'catch');
    yield* sys.write(1, 'ready\n');
    while (sys.takeSignal() === undefined) yield { on: [], until: sys.uptime() + 50 };
    yield* sys.write(1, 'bye\n');
    return 0;
  },
  *tty(sys) {
    yield* sys.write(1, `${sys.isatty(0)} ${sys.windowSize(1).columns}\n`);
    return 0;
  },
  /** serve PORT TEXT: answers every connection with the text. */
  *serve(sys, [port, ...text]) {
    const listener = sys.listen(Number(port));
    for (;;) {
      const connection = yield* sys.accept(listener);
      yield* sys.write(connection, text.join(' '));
      sys.close(connection);
    }
  },
};

const busybox: GeneratorProgram = {
  name: 'busybox',
  *main(sys) {
    const name = sys.argv[0]!.split('/').at(-1)!;
    const [applet, args] = name in applets ? [name, sys.argv.slice(1)] : [sys.argv[1] ?? '', sys.argv.slice(2)];
    const main = applets[applet];
    if (!main) return 127;
    return yield* main(sys, args);
  },
};

/** The tests' own applets have no links in the image. */
export const command = (args: readonly string[]): readonly string[] =>
  args[0] !== undefined && args[0] in applets ? ['busybox', ...args] : args;

/** A host that has just booted. `programs` come besides the tests' own. */
export function testHost(programs: readonly Program[] = []): TestHost {
  let now = () => 1.8e12;
  const vfs = new Vfs(() => now());
  const host = vfs.namespace('host');
  const disk = vfs.disk('disk');
  host.mount('/', { fs: disk, source: '/dev/sda1' });
  for (const path of ['/etc', '/dev', '/proc', '/root', '/var', '/var/lib', '/usr', '/usr/bin', '/usr/sbin', '/tmp'])
    host.create(path, { type: 'directory', mode: 0o755 }, WALKER);
  const write = (path: string, data: Uint8Array | string, mode = 0o644) => {
    const how = { read: false, write: true, create: true, exclusive: false, truncate: true };
    const { fs, ino } = host.at(host.open(path, how, mode, WALKER));
    fs.write(ino, 0, typeof data === 'string' ? encoder.encode(data) : data);
  };
  write('/etc/hostname', 'docker-host\n');
  write('/usr/sbin/dockerd', executable('dockerd'), 0o755);
  const self = {} as { engine: SimulatedEngine };
  const options = {
    epoch: 1.8e12,
    seed: 1,
    hostname: 'docker-host',
    programs: [busybox, dockerdProgram(() => self.engine), ...programs],
  };
  const kernel = createKernel(options, vfs);
  now = () => kernel.now();
  host.mount('/proc', { fs: vfs.proc('proc', 0), source: 'proc' });
  host.mount('/dev', { fs: vfs.dev('dev', 'host'), source: 'udev' });
  self.engine = createEngine({ vfs, host, kernel, seed: 1, hiddenImages: true });
  const nothing = kernel.openFile(host, '/dev/null', { read: true, write: true });
  const daemon = kernel.start({
    path: '/usr/sbin/dockerd',
    argv: ['dockerd'],
    env: {},
    cwd: '/',
    credentials: ROOT,
    namespace: host,
    fds: { 0: nothing, 1: nothing, 2: nothing },
    hostname: 'docker-host',
    network: 'host',
  });

  const settle = () => {
    while (kernel.run(10_000).state === 'busy');
  };
  const leap = (limit = Number.POSITIVE_INFINITY): boolean => {
    const timer = kernel.nextTimer();
    if (timer === undefined || timer > limit) return false;
    kernel.advance(timer);
    return true;
  };
  const run = <T>(operation: Op<T>): T => {
    for (;;) {
      const { done, value } = operation.next();
      if (done) return value;
      if (!kernel.alive(daemon)) throw new Error(`the daemon has died: ${JSON.stringify(kernel.faults)}`);
      settle();
      const again = operation.next();
      if (again.done) return again.value;
      if (!leap()) throw new Error(`waits for ever: ${JSON.stringify(value)}`);
    }
  };
  const test: TestHost = {
    vfs,
    host,
    kernel,
    get engine() {
      return self.engine;
    },
    set engine(engine) {
      self.engine = engine;
    },
    run,
    pass(ms) {
      const end = kernel.uptime() + ms;
      settle();
      while (leap(end)) settle();
      kernel.advance(end);
      settle();
    },
    docker(image, args, { name = '', config = {}, ...hostConfig } = {}) {
      const { engine } = self;
      const request = { Config: { Image: image, Cmd: command(args), ...config }, HostConfig: hostConfig };
      const { Id } = run(engine.containerCreate(name, request));
      const streams = { stdin: false, stdout: true, stderr: true };
      const stream = run(engine.containerAttach(Id, streams));
      run(engine.containerStart(Id));
      const printed = { stdout: '', stderr: '' };
      let seen = 0;
      for (;;) {
        const chunk: StreamChunk | undefined = run(engine.streamRead(stream, seen));
        if (!chunk) break;
        printed[chunk.stream] += decoder.decode(chunk.data);
        seen += chunk.data.length;
      }
      const condition = hostConfig.AutoRemove ? 'removed' : 'not-running';
      const { StatusCode } = run(engine.containerWait(Id, condition));
      run(engine.streamClose(stream));
      return { id: Id, ...printed, exit: StatusCode };
    },
    read(path) {
      const { fs, ino } = host.at(host.resolve(path, WALKER));
      return decoder.decode(fs.read(ino, 0, fs.stat(ino).size));
    },
    write: (path, text) => write(path, text),
  };
  settle();
  return test;
}

/** The engine anew from its saved state, as after a restore. */
export function reload(test: TestHost): void {
  const { vfs, host, kernel } = test;
  test.engine = loadEngine({ vfs, host, kernel, seed: 1 }, structuredClone(test.engine.save()));
}
