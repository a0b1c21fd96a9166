import { Errno, type ErrnoCode, isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { decodeWord, fromBinary, toBinary } from './binary.ts';
import {
  type Address,
  type Command,
  regexOf,
  type Script,
  ScriptError,
  type SedRegex,
  type Substitution,
} from './sed-script.ts';
import { substituted } from './sed-substitute.ts';
import { type Input, readLine, type Text, takeLine } from './text.ts';

/** How a script is run. */
export interface SedPlan {
  readonly script: Script;
  readonly extended: boolean;
  readonly silent: boolean;
  readonly separate: boolean;
  readonly inPlace: boolean;
  readonly suffix: string;
  /** In place through symbolic links. */
  readonly follow: boolean;
  readonly separator: string;
  readonly unbuffered: boolean;
  readonly width: number;
  readonly names: readonly string[];
}

/** The file that is being edited in place: where its new content goes. */
export interface InPlace {
  readonly name: string;
  readonly temporary: string;
  readonly fd: Fd;
}

/** All that changes during a run: plain data. */
export interface SedState {
  /** The next file. */
  index: number;
  input: Input | undefined;
  inPlace: InPlace | undefined;
  line: number;
  pattern: string;
  /** The pattern space's line has its end. */
  ended: boolean;
  hold: string;
  ranges: { active: boolean; end: number | undefined; closed: boolean }[];
  appends: ({ readonly text: string } | { readonly file: string })[];
  replaced: boolean;
  last: SedRegex | undefined;
  /** D: the next cycle begins without reading. */
  again: boolean;
  /** The pattern space holds a line that no cycle has seen yet. */
  loaded: boolean;
  /** Outputs whose last line has no end yet. */
  open: number[];
  files: { readonly name: string; readonly fd: Fd; readonly read: Input | undefined }[];
  status: number;
  quit: number | undefined;
}

/** Where lines come from: files one after another. */
export interface Lines {
  /** Takes the next line into the pattern space; false: there is none. */
  next(checkpoint: boolean): Op<boolean>;
  /** Is there one more? Of this file alone where files are separate. */
  more(checkpoint: boolean): Op<boolean>;
}

/** One run of a script over its input. */
export function createRunner(text: Text, plan: SedPlan, state: SedState, lines: Lines, put: (data: string) => void) {
  const { gnu, sys } = text;
  const { commands } = plan.script;
  const STDOUT = 1;

  /** Lines go to standard output or the edited file by `put`, to other files at once. */
  function* write(fd: Fd, data: string, ended: boolean): Op<void> {
    const open = state.open.includes(fd);
    const whole = (open ? plan.separator : '') + data + (ended ? plan.separator : '');
    state.open = state.open.filter((other) => other !== fd);
    if (!ended) state.open.push(fd);
    if (fd === STDOUT) put(whole);
    else yield* sys.write(fd, fromBinary(whole));
    if (plan.unbuffered) yield* text.flush();
  }

  /** Text that has its ends already. */
  function* writeText(data: string): Op<void> {
    if (data === '') {
      // An empty text still ends the line before.
      if (state.open.includes(STDOUT)) yield* write(STDOUT, '', false);
      state.open = state.open.filter((fd) => fd !== STDOUT);
      return;
    }
    const ended = data.endsWith(plan.separator);
    yield* write(STDOUT, ended ? data.slice(0, -1) : data, ended);
  }

  function matcher(regex: SedRegex) {
    const used = regex.pattern === '' ? state.last : regex;
    if (!used)
      throw new ScriptError(gnu ? '-e expression #1, char 0: no previous regular expression' : 'no previous regexp');
    state.last = used;
    return regexOf(used, plan.extended);
  }

  function* matches(address: Address): Op<boolean> {
    switch (address.kind) {
      case 'line':
        return state.line === address.line;
      case 'step':
        return state.line >= address.first && (state.line - address.first) % address.step === 0;
      case 'last':
        return !(yield* lines.more(false));
      case 'regex':
        return matcher(address.regex).test(state.pattern);
      default:
        return false;
    }
  }

  /** Is the command meant for this line? Ranges remember whether they have begun. */
  function* selected(index: number, command: Command): Op<boolean> {
    const { from, to } = command;
    if (!to) return from === undefined || (!gnu && from.kind === 'line' && from.line === 0) || (yield* matches(from));
    const range = (state.ranges[index] ??= {
      active: gnu && from?.kind === 'line' && from.line === 0,
      end: undefined,
      closed: false,
    });
    if (!range.active) {
      if (from === undefined || (range.closed && from.kind === 'line')) return false;
      if (!(yield* matches(from))) return false;
      if (to.kind === 'line') range.end = to.line;
      else if (to.kind === 'plus') range.end = state.line + to.lines;
      else if (to.kind === 'multiple')
        range.end = to.of > 0 ? (Math.floor(state.line / to.of) + 1) * to.of : state.line;
      else range.end = undefined;
      if (to.kind === 'last' && (yield* matches(to))) return true;
      if (range.end === undefined || range.end > state.line) range.active = true;
      return true;
    }
    if (range.end !== undefined && to.kind !== 'regex' && to.kind !== 'last') {
      if (state.line >= range.end) {
        range.active = false;
        range.closed = true;
      }
      return state.line <= range.end;
    }
    if (yield* matches(to)) {
      range.active = false;
      range.closed = true;
    }
    return true;
  }

  function* substitute(substitution: Substitution): Op<void> {
    const regex = matcher(substitution.regex);
    const rest = gnu || !state.last ? undefined : regexOf(state.last, plan.extended, true);
    const changed = substituted(state.pattern, substitution, regex, rest);
    if (changed === undefined) return;
    state.pattern = changed;
    state.replaced = true;
    if (substitution.execute) state.pattern = (yield* shell(state.pattern)).replace(/\n$/, '');
    for (let i = 0; i < substitution.print; i++) yield* write(STDOUT, state.pattern, state.ended);
    if (substitution.file !== undefined) yield* toFile(substitution.file, state.pattern);
  }

  /** What a command line prints (GNU's e). */
  function* shell(line: string): Op<string> {
    yield* text.flush();
    const [read, end] = sys.pipe();
    const pid = sys.spawn({ path: '/bin/sh', argv: ['sh', '-c', decodeWord(line)], fds: { 0: 0, 1: end, 2: 2 } });
    sys.close(end);
    let out = '';
    for (;;) {
      const bytes = yield* sys.read(read);
      if (bytes.length === 0) break;
      out += toBinary(bytes);
    }
    sys.close(read);
    yield* sys.wait(pid);
    return out;
  }

  function* toFile(name: string, data: string): Op<void> {
    const file = state.files.find((one) => one.name === name && !one.read);
    yield* write(file?.fd ?? STDOUT, data, state.ended);
  }

  /** What a, r and R have left for the end of the cycle. */
  function* flushAppends(): Op<void> {
    const appends = state.appends;
    state.appends = [];
    for (const append of appends)
      if ('text' in append) yield* writeText(append.text);
      else yield* copyFile(append.file);
  }

  function* copyFile(name: string): Op<void> {
    let fd: Fd;
    try {
      fd = name === '/dev/stdin' ? 0 : sys.open(decodeWord(name));
    } catch (error) {
      if (isErrno(error)) return;
      throw error;
    }
    try {
      for (;;) {
        const bytes = yield* sys.read(fd);
        if (bytes.length === 0) break;
        yield* writeText(toBinary(bytes));
      }
    } catch (error) {
      if (!isErrno(error, 'EISDIR')) throw error;
    }
    // What a file leaves open stays open: the next line follows on it.
    state.open = state.open.filter((other) => other !== STDOUT);
    if (fd !== 0) sys.close(fd);
  }

  /** R: one line of a file. */
  function* nextOf(name: string): Op<void> {
    let file = state.files.find((one) => one.name === name && one.read);
    if (!file) {
      try {
        const fd = sys.open(decodeWord(name));
        file = { name, fd, read: { fd, text: '', at: 0, searched: 0, ended: false, open: false } };
        state.files.push(file);
      } catch (error) {
        if (isErrno(error)) return;
        throw error;
      }
    }
    const line = takeLine(file.read!) ?? (yield* readLine(text, file.read!, undefined));
    if (line !== undefined) state.appends.push({ text: `${line}\n` });
  }

  /** The end of a cycle: the pattern space is printed. */
  function* finish(): Op<void> {
    if (!plan.silent) yield* write(STDOUT, state.pattern, state.ended);
    yield* flushAppends();
  }

  /** Runs the commands once. */
  function* cycle(): Op<void> {
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at]!;
      if ((yield* selected(at, command)) === command.negated) {
        if (command.name === '{') {
          if (command.target < 0) throw new ScriptError('unterminated {');
          at = command.target;
        }
        continue;
      }
      switch (command.name) {
        case '{':
        case '}':
        case ':':
          break;
        case '=':
          yield* writeText(`${state.line}\n`);
          break;
        case 'a':
          state.appends.push({ text: command.text });
          break;
        case 'i':
          yield* writeText(command.text);
          break;
        case 'c':
          if (!command.to || command.negated || !state.ranges[at]!.active) yield* writeText(command.text);
          yield* flushAppends();
          return;
        case 'd':
          yield* flushAppends();
          return;
        case 'D': {
          const end = state.pattern.indexOf('\n');
          yield* flushAppends();
          if (end < 0) return;
          state.pattern = state.pattern.slice(end + 1);
          state.again = true;
          return;
        }
        case 'e':
          if (command.text !== '') yield* writeText(yield* shell(command.text));
          else state.pattern = (yield* shell(state.pattern)).replace(/\n$/, '');
          break;
        case 'F':
          yield* writeText(`${state.index > 0 ? (plan.names[state.index - 1] ?? '-') : '-'}\n`);
          break;
        case 'g':
          state.pattern = state.hold;
          break;
        case 'G':
          state.pattern += `${plan.separator}${state.hold}`;
          break;
        case 'h':
          state.hold = state.pattern;
          break;
        case 'H':
          state.hold += `${plan.separator}${state.pattern}`;
          break;
        case 'x':
          [state.pattern, state.hold] = [state.hold, state.pattern];
          break;
        case 'l':
          if (gnu) yield* writeText(listed(state.pattern, command.number ?? plan.width));
          break;
        case 'n':
          if (!(yield* lines.more(false))) {
            if (gnu || !plan.silent) yield* finish();
            state.quit = 0;
            return;
          }
          yield* finish();
          yield* lines.next(false);
          break;
        case 'N': {
          const before = state.pattern;
          if (!(yield* lines.more(false))) {
            yield* finish();
            state.quit = 0;
            return;
          }
          yield* flushAppends();
          yield* lines.next(false);
          state.pattern = `${before}${plan.separator}${state.pattern}`;
          break;
        }
        case 'p':
          yield* write(STDOUT, state.pattern, state.ended);
          break;
        case 'P':
          yield* writeText(`${state.pattern.split(plan.separator)[0]}${plan.separator}`);
          break;
        case 'q':
          yield* finish();
          state.quit = command.number ?? 0;
          return;
        case 'Q':
          state.quit = command.number ?? 0;
          return;
        case 'r':
          state.appends.push({ file: command.text });
          break;
        case 'R':
          yield* nextOf(command.text);
          break;
        case 's':
          yield* substitute(command.substitution!);
          break;
        case 't':
        case 'T':
          if (state.replaced === (command.name === 't')) {
            state.replaced = false;
            at = jump(command);
          } else state.replaced = false;
          break;
        case 'b':
          at = jump(command);
          break;
        case 'w':
          yield* toFile(command.text, state.pattern);
          break;
        case 'W':
          yield* toFile(command.text, state.pattern.split('\n')[0]!);
          break;
        case 'y':
          state.pattern = [...state.pattern].map((c) => command.map![c.charCodeAt(0)]!).join('');
          break;
        case 'z':
          state.pattern = '';
          break;
      }
      // A script may loop for ever.
      if (command.name === 'b' || command.name === 't' || command.name === 'T') yield* pace();
    }
    yield* finish();
  }

  function jump(command: Command): number {
    if (command.target < 0) throw new ScriptError(`can't find label for jump to '${command.text}'`);
    return command.target - 1;
  }

  let jumps = 0;
  function* pace(): Op<void> {
    if (++jumps % 256 === 0) yield* sys.turn();
  }

  return { cycle };
}

const LISTED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** l: the pattern space unambiguously, folded; a width of 0 or 1 doesn't fold. */
function listed(text: string, width: number): string {
  let out = '';
  let column = 0;
  for (const c of text) {
    const code = c.charCodeAt(0);
    const unit = LISTED[c] ?? (code < 32 || code > 126 ? `\\${code.toString(8).padStart(3, '0')}` : c);
    if (width > 1 && column + unit.length > width - 1) {
      out += '\\\n';
      column = 0;
    }
    out += unit;
    column += unit.length;
  }
  return `${out}$\n`;
}

/** strerror's text of a code. */
export const messageOf = (code: ErrnoCode): string => new Errno(code).message;
