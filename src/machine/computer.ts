import { DockerError, type EngineEvent } from '../engine/index.ts';
import type { EngineParts, SimulatedEngine } from '../engine/simulated/index.ts';
import {
  type FileSystem,
  type Ino,
  type MountNamespace,
  ROOT,
  Vfs,
  type VfsCheckpoint,
  writeAll,
} from '../fs/index.ts';
import type { FileEntry } from '../images/entry.ts';
import { dockerInit } from '../images/programs/docker-init.ts';
import { createKernel, type Kernel, type KernelOptions, loadKernel, type Program } from '../os/index.ts';
import { type Completer, shellPrograms } from '../shell/index.ts';
import { accountOf, DOCKER_GID, HOST_TREE, HOSTNAME, LEARNER } from './host.ts';
import type { MachineOptions } from './wire.ts';

/** The parts of one host computer; they find each other through it, so that a restored part replaces its forerunner. */
export interface Computer {
  readonly options: MachineOptions;
  readonly programs: readonly Program[];
  readonly more: MorePrograms | undefined;
  vfs: Vfs;
  host: MountNamespace;
  kernel: Kernel;
  /** Undefined as long as more than the prompt isn't there. */
  engine: SimulatedEngine | undefined;
  /** Told of each event of the engine at once, in the middle of what the daemon does: for looking only. */
  onEvent?: ((event: EngineEvent) => void) | undefined;
}

/** The parts' states at one moment: the disk shares what doesn't change afterwards, the rest is a copy. */
export interface ComputerCheckpoint {
  readonly vfs: VfsCheckpoint;
  readonly kernel: unknown;
  readonly engine: unknown;
}

const DISK_CAPACITY = 512 * 2 ** 20;
const WALKER = { cwd: '/', credentials: ROOT };
const encoder = new TextEncoder();

/**
 * What a machine's prompt can do without, in a chunk of its own: the engine, docker, the commands. Without it a machine
 * shows its prompt and takes what is typed there, and no more.
 */
export interface MorePrograms {
  createEngine(parts: EngineParts): SimulatedEngine;
  loadEngine(parts: EngineParts, saved: unknown): SimulatedEngine;
  /** Docker's daemon, docker, the commands, and the images' own programs. */
  programs(engine: () => SimulatedEngine): readonly Program[];
}

/** Puts a computer together and boots it: files unpacked, devices mounted, the engine's daemon running. */
export function assemble(options: MachineOptions, more?: MorePrograms): Computer {
  const computer = bare(options, more);
  // Before the kernel runs, its clock stands at the epoch: so are the times of the files that the host comes with.
  let now = () => options.epoch;
  computer.vfs = new Vfs(() => now());
  computer.host = computer.vfs.namespace('host');
  const disk = computer.vfs.disk('disk', { capacity: DISK_CAPACITY, inodes: 200_000 });
  unpack(disk, HOST_TREE);
  computer.host.mount('/', { fs: disk, source: '/dev/sda1', options: 'rw,relatime' });
  computer.kernel = createKernel(kernelOptions(computer), computer.vfs);
  now = computer.kernel.now;
  mountSystem(computer);
  computer.engine = more?.createEngine(engineParts(computer));
  if (computer.engine) startDaemon(computer);
  settle(computer);
  layOut(computer);
  return computer;
}

/** What a program among these knows of its command lines, for the shells' Tab: docker, once it is there. */
function completerOf(programs: readonly Program[]): Completer | undefined {
  const docker: (Program & { readonly complete?: Completer }) | undefined = programs.find(
    ({ name }) => name === 'docker',
  );
  return docker?.complete;
}

/** A computer without anything in it but programs. */
function bare(options: MachineOptions, more: MorePrograms | undefined): Computer {
  const programs: Program[] = [
    ...shellPrograms({ completer: (request) => completerOf(programs)?.(request) }),
    dockerInit,
  ];
  const computer = { options, programs, more, engine: undefined } as Partial<Computer> as Computer;
  if (more) programs.push(...more.programs(() => engineOf(computer)));
  return computer;
}

/** The engine. @throws {Error} if it isn't there yet. */
export function engineOf({ engine }: Computer): SimulatedEngine {
  if (!engine) throw new Error('Docker is not on this machine yet.');
  return engine;
}

/** The state now. */
export function checkpointComputer({ vfs, kernel, engine }: Computer): ComputerCheckpoint {
  return { vfs: vfs.checkpoint(), kernel: kernel.save(), engine: engine?.save() };
}

/** Goes back (or elsewhere) in place. */
export function restoreComputer(computer: Computer, checkpoint: ComputerCheckpoint): void {
  computer.vfs.restore(checkpoint.vfs);
  adopt(computer, checkpoint.kernel, checkpoint.engine);
}

/** A second computer with the same state that from here on goes its own way. */
export function forkComputer({ options, more, vfs, kernel, engine }: Computer): Computer {
  const fork = bare(options, more);
  fork.vfs = vfs.fork(() => fork.kernel?.now() ?? options.epoch);
  adopt(fork, kernel.save(), engine?.save());
  return fork;
}

/** Sets kernel and engine to saved states, over the file systems as they are. */
function adopt(computer: Computer, kernel: unknown, engine: unknown): void {
  computer.host = computer.vfs.namespaceOf('host');
  computer.kernel = loadKernel(kernelOptions(computer), computer.vfs, kernel);
  computer.engine = computer.more?.loadEngine(engineParts(computer), engine);
}

function kernelOptions({ options, programs }: Computer): KernelOptions {
  return { epoch: options.epoch, seed: options.seed, programs, hostname: HOSTNAME, errors: [DockerError] };
}

function engineParts(computer: Computer): EngineParts {
  const { options, vfs, host, kernel } = computer;
  const { hiddenImages = false, withoutStores = false } = options;
  const onEvent = (event: EngineEvent) => computer.onEvent?.(event);
  return { vfs, host, kernel, seed: options.seed, hiddenImages, withoutStores, onEvent };
}

/** /proc, /dev and what a running host has in memory. */
function mountSystem({ vfs, host }: Computer): void {
  host.mount('/proc', { fs: vfs.proc('proc', 0), source: 'proc', options: 'rw,nosuid,nodev,noexec,relatime' });
  host.mount('/dev', { fs: vfs.dev('dev', 'host'), source: 'udev', options: 'rw,nosuid,relatime,mode=755' });
  const sys = vfs.tmpfs('sys', { mode: 0o555 });
  host.mount('/sys', { fs: sys, source: 'sysfs', options: 'ro,nosuid,nodev,noexec,relatime', readonly: true });
}

function startDaemon({ kernel, host }: Computer): void {
  const nothing = kernel.openFile(host, '/dev/null', { read: true, write: true });
  kernel.start({
    path: '/usr/sbin/dockerd',
    argv: ['/usr/sbin/dockerd', '-H', 'fd://'],
    env: {},
    cwd: '/',
    credentials: ROOT,
    namespace: host,
    fds: { 0: nothing, 1: nothing, 2: nothing },
    hostname: HOSTNAME,
    network: 'host',
    parent: 1,
  });
  kernel.close(nothing);
}

/** Runs until every process waits. */
function settle({ kernel }: Computer): void {
  while (kernel.run(10_000).state === 'busy');
}

/** The working folder, the socket, and the files that the options ask for. */
function layOut({ options, host }: Computer): void {
  const { home, credentials } = accountOf(options);
  const owner = { uid: credentials.uid, gid: credentials.gid };
  const absolute = (path: string) => (path.startsWith('~/') ? `${home}${path.slice(1)}` : path);
  host.create('/run/docker.sock', { type: 'socket', mode: 0o660 }, WALKER);
  host.setattr('/run/docker.sock', { gid: DOCKER_GID }, WALKER);
  if (options.home !== undefined || options.uid !== undefined) {
    const passwd = readText(host, '/etc/passwd');
    const line = `${LEARNER.name}:x:${options.uid ?? LEARNER.uid}:${options.uid ?? LEARNER.gid}::${home}:/bin/bash`;
    if (options.user === 'learner')
      writeFile(host, '/etc/passwd', encoder.encode(passwd.replace(/^learner:.*$/m, line)), { uid: 0, gid: 0 });
    makeDirectories(host, home, owner);
  }
  if (options.cwd) makeDirectories(host, absolute(options.cwd), owner);
  for (const [path, content] of Object.entries(options.files ?? {})) {
    const at = absolute(path);
    makeDirectories(host, at.slice(0, at.lastIndexOf('/')), owner);
    writeFile(host, at, encoder.encode(content), owner);
  }
}

function readText(host: MountNamespace, path: string): string {
  const { fs, ino } = host.at(host.resolve(path, WALKER));
  return new TextDecoder().decode(fs.read(ino, 0, fs.stat(ino).size));
}

/** mkdir -p, new folders owned by `owner`. */
function makeDirectories(host: MountNamespace, path: string, owner: { uid: number; gid: number }): void {
  if (path === '' || exists(host, path)) return;
  makeDirectories(host, path.slice(0, path.lastIndexOf('/')), owner);
  host.create(path, { type: 'directory', mode: 0o755 }, WALKER);
  host.setattr(path, owner, WALKER);
}

/** Makes or replaces a file. */
export function writeFile(
  host: MountNamespace,
  path: string,
  data: Uint8Array,
  owner: { uid: number; gid: number },
): void {
  const fresh = !exists(host, path);
  const how = { read: false, write: true, create: true, exclusive: false, truncate: true };
  const { fs, ino } = host.at(host.open(path, how, 0o644, WALKER));
  writeAll(fs, ino, 0, data);
  if (fresh) fs.setattr(ino, owner);
}

function exists(host: MountNamespace, path: string): boolean {
  try {
    host.stat(path, WALKER);
    return true;
  } catch {
    return false;
  }
}

/** Files onto a file system's root, in their order: parents come first. */
function unpack(fs: FileSystem, entries: readonly FileEntry[]): void {
  const directories = new Map<string, Ino>([['', fs.root]]);
  for (const entry of entries) {
    const slash = entry.path.lastIndexOf('/');
    const parent = directories.get(entry.path.slice(0, slash));
    if (parent === undefined || entry.type === 'whiteout')
      throw new Error(`the host's tree has no folder for ${entry.path}`);
    const { mode, uid, gid, type } = entry;
    const target = type === 'symlink' ? { target: entry.target } : {};
    const ino = fs.create(parent, entry.path.slice(slash + 1), { type, mode, uid, gid, ...target });
    if (type === 'directory') directories.set(entry.path, ino);
    if (type === 'file') writeAll(fs, ino, 0, entry.content);
  }
}
