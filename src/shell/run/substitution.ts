import { isErrno } from '../../fs/index.ts';
import type { Fd, Wait } from '../../os/index.ts';
import { fromBytes } from '../bytes.ts';
import { context } from '../expand/context.ts';
import { type expandFields, expandText } from '../expand/words.ts';
import { join } from '../files.ts';
import { complain } from '../messages.ts';
import type { Expanding, Frame, Shell } from '../state.ts';
import type { List, Part } from '../syntax/nodes.ts';
import { forkShell } from './fork.ts';
import { reap, statusOf } from './jobs.ts';
import { pop } from './unwind.ts';

/** Starts `$(…)`: its output becomes the next known result of the frame that is on top now. */
export function startSubstitution(shell: Shell, part: Extract<Part, { type: 'command' | 'late' }>): void {
  const { state, sys } = shell;
  if (part.type === 'command' && part.input && state.dialect === 'bash') {
    const fd = openInput(shell, part.input);
    if (fd === undefined) {
      state.status = 1;
      deliver(shell, '');
    } else state.frames.push({ type: 'substitution', fd, pid: 0, chunks: [], ended: false });
    return;
  }
  const [read, write] = sys.pipe();
  let pid: number;
  try {
    pid = forkShell(shell, [bodyFrame(shell, part)], { fds: { ...state.fds, 1: write }, substitution: true });
  } catch (error) {
    sys.close(read);
    throw error;
  } finally {
    sys.close(write);
  }
  state.children.set(pid, undefined);
  state.frames.push({ type: 'substitution', fd: read, pid, chunks: [], ended: false });
}

function bodyFrame(shell: Shell, part: Extract<Part, { type: 'command' | 'late' }>): Frame {
  if (part.type === 'command') return { type: 'list', list: part.body, index: 0 };
  const script = { text: part.source, at: 0, line: shell.state.line, final: true };
  return { type: 'input', kind: 'eval', script, name: `${shell.state.name}: command substitution` };
}

/** `$(<file)`: the file itself. */
function openInput(shell: Shell, word: Parameters<typeof expandFields>[1]): Fd | undefined {
  // Commands in the name would have to run first; `$(<$(…))` reads as one word without them.
  if (word.commands) return undefined;
  const path = expandText(context(shell), word);
  try {
    return shell.sys.open(path, { read: true });
  } catch (error) {
    if (!isErrno(error)) throw error;
    complain(shell, `${path}: ${error.message}`);
    return undefined;
  }
}

/** Reads on; undefined: there is more to do at once. */
export function substitutionStep(shell: Shell, frame: Extract<Frame, { type: 'substitution' }>): Wait | undefined {
  const { state, sys } = shell;
  if (!frame.ended) {
    const chunk = readSome(shell, frame.fd);
    if (chunk === undefined) return sys.readable(frame.fd);
    if (chunk.length > 0) {
      frame.chunks.push(chunk);
      return undefined;
    }
    frame.ended = true;
    sys.close(frame.fd);
  }
  let status = 0;
  if (frame.pid !== 0) {
    reap(shell);
    const ended = state.children.get(frame.pid);
    if (!ended) return sys.childWait();
    state.children.delete(frame.pid);
    status = statusOf(ended);
  }
  pop(shell);
  substituted(shell, status);
  deliver(shell, fromBytes(join(frame.chunks)));
  return undefined;
}

function readSome(shell: Shell, fd: Fd): Uint8Array | undefined {
  try {
    return shell.sys.tryRead(fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
    // `$(<folder)`
    complain(shell, `read error: ${error.message}`);
    return new Uint8Array();
  }
}

/** Its status is the command's if that has no words; in bash `$?` shows it at once. */
function substituted(shell: Shell, status: number): void {
  const { state } = shell;
  const frame = state.frames.at(-1);
  if (frame?.type === 'simple') {
    frame.substituted = true;
    frame.substitutionStatus = status;
  }
  if (state.dialect === 'bash') state.status = status;
}

function deliver(shell: Shell, output: string): void {
  const frame = shell.state.frames.at(-1);
  if (!frame || !('log' in frame)) throw new Error('nobody waits for this output');
  const text = output.includes('\0') ? output.replaceAll('\0', '') : output;
  (frame as Expanding).log.push(text.replace(/\n+$/, ''));
}

/** Starts `<(…)` or `>(…)`: a path that leads to the command through a pipe. */
export function startProcessSubstitution(shell: Shell, body: List, direction: '<' | '>'): string {
  const { state, sys } = shell;
  const [read, write] = sys.pipe();
  const [ours, theirs] = direction === '<' ? [read, write] : [write, read];
  const fds = { ...state.fds, [direction === '<' ? 1 : 0]: theirs };
  const pid = forkShell(shell, [{ type: 'list', list: body, index: 0 }], { fds });
  sys.close(theirs);
  state.children.set(pid, undefined);
  state.lastBackground = pid;
  let number = 63;
  while (state.fds[number] !== undefined) number--;
  // The whole command sees the descriptor; it is closed with the frame that made it.
  const holder = state.frames.findLast((frame) => frame.type === 'simple' || frame.type === 'redirected');
  if (holder && (holder.type === 'simple' || holder.type === 'redirected')) {
    holder.restore = { fds: holder.restore?.fds ?? state.fds, opened: [...(holder.restore?.opened ?? []), ours] };
  }
  state.fds = { ...state.fds, [number]: ours };
  return `/dev/fd/${number}`;
}
