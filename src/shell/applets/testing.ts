import { type MountNamespace, ROOT, Vfs, type Walker } from '../../fs/index.ts';
import { createKernel, executable, type FileId, type GeneratorProgram, type Kernel } from '../../os/index.ts';
import { toBytes } from '../bytes.ts';
import { type Applet, concat, type Dialect, runApplet } from './applet.ts';

/** How a command is run in a test. Texts may be given as bytes. */
export interface AppletRun {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** uid and gid; default root. */
  readonly user?: number;
  readonly umask?: number;
  /** Standard input, output and error are a terminal of so many columns; what it shows is `stdout`. */
  readonly tty?: number;
}

export interface AppletOutcome {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly status: number;
}

/** A little machine whose /bin has some applets, to run them one at a time. */
export interface AppletBench {
  readonly kernel: Kernel;
  readonly vfs: Vfs;
  readonly host: MountNamespace;
  run(argv: readonly string[], options?: AppletRun): AppletOutcome;
  /** Makes a file with these contents. */
  write(path: string, content: string | Uint8Array, mode?: number): void;
}

const SUPERUSER: Walker = { cwd: '/', credentials: ROOT };
const EPOCH = Date.UTC(2026, 10, 24, 11, 0, 0);

/** Runs a command under another umask. */
const UNDER: GeneratorProgram = {
  name: 'under-umask',
  *main(sys) {
    const [, mask, ...argv] = sys.argv;
    sys.umask(Number.parseInt(mask!, 8));
    sys.exec(sys.which(argv[0]!), argv);
    return 127;
  },
};

/** Builds it: a disk with /bin, /dev, /etc, /root and /tmp, and the applets in one dialect. */
export function appletBench(
  applets: readonly Applet[],
  dialect: Dialect,
  etc: { readonly passwd?: string; readonly group?: string } = {},
): AppletBench {
  let now = () => EPOCH;
  const vfs = new Vfs(() => now());
  const host = vfs.namespace('host');
  host.mount('/', { fs: vfs.disk('disk', { type: 'ext4' }), source: '/dev/vda' });
  const programs = applets.map(
    (applet): GeneratorProgram => ({
      name: applet.name,
      main: (sys, saved) => runApplet(applet, sys, dialect, saved),
    }),
  );
  const kernel = createKernel({ epoch: EPOCH, seed: 1, programs: [...programs, UNDER], hostname: 'docker-host' });
  now = kernel.now;
  for (const path of ['/bin', '/dev', '/etc', '/root', '/home'])
    host.create(path, { type: 'directory', mode: 0o755 }, SUPERUSER);
  host.create('/tmp', { type: 'directory', mode: 0o1777 }, SUPERUSER);
  for (const [name, major, minor] of [
    ['null', 1, 3],
    ['zero', 1, 5],
    ['full', 1, 7],
    ['tty', 5, 0],
  ] as const)
    host.create(`/dev/${name}`, { type: 'chardev', mode: 0o666, rdev: [major, minor] }, SUPERUSER);

  function open(path: string, write: boolean) {
    const how = { read: !write, write, create: write, exclusive: false, truncate: write };
    return host.at(host.open(path, how, 0o644, SUPERUSER));
  }
  function write(path: string, content: string | Uint8Array, mode = 0o644): void {
    const { fs, ino } = open(path, true);
    fs.write(ino, 0, typeof content === 'string' ? toBytes(content) : content);
    fs.setattr(ino, { mode });
  }
  for (const { name } of [...programs, UNDER]) write(`/bin/${name}`, executable(name), 0o755);
  write('/etc/passwd', etc.passwd ?? 'root:x:0:0:root:/root:/bin/sh\n');
  write('/etc/group', etc.group ?? 'root:x:0:\n');
  write('/etc/hostname', 'docker-host\n');

  /** Everything that can be read now. */
  function drain(file: FileId, into: Uint8Array[]): number {
    let size = 0;
    for (;;) {
      const bytes = kernel.read(file);
      if (bytes === undefined || bytes.length === 0) return size;
      into.push(bytes);
      size += bytes.length;
    }
  }

  function run(argv: readonly string[], options: AppletRun = {}): AppletOutcome {
    const { user = 0, umask = 0o022, tty, stdin = '' } = options;
    write('/tmp/.stdin', typeof stdin === 'string' ? toBytes(stdin) : stdin);
    const stdout: Uint8Array[] = [];
    const stderr: Uint8Array[] = [];
    const sources: [FileId, Uint8Array[]][] = [];
    let fds: Record<number, FileId>;
    if (tty === undefined) {
      const [out, outWrite] = kernel.pipe();
      const [err, errWrite] = kernel.pipe();
      fds = { 0: kernel.openFile(host, '/tmp/.stdin', { read: true }), 1: outWrite, 2: errWrite };
      sources.push([out, stdout], [err, stderr]);
    } else {
      const { master, slave } = kernel.pty({ columns: tty, rows: 24 });
      fds = { 0: slave, 1: slave, 2: slave };
      sources.push([master, stdout]);
    }
    host.unlink('/tmp/.stdin', SUPERUSER);
    const words = umask === 0o022 ? argv : ['under-umask', umask.toString(8), ...argv];
    const path = words[0]!.includes('/') ? words[0]! : `/bin/${words[0]}`;
    const pid = kernel.start({
      path,
      argv: words,
      env: { PATH: '/bin', HOME: '/root', ...options.env },
      cwd: options.cwd ?? '/',
      credentials: { uid: user, gid: user, groups: [] },
      namespace: host,
      fds,
      hostname: 'docker-host',
      network: 'host',
    });
    for (const file of new Set(Object.values(fds))) kernel.close(file);
    // Who prints more than a pipe holds waits for its reader; who sleeps is leapt over.
    for (;;) {
      while (kernel.run(100_000).state === 'busy');
      let got = 0;
      for (const [file, into] of sources) got += drain(file, into);
      if (got > 0) continue;
      const timer = kernel.nextTimer();
      if (timer === undefined || kernel.status(pid) !== undefined) break;
      kernel.advance(timer);
    }
    for (const [file] of sources) kernel.close(file);
    const status = kernel.status(pid);
    if (status === undefined) throw new Error(`${argv.join(' ')}: still runs`);
    kernel.reap(pid);
    const fault = kernel.faults[0];
    if (fault) throw new Error(`${argv.join(' ')}: ${JSON.stringify(fault)}`);
    return {
      stdout: concat(stdout),
      stderr: concat(stderr),
      status: status.kind === 'exited' ? status.status : 128,
    };
  }
  return { kernel, vfs, host, run, write };
}
