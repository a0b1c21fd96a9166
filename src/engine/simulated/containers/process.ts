import { type Credentials, isErrno, type MountNamespace } from '../../../fs/index.ts';
import type { FileId, Pid, Rlimits, StartProcess } from '../../../os/index.ts';
import type { Daemon } from '../daemon.ts';
import { DAEMON } from '../files.ts';
import { goError } from '../mounts/errors.ts';
import { lookPath } from './executable.ts';
import { homeOf } from './users.ts';

/** A process to be started in a container, and how its descriptors are connected. */
export interface ContainerProcess {
  readonly ns: MountNamespace;
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly credentials: Credentials;
  readonly rlimits: Rlimits;
  readonly tty: boolean;
  /** Is standard input a pipe (or the terminal), or /dev/null? */
  readonly stdin: boolean;
  readonly hostname: string;
  readonly pidNamespace: StartProcess['pidNamespace'];
  readonly network: string;
  readonly size: { readonly columns: number; readonly rows: number };
  /** Run it under the init that `--init` brings. */
  readonly init?: string;
}

/** A started process with our ends of its descriptors. */
export interface Started {
  readonly pid: Pid;
  readonly stdin?: FileId;
  readonly stdout: FileId;
  readonly stderr?: FileId;
}

/** Why it didn't start, as runc says it. */
export interface Fault {
  readonly fault: string;
}

const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A container's variables: the defaults that Docker puts before those of the configuration, the later wins. */
export function environment(env: readonly string[], hostname: string, tty: boolean): readonly string[] {
  return [DEFAULT_PATH, `HOSTNAME=${hostname}`, ...(tty ? ['TERM=xterm'] : []), ...env];
}

/**
 * Starts a process as runc does: 1. the working directory; 2. the executable, with the rights of the user; 3. the
 * process. What the kernel refuses only at the exec itself (a script whose interpreter is missing) is no failed start: the
 * process says so and ends with 255.
 */
export function startProcess(daemon: Daemon, process: ContainerProcess): Started | Fault {
  const { ns, credentials, cwd, argv } = process;
  const walker = { cwd, credentials };
  try {
    if (ns.stat(cwd, { cwd: '/', credentials }).type !== 'directory')
      return { fault: `chdir to cwd (${JSON.stringify(cwd)}) set in config.json failed: not a directory` };
    ns.access(cwd, { execute: true }, { cwd: '/', credentials });
  } catch (error) {
    if (!isErrno(error)) throw error;
    return { fault: `chdir to cwd (${JSON.stringify(cwd)}) set in config.json failed: ${goError(error)}` };
  }
  const env = variables(process.env);
  env.HOME ??= homeOf(ns, credentials.uid);
  const command = process.init === undefined ? [...argv] : [process.init, '--', ...argv];
  const name = command[0] ?? '';
  const found = lookPath(ns, name, env.PATH, walker);
  if ('fault' in found) return { fault: `exec: ${JSON.stringify(name)}: ${found.fault}` };
  const { ours, theirs, tty } = openDescriptors(daemon, process);
  const { rlimits } = process;
  const base = { cwd, env, credentials, rlimits, namespace: ns, hostname: process.hostname, network: process.network };
  const start = (path: string, words: readonly string[]): Pid => {
    const { pidNamespace } = process;
    const request: StartProcess = {
      path,
      argv: words,
      ...base,
      pidNamespace,
      fds: theirs,
      ...(tty === undefined ? {} : { tty }),
    };
    return daemon.kernel.start(request);
  };
  try {
    const pid = startOrSay(daemon, () => start(found.path, command), found.path, theirs[2]!);
    return pid === undefined ? { pid: -1, ...ours } : { pid, ...ours };
  } finally {
    for (const file of new Set(Object.values(theirs))) daemon.kernel.close(file);
  }
}

/** The later of two wins; a name without `=` takes the variable away (moby container.ReplaceOrAppendEnvValues). */
function variables(entries: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const entry of entries) {
    const equals = entry.indexOf('=');
    if (equals < 0) delete env[entry];
    else env[entry.slice(0, equals)] = entry.slice(equals + 1);
  }
  return env;
}

/** A process that the kernel won't start leaves its reason on standard error. */
function startOrSay(daemon: Daemon, start: () => Pid, path: string, stderr: FileId): Pid | undefined {
  try {
    return start();
  } catch (error) {
    if (!isErrno(error)) throw error;
    daemon.kernel.write(stderr, new TextEncoder().encode(`exec ${path}: ${goError(error)}\n`));
    return undefined;
  }
}

interface Descriptors {
  readonly ours: Omit<Started, 'pid'>;
  readonly theirs: Readonly<Record<number, FileId>>;
  readonly tty?: FileId;
}

function openDescriptors(daemon: Daemon, { ns, tty, stdin, size }: ContainerProcess): Descriptors {
  const { kernel } = daemon;
  if (tty) {
    const { master, slave } = kernel.pty(size);
    return { ours: { stdin: master, stdout: master }, theirs: { 0: slave, 1: slave, 2: slave }, tty: slave };
  }
  const [stdout, out] = kernel.pipe();
  const [stderr, err] = kernel.pipe();
  if (stdin) {
    const [input, ours] = kernel.pipe();
    return { ours: { stdin: ours, stdout, stderr }, theirs: { 0: input, 1: out, 2: err } };
  }
  return { ours: { stdout, stderr }, theirs: { 0: openNull(daemon, ns), 1: out, 2: err } };
}

/** The host's /dev/null: the container's may be covered. */
function openNull(daemon: Daemon, ns: MountNamespace): FileId {
  const namespace = hasNull(ns) ? ns : daemon.host;
  return daemon.kernel.openFile(namespace, '/dev/null', { read: true });
}

function hasNull(ns: MountNamespace): boolean {
  try {
    return ns.stat('/dev/null', DAEMON).type === 'chardev';
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
