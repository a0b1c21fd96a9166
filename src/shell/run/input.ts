import { isErrno } from '../../fs/index.ts';
import type { Wait } from '../../os/index.ts';
import { fromBytes } from '../bytes.ts';
import { Failure } from '../failure.ts';
import { join } from '../files.ts';
import { interactiveLine } from '../line/interactive.ts';
import { complain, say } from '../messages.ts';
import { flag, type InputFrame, type Shell } from '../state.ts';
import type { HereDocumentWarning, ReadOptions } from '../syntax/lexer.ts';
import { ParseFailure, parseCommand } from '../syntax/parse.ts';
import { describeProblem, type SyntaxProblem } from '../syntax/problem.ts';
import { type Reading, readCommand } from '../syntax/reader.ts';
import { exitShell } from './exit.ts';
import { notify } from './jobs.ts';
import { startTrap } from './signals.ts';
import { pop } from './unwind.ts';

/** Reads the next command of a text and puts it on the stack. */
export function inputStep(shell: Shell, frame: InputFrame): Wait | undefined {
  const { state } = shell;
  if (state.pendingTraps.length > 0 && startTrap(shell)) return undefined;
  const { script } = frame;
  frame.waiting = false;
  if (frame.ran) {
    frame.ran = false;
    if (frame.kind === 'interactive') notify(shell);
  }
  const options = readOptions(shell, script.final);
  const reading: Reading =
    script.at >= script.text.length ? { kind: 'blank', end: script.at } : readCommand(script.text, script.at, options);
  switch (reading.kind) {
    case 'blank':
      verbose(shell, frame, reading.end);
      advance(frame, reading.end);
      if (script.at < script.text.length) return undefined;
      if (!script.final) return more(shell, frame);
      end(shell, frame);
      return undefined;
    case 'incomplete':
      return more(shell, frame);
    case 'error': {
      verbose(shell, frame, reading.end);
      warnOfHereDocuments(shell, frame, reading.warnings);
      report(shell, frame, reading.problem, script.text.slice(script.at));
      advance(frame, reading.end);
      failed(shell, frame, reading.status);
      return undefined;
    }
    case 'command':
      command(shell, frame, reading, options);
      return undefined;
    default:
      return reading satisfies never;
  }
}

function readOptions({ state }: Shell, final: boolean): ReadOptions {
  const aliases = state.dialect !== 'bash' || state.shopt.has('expand_aliases');
  return {
    dialect: state.dialect,
    final,
    extglob: state.shopt.has('extglob'),
    ...(aliases && { aliases: state.aliases }),
  };
}

function command(
  shell: Shell,
  frame: InputFrame,
  reading: Extract<Reading, { kind: 'command' }>,
  options: ReadOptions,
): void {
  const { state } = shell;
  const { script } = frame;
  verbose(shell, frame, reading.end - (reading.source.length - script.text.length));
  warnOfHereDocuments(shell, frame, reading.warnings);
  let list: ReturnType<typeof parseCommand>;
  try {
    list = parseCommand(reading.text, script.line, options);
  } catch (failure) {
    if (!(failure instanceof ParseFailure)) throw failure;
    const problem: SyntaxProblem = { kind: 'words', line: 1, words: ['syntax error'], quotesLine: true };
    report(shell, frame, problem, script.text.slice(script.at));
    script.text = reading.source;
    advance(frame, reading.end);
    failed(shell, frame, 2);
    return;
  }
  script.text = reading.source;
  advance(frame, reading.end);
  frame.ran = true;
  frame.ranAny = true;
  frame.prompted = false;
  if (flag(shell, 'n') && !state.interactive) return;
  state.frames.push({ type: 'list', list, index: 0 });
}

/** bash tells of here-documents that the text's end has ended. */
function warnOfHereDocuments(shell: Shell, frame: InputFrame, warnings: readonly HereDocumentWarning[]): void {
  const { state } = shell;
  if (state.dialect !== 'bash') return;
  for (const { line, startLine, delimiter } of warnings) {
    state.line = frame.script.line + line - 1;
    const from = frame.script.line + startLine - 1;
    complain(shell, `warning: here-document at line ${from} delimited by end-of-file (wanted \`${delimiter}')`);
  }
}

function advance(frame: InputFrame, end: number): void {
  const { script } = frame;
  for (let i = script.text.indexOf('\n', script.at); i >= 0 && i < end; i = script.text.indexOf('\n', i + 1))
    script.line++;
  script.at = end;
  // What was read is not kept where more comes.
  if (frame.feed) {
    script.text = script.text.slice(end);
    script.at = 0;
  }
}

function verbose(shell: Shell, frame: InputFrame, end: number): void {
  if (!flag(shell, 'v') || frame.kind === 'trap') return;
  // dash and ash have read all of `-c` before they know of `set -v`.
  if (frame.kind === 'string' && shell.state.dialect !== 'bash') return;
  const text = frame.script.text.slice(frame.script.at, end);
  if (text !== '') say(shell, text.replace(/\n$/, ''));
}

/** The text has ended. */
function end(shell: Shell, frame: InputFrame): void {
  const { state } = shell;
  if (frame.kind === 'interactive') {
    if (frame.feed?.how === 'terminal') say(shell, state.dialect === 'bash' ? (state.login ? 'logout' : 'exit') : '');
    exitShell(shell, state.status);
    return;
  }
  pop(shell);
  if (frame.status !== undefined) state.status = frame.status;
  else if (!frame.ranAny && (frame.kind === 'eval' || frame.kind === 'source')) state.status = 0;
}

/** A syntax error ends the text that it is in, and a shell that is not interactive. */
function failed(shell: Shell, frame: InputFrame, status: number): void {
  const { state } = shell;
  state.status = status;
  switch (frame.kind) {
    case 'interactive':
      frame.prompted = false;
      frame.script.text = '';
      frame.script.at = 0;
      return;
    case 'string':
    case 'file':
      exitShell(shell, status);
      return;
    default:
      pop(shell);
      state.status = status;
      if (state.dialect !== 'bash' && frame.kind !== 'startup') throw new Failure('shell', 2);
  }
}

function report(shell: Shell, frame: InputFrame, problem: SyntaxProblem, source: string): void {
  const { state } = shell;
  const before = state.line;
  for (const [line, text] of describeProblem(problem, state.dialect, source, state.version)) {
    state.line = frame.script.line + line - 1;
    if (state.dialect !== 'bash') complain(shell, text);
    else if (state.interactive && frame.kind === 'interactive') {
      // The line itself is still on the screen.
      if (!text.startsWith('`')) say(shell, `bash: ${text}`);
    } else say(shell, `${bashPlace(shell, frame)}line ${state.line}: ${text}`);
  }
  state.line = before;
}

function bashPlace(shell: Shell, frame: InputFrame): string {
  const { state } = shell;
  if (frame.name !== undefined) return `${frame.name}: `;
  const name = `${state.name}: `;
  if (frame.kind === 'eval') return `${name}eval: `;
  return frame.kind === 'string' ? `${name}-c: ` : name;
}

/** More text from where it comes from. */
function more(shell: Shell, frame: InputFrame): Wait | undefined {
  const { sys } = shell;
  const { feed, script } = frame;
  if (!feed) {
    script.final = true;
    return undefined;
  }
  if (feed.how === 'terminal') return interactiveLine(shell, frame);
  const text = feed.how === 'bytes' ? readLine(shell, frame) : readBlock(shell, frame);
  if (text === undefined) {
    frame.waiting = true;
    return sys.readable(feed.fd);
  }
  if (text === '') script.final = true;
  else script.text += text;
  return undefined;
}

function read(shell: Shell, fd: number, max: number): Uint8Array | undefined {
  try {
    return shell.sys.tryRead(fd, max);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return new Uint8Array();
  }
}

/** bash takes no more of its standard input than the line: the rest is for the commands. */
function readLine(shell: Shell, frame: InputFrame): string | undefined {
  const fd = frame.feed!.fd;
  const bytes: number[] = [...(frame.pending ?? [])];
  for (;;) {
    const byte = read(shell, fd, 1);
    if (byte === undefined) {
      frame.pending = Uint8Array.from(bytes);
      return undefined;
    }
    if (byte.length === 0 || byte[0] === 10) {
      delete frame.pending;
      return fromBytes(Uint8Array.from([...bytes, ...byte]));
    }
    bytes.push(byte[0]!);
  }
}

/** dash and ash take all they get. */
function readBlock(shell: Shell, frame: InputFrame): string | undefined {
  const chunk = read(shell, frame.feed!.fd, 8192);
  if (chunk === undefined) return undefined;
  const bytes = join([frame.pending ?? new Uint8Array(), chunk]);
  delete frame.pending;
  // A character that is cut in two waits for its other half.
  const cut = chunk.length === 0 ? bytes.length : completeLength(bytes);
  if (cut < bytes.length) frame.pending = bytes.slice(cut);
  if (cut === 0 && chunk.length > 0) return undefined;
  return fromBytes(bytes.subarray(0, cut));
}

function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    const wants = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (wants > 1) return wants > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
