import { type Errno, isErrno } from '../../fs/index.ts';
import type { Fd } from '../../os/index.ts';
import { toBytes } from '../bytes.ts';
import { type Context, context } from '../expand/context.ts';
import { expandFields, expandText } from '../expand/words.ts';
import { Failure } from '../failure.ts';
import { complain } from '../messages.ts';
import type { Descriptors, Restore, Shell } from '../state.ts';
import type { Redirect } from '../syntax/nodes.ts';
import { setVariable } from '../variables.ts';

/** Where a command's redirections are collected. */
export interface Redirecting {
  restore?: Restore;
}

/** Something wrong with a redirection; the command is not run. */
class RedirectError {
  constructor(readonly message: string) {}
}

/**
 * Carries out one redirection of a command: from here on the script's descriptors are other ones of the kernel's.
 * @throws {Failure} of scope `command`.
 */
export function applyRedirect(shell: Shell, holder: Redirecting, redirect: Redirect, log: unknown[] | undefined): void {
  const ctx = context(shell, log);
  const { state } = shell;
  holder.restore ??= { fds: state.fds, opened: [] };
  try {
    const { fds, opened } = redirected(ctx, redirect);
    state.fds = fds;
    holder.restore = { ...holder.restore, opened: [...holder.restore.opened, ...opened] };
  } catch (problem) {
    if (!(problem instanceof RedirectError)) throw problem;
    complain(shell, problem.message);
    throw new Failure('command', state.dialect === 'dash' ? 2 : 1);
  }
}

interface Redirected {
  readonly fds: Descriptors;
  readonly opened: readonly Fd[];
}

function redirected(ctx: Context, redirect: Redirect): Redirected {
  const { shell } = ctx;
  const { state } = shell;
  const { operator } = redirect;
  switch (operator) {
    case '<<':
      return into(ctx, redirect, temporary(shell, expandText(ctx, redirect.target)));
    case '<<<':
      return into(ctx, redirect, temporary(shell, `${expandText(ctx, redirect.target)}\n`));
    case '<&':
    case '>&':
      return duplicate(ctx, redirect);
    case '&>':
    case '&>>': {
      const fd = open(shell, file(ctx, redirect), operator === '&>' ? '>' : '>>');
      return { fds: { ...state.fds, 1: fd, 2: fd }, opened: [fd] };
    }
    default:
      return into(ctx, redirect, open(shell, file(ctx, redirect), operator));
  }
}

/** Gives a descriptor of the kernel's the script's number. */
function into(ctx: Context, redirect: Redirect, fd: Fd): Redirected {
  const { shell } = ctx;
  return { fds: { ...shell.state.fds, [number(ctx, redirect)]: fd }, opened: [fd] };
}

/** The descriptor that is redirected; of `{name}` a free one from 10 on, which the variable then holds. */
function number(ctx: Context, redirect: Redirect): number {
  const { shell } = ctx;
  if (typeof redirect.fd === 'number') return redirect.fd;
  if (redirect.fd === undefined) return redirect.operator.startsWith('<') ? 0 : 1;
  let free = 10;
  while (shell.state.fds[free] !== undefined) free++;
  setVariable(shell, redirect.fd, String(free));
  return free;
}

/** The file's name; bash: exactly one field. */
function file(ctx: Context, redirect: Redirect): string {
  const { shell } = ctx;
  if (shell.state.dialect !== 'bash') return expandText(ctx, redirect.target);
  const fields = expandFields(ctx, redirect.target);
  if (fields.length !== 1) throw new RedirectError(`${redirect.target.text}: ambiguous redirect`);
  return fields[0]!;
}

const OPENS = {
  '<': { read: true },
  '>': { write: true, create: true, truncate: true },
  '>|': { write: true, create: true, truncate: true },
  '>>': { write: true, create: true, append: true },
  '<>': { read: true, write: true, create: true },
} as const;

function open(shell: Shell, path: string, operator: keyof typeof OPENS): Fd {
  const { state, sys } = shell;
  const own = ownDescriptor(shell, path, operator);
  if (own !== undefined) return own;
  if (operator === '>' && state.flags.includes('C')) return openNew(shell, path);
  try {
    if (path === '') throw new RedirectError(failedOpen(shell, path, operator, undefined));
    return sys.open(path, OPENS[operator], 0o666);
  } catch (error) {
    if (isErrno(error)) throw new RedirectError(failedOpen(shell, path, operator, error));
    throw error;
  }
}

/** `/dev/fd/N` and `/dev/stdout` are the script's descriptors, not the shell process's own. */
function ownDescriptor(shell: Shell, path: string, operator: keyof typeof OPENS): Fd | undefined {
  const match = /^\/dev\/(?:fd\/(\d+)|std(in|out|err))$/.exec(path);
  if (!match) return undefined;
  const wanted = match[1] !== undefined ? Number(match[1]) : ['in', 'out', 'err'].indexOf(match[2]!);
  const fd = shell.state.fds[wanted];
  if (fd === undefined) return undefined;
  try {
    // A file is opened anew, with a place of its own in it; a pipe or a terminal is the same either way.
    if (shell.sys.fstat(fd).type === 'file') return shell.sys.open(`/proc/self/fd/${fd}`, OPENS[operator]);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  return shell.sys.dup(fd);
}

/**
 * Opens a path for reading, the script's own descriptors among them.
 * @throws {Errno}
 */
export function openPath(shell: Shell, path: string): Fd {
  return ownDescriptor(shell, path, '<') ?? shell.sys.open(path, { read: true });
}

/** `set -C`: an existing file is not overwritten. */
function openNew(shell: Shell, path: string): Fd {
  const { sys } = shell;
  try {
    if (sys.stat(path).type !== 'file') return sys.open(path, { write: true });
  } catch (error) {
    if (!isErrno(error)) throw error;
    try {
      return sys.open(path, { write: true, create: true, exclusive: true }, 0o666);
    } catch (second) {
      if (isErrno(second)) throw new RedirectError(failedOpen(shell, path, '>', second));
      throw second;
    }
  }
  const { dialect } = shell.state;
  if (dialect === 'bash') throw new RedirectError(`${path}: cannot overwrite existing file`);
  throw new RedirectError(
    dialect === 'dash' ? `cannot create ${path}: File exists` : `can't create ${path}: File exists`,
  );
}

/** dash and ash have words of their own for the commonest failure. */
function failedOpen(shell: Shell, path: string, operator: string, error: Errno | undefined): string {
  const { dialect } = shell.state;
  const missing = error === undefined || error.code === 'ENOENT' || error.code === 'ENOTDIR';
  const text = error?.message ?? 'No such file or directory';
  if (dialect === 'bash') return `${path}: ${text}`;
  const creates = operator !== '<';
  if (dialect === 'dash') {
    const what = creates ? (missing ? 'Directory nonexistent' : text) : missing ? 'No such file' : text;
    return `${creates ? 'cannot create' : 'cannot open'} ${path}: ${what}`;
  }
  const what = creates ? (missing ? 'nonexistent directory' : text) : missing ? 'no such file' : text;
  return `${creates ? "can't create" : "can't open"} ${path}: ${what}`;
}

/** `n>&m`, `n>&-`, bash's `>&file` and `n>&m-`. */
function duplicate(ctx: Context, redirect: Redirect): Redirected {
  const { shell } = ctx;
  const { state, sys } = shell;
  const word = expandText(ctx, redirect.target);
  const bash = state.dialect === 'bash';
  const moved = bash ? /^(\d+)-$/.exec(word) : null;
  if (word === '-') {
    const { [number(ctx, redirect)]: _, ...rest } = state.fds;
    return { fds: rest, opened: [] };
  }
  const source = moved ? moved[1]! : word;
  if (!/^\d+$/.test(source)) return notNumber(ctx, redirect, word);
  const fd = state.fds[Number(source)];
  if (fd === undefined) {
    const what = state.dialect === 'ash' ? `dup2(${source},${number(ctx, redirect)})` : source;
    throw new RedirectError(`${what}: Bad file descriptor`);
  }
  const copy = sys.dup(fd);
  const fds: Record<number, Fd> = { ...state.fds, [number(ctx, redirect)]: copy };
  if (moved) delete fds[Number(source)];
  return { fds, opened: [copy] };
}

function notNumber(ctx: Context, redirect: Redirect, word: string): Redirected {
  const { shell } = ctx;
  const { state } = shell;
  if (state.dialect !== 'dash' && redirect.operator === '>&' && redirect.fd === undefined) {
    const fd = open(shell, word, '>');
    return { fds: { ...state.fds, 1: fd, 2: fd }, opened: [fd] };
  }
  if (state.dialect === 'bash') throw new RedirectError(`${redirect.target.text}: ambiguous redirect`);
  if (state.dialect === 'ash') throw new RedirectError('redir error');
  complain(shell, 'Syntax error: Bad fd number');
  throw new Failure('shell', 2);
}

/** A here-document or here-string: a pipe if it fits in one, else a file without a name. */
function temporary(shell: Shell, text: string): Fd {
  const { sys } = shell;
  const data = toBytes(text);
  const [read, write] = sys.pipe();
  const taken = data.length === 0 ? 0 : sys.tryWrite(write, data);
  sys.close(write);
  if (taken === data.length) return read;
  sys.close(read);
  try {
    const path = `/tmp/sh-thd.${Math.floor(sys.random() * 2 ** 40).toString(36)}`;
    const fd = sys.open(path, { read: true, write: true, create: true, exclusive: true }, 0o600);
    sys.unlink(path);
    for (let at = 0; at < data.length; ) at += sys.tryWrite(fd, data.subarray(at));
    sys.seek(fd, 0);
    return fd;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new RedirectError(`cannot create temp file for here-document: ${error.message}`);
  }
}
