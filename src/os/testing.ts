import { type MountNamespace, ROOT, Vfs, type Walker } from '../fs/index.ts';
import { createKernel, loadKernel } from './boot.ts';
import type { FileId, Kernel, KernelOptions, StartProcess } from './kernel.ts';
import { executable, type Program } from './program.ts';
import type { Pid, WaitStatus } from './sys.ts';

/** A kernel over a small disk, for tests: programs stand in /bin by their names. */
export interface Bench {
  readonly kernel: Kernel;
  readonly vfs: Vfs;
  readonly host: MountNamespace;
  /** Starts /bin/NAME with arguments; fds 0 to 2 are /dev/null and two pipes unless given. */
  start(command: string, options?: Partial<StartProcess>): Pid;
  /** Runs until everybody waits, leaping over time as long as somebody waits for a moment. */
  settle(): void;
  /** Starts a command, settles, and tells what it printed and how it ended. */
  run(command: string, options?: Partial<StartProcess>): Outcome;
  /** All that is in a pipe now, as text. */
  drain(file: FileId): string;
  write(path: string, content: string | Uint8Array, mode?: number): void;
  text(path: string): string;
  /** The same machine once more, from saved data (or what `through` makes of them), going its own way from here. */
  fork(through?: (saved: unknown) => unknown): Bench;
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: WaitStatus | undefined;
}

export const SUPERUSER: Walker = { cwd: '/', credentials: ROOT };
const EPOCH = Date.UTC(2025, 0, 2, 3, 4, 5);
const decoder = new TextDecoder();
const encoder = new TextEncoder();

export function benchOptions(programs: readonly Program[], options: Partial<KernelOptions> = {}): KernelOptions {
  return { epoch: EPOCH, seed: 1, programs, hostname: 'docker-host', ...options };
}

export function bench(programs: readonly Program[], options: Partial<KernelOptions> = {}): Bench {
  let now = () => EPOCH;
  const vfs = new Vfs(() => now());
  const host = vfs.namespace('host');
  host.mount('/', { fs: vfs.disk('disk'), source: '/dev/sda1' });
  const kernel = createKernel(benchOptions(programs, options), vfs);
  now = kernel.now;
  for (const path of ['/bin', '/dev', '/proc', '/tmp']) {
    host.create(path, { type: 'directory', mode: 0o755 }, SUPERUSER);
  }
  host.mount('/dev', { fs: vfs.dev('dev', 'host') });
  host.mount('/proc', { fs: vfs.proc('proc', 0) });
  const made = benchOf(kernel, vfs, benchOptions(programs, options));
  for (const { name } of programs) made.write(`/bin/${name}`, executable(name), 0o755);
  return made;
}

function benchOf(kernel: Kernel, vfs: Vfs, options: KernelOptions): Bench {
  const host = vfs.namespaceOf('host');

  function open(path: string, write: boolean) {
    const how = { read: !write, write, create: write, exclusive: false, truncate: write };
    return host.at(host.open(path, how, 0o644, SUPERUSER));
  }

  function start(command: string, options: Partial<StartProcess> = {}): Pid {
    const argv = command.split(' ');
    return kernel.start({
      path: `/bin/${argv[0]}`,
      argv,
      env: { PATH: '/bin' },
      cwd: '/',
      credentials: ROOT,
      namespace: host,
      fds: {},
      hostname: 'docker-host',
      network: 'host',
      ...options,
    });
  }

  function settle(): void {
    for (;;) {
      while (kernel.run(100_000).state === 'busy');
      const timer = kernel.nextTimer();
      if (timer === undefined) return;
      kernel.advance(timer);
    }
  }

  function drain(file: FileId): string {
    let text = '';
    for (;;) {
      const bytes = kernel.read(file);
      if (bytes === undefined || bytes.length === 0) return text;
      text += decoder.decode(bytes);
    }
  }

  return {
    kernel,
    vfs,
    host,
    fork(through = (saved) => saved) {
      const saved = through(kernel.save());
      let now = () => EPOCH;
      const copy = vfs.fork(() => now());
      const second = loadKernel(options, copy, saved);
      now = second.now;
      return benchOf(second, copy, options);
    },
    start,
    settle,
    run(command, options) {
      const [input, [out, stdout], [err, stderr]] = [
        kernel.openFile(host, '/dev/null', { read: true }),
        kernel.pipe(),
        kernel.pipe(),
      ];
      const pid = start(command, { fds: { 0: input, 1: stdout, 2: stderr }, ...options });
      for (const file of [input, stdout, stderr]) kernel.close(file);
      let printed = '';
      let complained = '';
      // A program that prints more than a pipe holds waits for us.
      for (let before = -1; before !== printed.length + complained.length; ) {
        before = printed.length + complained.length;
        settle();
        printed += drain(out);
        complained += drain(err);
      }
      const status = kernel.status(pid);
      kernel.reap(pid);
      return { stdout: printed, stderr: complained, status };
    },
    drain,
    write(path, content, mode = 0o644) {
      const { fs, ino } = open(path, true);
      fs.write(ino, 0, typeof content === 'string' ? encoder.encode(content) : content);
      fs.setattr(ino, { mode });
    },
    text(path) {
      const { fs, ino } = open(path, false);
      return decoder.decode(fs.read(ino, 0, fs.stat(ino).size));
    },
  };
}
