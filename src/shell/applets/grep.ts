import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { matches } from '../expand/pattern.ts';
import { type Applet, readAll, UsageError } from './applet.ts';
import { encodeWord } from './binary.ts';
import { compilePatterns, type Matcher } from './grep-match.ts';
import { type GrepPlan, grepPlan, patternsOf } from './grep-options.ts';
import { quoteName } from './quote.ts';
import { type Input, inputError, inputOn, readLine, type Text, takeLine, textApplet } from './text.ts';

const TROUBLE = 2;

interface State {
  /** Files still to be looked at; folders are replaced by what is in them. */
  queue: { readonly name: string; readonly argument: boolean }[];
  current: string | undefined;
  input: Input | undefined;
  line: number;
  offset: number;
  count: number;
  binary: boolean;
  /** Lines before, that may be shown. */
  held: string[];
  /** How many lines are shown after a match yet. */
  after: number;
  /** The number of the last line shown, 0 if none was in this file. */
  shown: number;
  /** Something with a context was shown, in any file. */
  shownAny: boolean;
  names: boolean;
  matched: boolean;
  trouble: boolean;
}

const COLORS = { match: '01;31', name: '35', line: '32', separator: '36' } as const;

function paint(plan: GrepPlan, color: keyof typeof COLORS, text: string): string {
  return plan.color ? `\x1b[${COLORS[color]}m\x1b[K${text}\x1b[m\x1b[K` : text;
}

const shownName = (plan: GrepPlan, name: string): string => (name === '-' ? plan.label : encodeWord(name));

/** What stands before a line: name, number, offset, each with its separator. */
function prefix(plan: GrepPlan, state: State, separator: string, line: number, offset: number): string {
  let out = '';
  const mark = paint(plan, 'separator', separator);
  if (state.names) out += paint(plan, 'name', shownName(plan, state.current!)) + (plan.nullAfterName ? '\0' : mark);
  if (plan.lineNumbers) out += paint(plan, 'line', plan.initialTab ? String(line).padStart(2) : String(line)) + mark;
  if (plan.byteOffsets) out += paint(plan, 'line', String(offset)) + mark;
  return plan.initialTab && out !== '' ? `${out}\t` : out;
}

/** All matches of a line that aren't empty. */
function* matchesIn(matcher: Matcher, line: string): Generator<readonly [number, number]> {
  for (let at = 0; at <= line.length; ) {
    const found = matcher.find(line, at);
    if (!found) return;
    if (found[1] > found[0]) yield found;
    at = found[1] > found[0] ? found[1] : found[1] + 1;
  }
}

function highlighted(plan: GrepPlan, matcher: Matcher, line: string): string {
  if (!plan.color || plan.invert) return line;
  let out = '';
  let at = 0;
  for (const [from, to] of matchesIn(matcher, line)) {
    out += line.slice(at, from) + paint(plan, 'match', line.slice(from, to));
    at = to;
  }
  return out + line.slice(at);
}

/** Shows a line with a match, the ones before it and the mark between two groups. */
function show(text: Text, plan: GrepPlan, matcher: Matcher, state: State, line: string): void {
  if (plan.output === 'matches') {
    if (plan.invert) return;
    for (const [from, to] of matchesIn(matcher, line))
      text.put(
        `${prefix(plan, state, ':', state.line, state.offset + from)}${paint(plan, 'match', line.slice(from, to))}${plan.separator}`,
      );
    return;
  }
  const first = state.line - state.held.length;
  const context = plan.before > 0 || plan.after > 0;
  if (context && state.shownAny && (state.shown === 0 || first > state.shown + 1) && plan.groupSeparator !== undefined)
    text.put(`${paint(plan, 'separator', plan.groupSeparator)}\n`);
  let offset = state.offset - state.held.reduce((sum, held) => sum + held.length + 1, 0);
  for (const [i, held] of state.held.entries()) {
    text.put(prefix(plan, state, '-', first + i, offset) + held + plan.separator);
    offset += held.length + 1;
  }
  state.held = [];
  text.put(prefix(plan, state, ':', state.line, state.offset) + highlighted(plan, matcher, line) + plan.separator);
  state.shown = state.line;
  state.shownAny = true;
  state.after = plan.after;
}

/** A line without a match: shown after one, or held back for the next. */
function pass(text: Text, plan: GrepPlan, state: State, line: string): void {
  if (state.after > 0) {
    state.after--;
    state.shown = state.line;
    if (plan.output === 'lines') text.put(prefix(plan, state, '-', state.line, state.offset) + line + plan.separator);
  } else if (plan.before > 0 && plan.output === 'lines') {
    state.held.push(line);
    if (state.held.length > plan.before) state.held.shift();
  }
}

/** Reads the current file; true: everything is known that grep was asked. */
function* search(text: Text, plan: GrepPlan, matcher: Matcher, state: State): Op<boolean> {
  const { input } = state as { input: Input };
  for (;;) {
    if (state.count >= plan.maxCount && state.after === 0) break;
    const line = takeLine(input, plan.separator) ?? (yield* readLine(text, input, state, plan.separator));
    if (line === undefined) break;
    if (text.full) yield* text.flush();
    state.line++;
    if (!state.binary && plan.binary !== 'text' && plan.separator === '\n' && input.text.includes('\0')) {
      state.binary = true;
      if (plan.binary === 'skip') {
        state.count = 0;
        break;
      }
    }
    if (state.count < plan.maxCount && matcher.test(line) !== plan.invert) {
      state.count++;
      if (text.gnu || plan.output !== 'without-match') state.matched = true;
      if (plan.output === 'nothing') return true;
      if (plan.output === 'with-matches' || plan.output === 'without-match') break;
      if (plan.output !== 'count') {
        if (state.binary) break;
        show(text, plan, matcher, state, line);
      }
    } else pass(text, plan, state, line);
    state.offset += line.length + 1;
  }
  if (state.count >= plan.maxCount && text.gnu && input.at < input.text.length) giveBack(text, input);
  return false;
}

/** What was read behind the last line looked at is given back to whoever reads on. */
function giveBack(text: Text, input: Input): void {
  try {
    text.sys.seek(input.fd, input.at - input.text.length, 'current');
  } catch (error) {
    if (!isErrno(error, 'ESPIPE')) throw error;
  }
}

/** What is told of a file once it is read. */
function* conclude(text: Text, plan: GrepPlan, state: State): Op<void> {
  const name = shownName(plan, state.current!);
  const end = plan.nullAfterName ? '\0' : '\n';
  if (plan.output === 'with-matches' && state.count > 0) text.put(paint(plan, 'name', name) + end);
  if (plan.output === 'without-match' && state.count === 0) {
    text.put(paint(plan, 'name', name) + end);
    if (!text.gnu) state.matched = true;
  }
  if (plan.output === 'count')
    text.put(
      (state.names ? paint(plan, 'name', name) + (plan.nullAfterName ? '\0' : paint(plan, 'separator', ':')) : '') +
        `${state.count}\n`,
    );
  if (state.binary && state.count > 0 && (plan.output === 'lines' || plan.output === 'matches'))
    yield* text.say(`${state.current === '-' ? plan.label : quoteName(state.current!)}: binary file matches`);
}

/** Opens the next file; folders are looked into, skipped or complained about. undefined: not this one. */
function* openNext(text: Text, plan: GrepPlan, state: State): Op<boolean> {
  const { sys } = text;
  const { name, argument } = state.queue.shift()!;
  state.current = name;
  if (name === '-') {
    state.input = inputOn(0);
    return true;
  }
  try {
    const link = argument || plan.recurse === 'all' ? undefined : sys.lstat(name);
    if (link?.type === 'symlink') return false;
    const stat = link ?? sys.stat(name);
    const base = name.slice(name.lastIndexOf('/') + 1);
    const fits = (patterns: readonly string[]) => patterns.some((pattern) => matches(pattern, argument ? name : base));
    if (stat.type === 'directory') {
      if (plan.recurse !== 'no') {
        if (name !== '.' && fits(plan.excludeDir)) return false;
        const below = sys.readdir(name).map((entry) => ({
          name: name === '' ? entry.name : `${name.replace(/\/+$/, '')}/${entry.name}`,
          argument: false,
        }));
        state.queue.unshift(...below);
        yield* sys.turn();
        return false;
      }
      if (plan.directories === 'skip' || !text.gnu) return false;
      yield* complain(text, plan, state, `${quoteName(name)}: Is a directory`);
      return false;
    }
    if (fits(plan.exclude) || (plan.include.length > 0 && !fits(plan.include))) return false;
    if (plan.recurse !== 'no' && !argument && stat.type !== 'file') return false;
    const fd = sys.open(name);
    if (yield* writesHere(text, plan, state, fd, name)) return false;
    state.input = inputOn(fd);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* complain(text, plan, state, `${text.gnu ? quoteName(name) : name}: ${error.message}`);
    return false;
  }
}

function* complain(text: Text, plan: GrepPlan, state: State, message: string): Op<void> {
  state.trouble = true;
  if (!plan.quietErrors) yield* text.say(message);
}

/** GNU: a file that the output goes to isn't read, it would grow for ever. */
function* writesHere(text: Text, plan: GrepPlan, state: State, fd: number, name: string): Op<boolean> {
  if (!text.gnu || plan.output === 'nothing' || plan.output.endsWith('match') || plan.maxCount <= 1) return false;
  const from = text.sys.fstat(fd);
  const to = text.sys.fstat(1);
  if (from.type !== 'file' || from.ino !== to.ino || from.dev !== to.dev) return false;
  text.sys.close(fd);
  yield* complain(text, plan, state, `${quoteName(name)}: input file is also the output`);
  return true;
}

function* readPatterns(text: Text, plan: GrepPlan): Op<string[]> {
  const patterns = [...plan.patterns];
  for (const file of plan.patternFiles)
    try {
      const fd = file === '-' ? 0 : text.sys.open(file);
      patterns.push(...patternsOf(yield* readAll(text.sys, fd)));
      if (fd !== 0) text.sys.close(fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
      return text.die(`${text.gnu ? quoteName(file) : file}: ${error.message}`, TROUBLE);
    }
  return patterns;
}

interface Saved extends State {
  readonly patterns: readonly string[];
  readonly color: boolean;
}

function* main(text: Text, called: string): Op<number> {
  const options = grepPlan(text, called);
  const before = text.saved as Saved | undefined;
  const patterns = before?.patterns ?? (yield* readPatterns(text, options));
  const plan = { ...options, patterns };
  const { matcher, error, pattern, warnings } = compilePatterns(plan, text.gnu);
  if (!before) for (const warning of warnings) yield* text.say(warning);
  if (!matcher) return text.die(text.gnu ? error! : `bad regex '${pattern}'`, TROUBLE);
  const state = before ?? begin(text, plan);
  while (state.input || state.queue.length > 0) {
    if (!state.input) {
      if (!(yield* openNext(text, plan, state))) continue;
      Object.assign(state, { line: 0, offset: 0, count: 0, binary: false, held: [], after: 0, shown: 0 });
    }
    if (yield* search(text, plan, matcher, state)) return 0;
    const { input } = state as { input: Input };
    if (input.error) {
      if (text.gnu || input.error !== 'EISDIR')
        yield* complain(text, plan, state, `${quoteName(state.current!)}: ${inputError(input)}`);
    } else yield* conclude(text, plan, state);
    if (input.fd !== 0) text.sys.close(input.fd);
    state.input = undefined;
  }
  return state.trouble ? TROUBLE : state.matched ? 0 : 1;
}

function begin(text: Text, plan: GrepPlan): Saved {
  const { names } = plan;
  const here = text.gnu && plan.recurse !== 'no' && names.length === 0;
  const queue = (names.length > 0 ? names : ['-']).map((name) => ({ name, argument: true }));
  // Without an operand GNU's -r looks through the working folder, and leaves `./` away.
  if (here) queue.splice(0, 1, ...text.sys.readdir('.').map(({ name }) => ({ name, argument: false })));
  return {
    patterns: plan.patterns,
    color: plan.color,
    queue,
    current: undefined,
    input: undefined,
    line: 0,
    offset: 0,
    count: 0,
    binary: false,
    held: [],
    after: 0,
    shown: 0,
    shownAny: false,
    names:
      plan.fileNames ??
      (names.length > 1 || here || (plan.recurse !== 'no' && names[0] !== undefined && names[0] !== '-')),
    matched: false,
    trouble: false,
  };
}

/** GNU's usage line stands between the message and the hint; its egrep and fgrep are grep. */
function grepApplet(called: string): Applet {
  return textApplet(called, function* (text: Text): Op<number> {
    if (!text.gnu) return yield* main(text, called);
    const grep: Text = called === 'grep' ? text : { ...text, name: 'grep' };
    try {
      return yield* main(grep, called);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* text.flush();
      const message = error.message === '' ? '' : `grep: ${error.message}\n`;
      const usage = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";
      yield* text.sys.write(2, message + (error.hint ? usage : ''));
      return error.status;
    }
  });
}

export const grep = grepApplet('grep');
export const egrep = grepApplet('egrep');
export const fgrep = grepApplet('fgrep');
