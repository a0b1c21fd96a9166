import { Errno, isErrno } from '../../fs/index.ts';
import { fromBytes } from '../bytes.ts';
import { join, readFile } from '../files.ts';
import { complain, say } from '../messages.ts';
import { commandText } from '../print/command.ts';
import { scriptState } from '../start.ts';
import { type Frame, flag, type Shell, type SimpleFrame } from '../state.ts';
import { environment, getVariable } from '../variables.ts';
import { startError } from './errors.ts';
import { addJob } from './jobs.ts';

/** bash's own PATH where none is set. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The file that a command's name leads to; bash remembers it.
 * @throws {Errno} ENOENT, EACCES, EISDIR
 */
export function findCommand(shell: Shell, name: string, path?: string): string {
  const { state, sys } = shell;
  if (name.includes('/')) {
    if (sys.stat(name).type === 'directory') throw new Errno('EISDIR');
    return name;
  }
  if (name === '') throw new Errno('ENOENT');
  const known = path === undefined ? state.hashed.get(name) : undefined;
  if (known && isFile(shell, known.path)) {
    known.hits++;
    return known.path;
  }
  const folders = path ?? getVariable(shell, 'PATH');
  // Without PATH there is the working folder; busybox's shell has its applets in itself.
  if (folders === undefined && state.dialect !== 'ash') return findCommand(shell, `./${name}`);
  const found = sys.which(name, folders ?? DEFAULT_PATH);
  if (path === undefined && state.dialect !== 'ash') state.hashed.set(name, { path: found, hits: 1 });
  return found;
}

function isFile(shell: Shell, path: string): boolean {
  try {
    return shell.sys.stat(path).type === 'file';
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** Runs an external command in the foreground: the frame goes on when it has ended. */
export function runExternal(
  shell: Shell,
  frame: SimpleFrame,
  argv: readonly string[],
  extra: Readonly<Record<string, string>>,
): void {
  const { state, sys } = shell;
  const name = argv[0]!;
  let path: string;
  try {
    path = findCommand(shell, name, extra.PATH);
  } catch (error) {
    notFound(shell, name, error);
    return;
  }
  const env = { ...environment(shell), ...extra, ...(state.dialect === 'bash' && { _: path }) };
  if (isTail(shell)) {
    const error = becomeCommand(shell, path, argv, env);
    if (error !== undefined) notFound(shell, name, error, path);
    return;
  }
  const controls = flag(shell, 'm');
  try {
    const pid = sys.spawn({
      path,
      argv,
      env,
      fds: { ...state.fds },
      ...(controls && { pgid: 0 }),
      ...(controls && state.terminal !== undefined && { foreground: state.terminal }),
    });
    const job = addJob(shell, [pid], commandText(frame.command), false);
    state.frames.push({ type: 'wait-job', job: job.id });
  } catch (error) {
    if (isErrno(error, 'ENOEXEC')) startScript(shell, frame, path, argv, env);
    else if (isErrno(error, 'EAGAIN')) throw error;
    else notFound(shell, name, error, path);
  }
}

/** Says that a command can't be run. */
export function notFound(shell: Shell, name: string, error: unknown, path?: string): void {
  const { state } = shell;
  const bash = state.dialect === 'bash';
  const interpreter = bash && path !== undefined && isErrno(error, 'ENOENT') ? interpreterOf(shell, path) : undefined;
  if (interpreter !== undefined) {
    missingInterpreter(shell, path!, interpreter);
    return;
  }
  const { text, status } = startError(shell, path && bash ? path : name, error);
  complain(shell, `${path && bash ? path : name}: ${text}`);
  state.status = status;
}

/** The interpreter that a script asks for in its first line. */
function interpreterOf(shell: Shell, path: string): string | undefined {
  return /^#![ \t]*([^ \t\n]+)/.exec(readFile(shell.sys, path) ?? '')?.[1];
}

function missingInterpreter(shell: Shell, path: string, interpreter: string): void {
  const { state } = shell;
  if (state.version === '5.2') {
    complain(shell, `${path}: cannot execute: required file not found`);
    state.status = 127;
    return;
  }
  say(shell, `${state.name}: ${path}: ${interpreter}: bad interpreter: No such file or directory`);
  state.status = 126;
}

/** Is this the last that the process does? Then the command may take its place, as in the shells themselves. */
function isTail(shell: Shell): boolean {
  const { state } = shell;
  if (state.interactive && state.subshell === 0) return false;
  if (state.subshell === 0 && !state.fromString) return false;
  if (!state.inheritedTraps && [...state.traps.values()].some((command) => command !== '')) return false;
  if (state.jobs.some((job) => !job.inherited) || state.output.length > 0) return false;
  const below = state.frames.slice(0, -1);
  return below.every((frame) => isDone(frame));
}

function isDone(frame: Frame): boolean {
  if (frame.type === 'list') return frame.index >= frame.list.length;
  if (frame.type === 'and-or') return frame.index > frame.command.rest.length;
  if (frame.type !== 'input') return false;
  return frame.kind === 'string' && frame.script.text.slice(frame.script.at).trim() === '';
}

/** exec(2): what the script calls 0, 1, 2 … is what the program finds there. Returns the Errno if it can't be run. */
export function becomeCommand(
  shell: Shell,
  path: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): unknown {
  realizeDescriptors(shell);
  try {
    shell.sys.exec(path, argv, env);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code !== 'ENOEXEC') return error;
    becomeScript(shell, path, argv, env);
  }
  return undefined;
}

/** Moves the kernel's descriptors to the numbers that the script knows them by, and closes all others. */
export function realizeDescriptors(shell: Shell): void {
  const { state, sys } = shell;
  const wanted = Object.entries(state.fds).map(([number, fd]) => [Number(number), fd] as const);
  const high = wanted.map(([number, fd]) => [number, sys.dup(fd, undefined, 512)] as const);
  for (const fd of sys.fds()) if (fd < 512) sys.close(fd);
  for (const [number, fd] of high) {
    sys.dup(fd, number);
    sys.close(fd);
  }
  state.fds = Object.fromEntries(wanted.map(([number]) => [number, number]));
}

/** A file that is no program and has no `#!`: the shell runs it itself, in a process of its own. */
function startScript(
  shell: Shell,
  frame: SimpleFrame,
  path: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): void {
  const { state, sys } = shell;
  const text = scriptText(shell, path);
  if (text === undefined) {
    complain(shell, `${argv[0]}: cannot execute binary file: Exec format error`);
    state.status = 126;
    return;
  }
  const controls = flag(shell, 'm');
  const child = scriptState(shell, path, argv.slice(1), env, text);
  const pid = sys.fork(child, {
    fds: { ...state.fds },
    ...(controls && { pgid: 0 }),
    ...(controls && state.terminal !== undefined && { foreground: state.terminal }),
  });
  const job = addJob(shell, [pid], commandText(frame.command), false);
  state.frames.push({ type: 'wait-job', job: job.id });
}

/** The same in this process. */
function becomeScript(
  shell: Shell,
  path: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): void {
  const { state } = shell;
  const text = scriptText(shell, path);
  if (text === undefined) {
    complain(shell, `${argv[0]}: cannot execute binary file: Exec format error`);
    state.status = 126;
    return;
  }
  const next = scriptState(shell, path, argv.slice(1), env, text);
  state.frames.splice(0);
  Object.assign(state, next);
}

/** A script's text; undefined: it looks like something else. */
function scriptText(shell: Shell, path: string): string | undefined {
  const { sys } = shell;
  const fd = sys.open(path, { read: true });
  const chunks: Uint8Array[] = [];
  for (let chunk = sys.tryRead(fd); chunk && chunk.length > 0; chunk = sys.tryRead(fd)) chunks.push(chunk);
  sys.close(fd);
  const bytes = join(chunks);
  const line = bytes.subarray(0, Math.max(0, bytes.indexOf(10)) || bytes.length);
  return line.includes(0) ? undefined : fromBytes(bytes);
}
