import { type Errno, isErrno } from '../../fs/index.ts';
import type { Fd, Op, Pid } from '../../os/index.ts';
import { fromBinary } from './binary.ts';
import type { Regex } from './regex.ts';
import { fill, type Input, inputOn, readLine, type Text, takeLine } from './text.ts';

/** What is printed to: a file or a command's standard input. */
interface Output {
  readonly fd: Fd;
  readonly pid?: Pid;
  pending: string;
}

/** What is read with getline: a file or a command's output. */
interface Source {
  readonly input: Input;
  readonly pid?: Pid;
}

/** The open files and commands of a program, as plain data. */
export interface Streams {
  readonly outputs: Map<string, Output>;
  readonly sources: Map<string, Source>;
}

export const createStreams = (): Streams => ({ outputs: new Map(), sources: new Map() });

const PENDING = 4096;

/** A file that can't be written to: ends the program. */
export class OutputError extends Error {
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Starts `sh -c command` with one end of a pipe. */
function* startCommand(text: Text, streams: Streams, command: string, from: boolean): Op<{ fd: Fd; pid: Pid }> {
  const { sys } = text;
  yield* flushAll(text, streams);
  const [read, write] = sys.pipe();
  try {
    const pid = sys.spawn({
      path: '/bin/sh',
      argv: ['sh', '-c', command],
      env: { ...sys.env },
      fds: from ? { 0: 0, 1: write, 2: 2 } : { 0: read, 1: 1, 2: 2 },
    });
    sys.close(from ? write : read);
    return { fd: from ? read : write, pid };
  } catch (error) {
    sys.close(read);
    sys.close(write);
    throw error;
  }
}

/** Prints to `>`, `>>` or `|` of a name. */
export function* writeTo(text: Text, streams: Streams, kind: string, name: string, data: string): Op<void> {
  if (kind !== '|' && (name === '/dev/stdout' || name === '-')) {
    text.put(data);
    if (text.full) yield* text.flush();
    return;
  }
  let output = streams.outputs.get(name);
  if (!output) {
    if (kind === '|') output = { ...(yield* startCommand(text, streams, name, false)), pending: '' };
    else if (name === '/dev/stderr') output = { fd: 2, pending: '' };
    else
      try {
        const how = { read: false, write: true, create: true, truncate: kind === '>', append: kind === '>>' };
        output = { fd: text.sys.open(name, how, 0o666), pending: '' };
      } catch (error) {
        if (!isErrno(error)) throw error;
        throw new OutputError(name, (error as Errno).message);
      }
    streams.outputs.set(name, output);
  }
  output.pending += data;
  if (output.pending.length >= PENDING || (output.fd === 2 && text.gnu)) yield* flushOutput(text, output);
}

function* flushOutput({ sys }: Text, output: Output): Op<void> {
  if (output.pending === '') return;
  const data = fromBinary(output.pending);
  output.pending = '';
  try {
    yield* sys.write(output.fd, data);
  } catch (error) {
    if (!isErrno(error, 'EPIPE')) throw error;
  }
}

export function* flushAll(text: Text, streams: Streams): Op<void> {
  yield* text.flush();
  for (const output of streams.outputs.values()) yield* flushOutput(text, output);
}

/** fflush(name): -1 if nothing of that name is open. */
export function* flushNamed(text: Text, streams: Streams, name: string): Op<number> {
  if (name === '/dev/stdout') {
    yield* text.flush();
    return 0;
  }
  const output = streams.outputs.get(name);
  if (!output) return -1;
  yield* flushOutput(text, output);
  return 0;
}

/** system(): the command's status. */
export function* runSystem(text: Text, streams: Streams, command: string): Op<number> {
  const { sys } = text;
  yield* flushAll(text, streams);
  try {
    return yield* statusOf(
      text,
      sys.spawn({ path: '/bin/sh', argv: ['sh', '-c', command], env: { ...sys.env }, fds: { 0: 0, 1: 1, 2: 2 } }),
    );
  } catch (error) {
    if (isErrno(error)) return 127;
    throw error;
  }
}

function* statusOf({ sys }: Text, pid: Pid): Op<number> {
  const { status } = yield* sys.wait(pid);
  if (status.kind === 'exited') return status.status;
  return status.kind === 'signaled' ? 256 : 0;
}

/** close(): the status of a command, 0 of a file, -1 if nothing of that name is open. */
export function* closeNamed(text: Text, streams: Streams, name: string): Op<number> {
  let status = -1;
  const output = streams.outputs.get(name);
  if (output) {
    yield* text.flush();
    yield* flushOutput(text, output);
    if (output.fd > 2) text.sys.close(output.fd);
    streams.outputs.delete(name);
    status = output.pid === undefined ? 0 : yield* statusOf(text, output.pid);
  }
  const source = streams.sources.get(name);
  if (source) {
    if (source.input.fd !== 0) text.sys.close(source.input.fd);
    streams.sources.delete(name);
    status = source.pid === undefined ? 0 : yield* statusOf(text, source.pid);
  }
  return status;
}

/** At the end: everything is written, and the commands that were printed to have ended. */
export function* closeAll(text: Text, streams: Streams): Op<void> {
  yield* flushAll(text, streams);
  for (const [name] of [...streams.outputs]) yield* closeNamed(text, streams, name);
}

/** What getline reads from; undefined: it can't be opened. */
export function* sourceOf(text: Text, streams: Streams, name: string, command: boolean): Op<Input | undefined> {
  const found = streams.sources.get(name);
  if (found) return found.input;
  let source: Source;
  try {
    if (command) {
      const { fd, pid } = yield* startCommand(text, streams, name, true);
      source = { input: inputOn(fd), pid };
    } else source = { input: inputOn((name === '-' && text.gnu) || name === '/dev/stdin' ? 0 : text.sys.open(name)) };
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
  streams.sources.set(name, source);
  return source.input;
}

/** How records are told apart: by a character, by empty lines, or by an expression. */
export type Separator =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'paragraph' }
  | { readonly kind: 'regex'; readonly regex: Regex };

/** The next record; undefined at the end. `state`: see {@link fill}. */
export function* readRecord(text: Text, input: Input, separator: Separator, state: unknown): Op<string | undefined> {
  if (separator.kind === 'character')
    return takeLine(input, separator.character) ?? (yield* readLine(text, input, state, separator.character));
  if (separator.kind === 'paragraph')
    for (;;) {
      while (input.text[input.at] === '\n') input.at++;
      if (input.at < input.text.length || input.ended) break;
      yield* fill(text, input, state);
    }
  for (;;) {
    const rest = input.text.slice(input.at);
    const found = separator.kind === 'regex' ? nonEmpty(separator.regex, rest) : (/\n\n+/.exec(rest) ?? undefined);
    const end = found && ('end' in found ? found.end : found.index + found[0].length);
    if (found && end !== undefined && (end < rest.length || input.ended)) {
      input.at += end;
      input.searched = input.at;
      return rest.slice(0, found.index);
    }
    if (input.ended) {
      input.at = input.searched = input.text.length;
      if (rest === '') return undefined;
      return rest.replace(/\n$/, '');
    }
    yield* fill(text, input, state);
  }
}

function nonEmpty(regex: Regex, text: string) {
  for (let from = 0; from <= text.length; from++) {
    const found = regex.exec(text, from);
    if (!found || found.end > found.index) return found;
    from = found.index;
  }
  return undefined;
}
