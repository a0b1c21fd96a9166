import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { fromBytes } from '../bytes.ts';
import { readAll } from './applet.ts';
import { setElement } from './awk-arrays.ts';
import { type Checked, checkAwk, misuse } from './awk-check.ts';
import { AwkParser } from './awk-parser.ts';
import { AwkFatalError, AwkRun, AwkRuntimeError, type AwkState, createState } from './awk-run.ts';
import { closeAll, OutputError } from './awk-streams.ts';
import { AwkSyntaxError, unescapeAwk } from './awk-syntax.ts';
import { encodeWord } from './binary.ts';
import { Printed } from './command.ts';
import { compileRegex } from './regex.ts';
import { type Text, textApplet } from './text.ts';
import { TEXT_USAGE } from './usage/texts.ts';

interface Plan {
  readonly source: string;
  readonly file: string | undefined;
  readonly separator: string | undefined;
  readonly assignments: readonly string[];
  readonly operands: readonly string[];
}

/** What it can begin anew from between two records. */
interface Saved {
  readonly plan: Plan;
  readonly state: AwkState;
  readonly status: number;
}

const MAWK_HELP = TEXT_USAGE.awk?.gnu ?? '';

/** The options as mawk reads them: a letter, and its value in the same word or the next. */
function mawkOptions(text: Text): { files: string[]; separator?: string; assignments: string[]; rest: string[] } {
  const { args } = text;
  const files: string[] = [];
  const assignments: string[] = [];
  let separator: string | undefined;
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      i++;
      break;
    }
    if (arg === '-' || !arg.startsWith('-')) break;
    if (arg === '--help' || arg === '-W' || arg === '--usage') throw new Printed(MAWK_HELP);
    if (arg === '--version' || arg === '-V') throw new Printed(TEXT_USAGE.awk?.version ?? '');
    const letter = arg[1]!;
    if (!'Ffv'.includes(letter)) text.die(`not an option: ${arg}`, 2);
    const value = arg.length > 2 ? arg.slice(2) : args[++i];
    if (value === undefined) text.die(`option -${letter} lacks argument`, 2);
    if (letter === 'F') separator = value;
    else if (letter === 'f') files.push(value);
    else {
      if (!/^[A-Za-z_]\w*=/.test(value)) text.die(`improper assignment: -v ${value}`, 2);
      assignments.push(value);
    }
  }
  return { files, assignments, rest: args.slice(i), ...(separator === undefined ? {} : { separator }) };
}

function busyboxOptions(text: Text) {
  if (/^--./.test(text.args[0] ?? '')) text.usage("invalid option -- '-'");
  const parsed = text.parse(
    {
      F: ['F', 'value'],
      v: ['v', 'value'],
      f: ['f', 'value'],
      E: ['E', 'value'],
      e: ['e', 'value'],
    },
    { stopAtOperand: true },
  );
  const assignments = [...(parsed.options.get('v') ?? [])];
  for (const one of assignments) if (!/^[A-Za-z_]\w*=/.test(one)) text.usage();
  const separator = parsed.value('F');
  return {
    files: [...(parsed.options.get('f') ?? []), ...(parsed.options.get('E') ?? [])],
    sources: [...(parsed.options.get('e') ?? [])],
    assignments,
    rest: [...parsed.operands],
    ...(separator === undefined ? {} : { separator }),
  };
}

function* planOf(text: Text): Op<Plan | undefined> {
  const { gnu, sys } = text;
  const options = gnu ? { ...mawkOptions(text), sources: [] } : busyboxOptions(text);
  const sources = options.sources.map(encodeWord);
  for (const file of options.files) {
    try {
      const fd = file === '-' ? 0 : sys.open(file);
      sources.push(encodeWord(fromBytes(yield* readAll(sys, fd))));
      if (file !== '-') sys.close(fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
      text.die(
        gnu ? `cannot open "${file}" (${error.message})` : `can't open '${file}': ${error.message}`,
        gnu ? 2 : 1,
      );
    }
  }
  const rest = [...options.rest];
  if (sources.length === 0) {
    if (rest.length === 0) {
      if (!gnu) text.usage();
      yield* sys.write(2, MAWK_HELP);
      return undefined;
    }
    sources.push(encodeWord(rest.shift()!));
  }
  return {
    source: sources.join('\n'),
    file: options.files[0],
    separator: options.separator,
    assignments: options.assignments,
    operands: rest,
  };
}

/** Reads the program; its mistakes in the words of each awk. */
function check(text: Text, plan: Plan): Checked {
  const { gnu } = text;
  const where = plan.file ?? 'cmd. line';
  const tell = (line: number, message: string): never =>
    gnu
      ? text.die(plan.file === undefined ? `line ${line}: ${message}` : `${plan.file}: line ${line}: ${message}`, 2)
      : text.die(`${where}:${line}: ${message}`);
  let checked: Checked;
  try {
    checked = checkAwk(new AwkParser(plan.source, gnu).parse());
  } catch (error) {
    if (!(error instanceof AwkSyntaxError)) throw error;
    const at = error.token?.kind === 'end' && gnu ? error.line + 1 : error.line;
    return tell(at, gnu ? mawkMistake(error, plan.source) : busyboxMistake(error));
  }
  const { undefinedCalls, end } = checked.program;
  if (undefinedCalls.length > 0) {
    if (!gnu) tell(end, 'Call to undefined function');
    const names = [...new Set(undefinedCalls)]
      .reverse()
      .map((name) => `line ${end + 1}: function ${name} never defined`);
    text.die(names.join(`\n${text.name}: `), 2);
  }
  const wrong = gnu ? misuse(checked) : undefined;
  if (wrong) tell(wrong.line, wrong.message);
  for (const source of plan.source.matchAll(/(?:^|[~(,!&|{;\n]|\|\||&&)\s*\/((?:[^/\\\n]|\\.)+)\//g)) {
    const compiled = compileRegex(source[1]!, { extended: true, awk: true });
    if (!('error' in compiled)) continue;
    const run = new AwkRun(text, checked, createState(gnu, 0));
    text.die(run.badRegex(source[1]!, compiled.error), gnu ? 2 : 1);
  }
  return checked;
}

function busyboxMistake({ message }: AwkSyntaxError): string {
  return message.startsWith('runaway') ? 'Unexpected end of string' : 'Unexpected token';
}

function mawkMistake({ message, token, line }: AwkSyntaxError, source: string): string {
  const word = token?.text ?? '';
  if (message.startsWith('runaway')) {
    const what = message === 'runaway string' ? 'string constant' : 'regular expression';
    return `runaway ${what} ${word.slice(0, 11)} ...`;
  }
  if (token?.kind === 'end') {
    const open = source.split('{').length > source.split('}').length;
    return open ? 'missing } near end of file' : 'syntax error at or near end of file';
  }
  if (message === 'own name')
    return `function parameter cannot be the function\nawk: line ${line}: syntax error at or near ${word}`;
  if (message === 'extra brace') return `extra '}'\nawk: line ${line}: syntax error at or near end of line`;
  if (message === 'unclosed') return `missing ) near ${word}`;
  if (token?.kind === 'newline') return 'syntax error at or near end of line';
  return `syntax error at or near ${word}`;
}

function prepare(text: Text, plan: Plan, checked: Checked): AwkRun {
  const { gnu, sys } = text;
  const state = createState(gnu, sys.random());
  const run = new AwkRun(text, checked, state);
  const environment = state.arrays.get('ENVIRON')!;
  for (const [name, value] of Object.entries(sys.env))
    setElement(environment, encodeWord(name), false, run.input(encodeWord(value)));
  const argv = [text.name, ...plan.operands].map((word) => run.input(encodeWord(word)));
  const list = state.arrays.get('ARGV')!;
  for (const [i, word] of argv.entries()) setElement(list, String(i), true, word);
  state.globals.set('ARGC', argv.length);
  if (plan.separator !== undefined) {
    run.setVariable('FS', unescapeAwk(encodeWord(plan.separator), gnu));
  }
  for (const one of plan.assignments) {
    const equals = one.indexOf('=');
    run.assignText(one.slice(0, equals), unescapeAwk(encodeWord(one.slice(equals + 1)), gnu));
  }
  return run;
}

/** BEGIN, the records, END. */
function* perform(run: AwkRun, text: Text, plan: Plan): Op<void> {
  const { state, checked } = run;
  const { rules } = checked.program;
  const main = rules.filter(({ kind }) => kind === 'pattern' || kind === 'range');
  const ends = rules.filter(({ kind }) => kind === 'END');
  if (state.phase === 'BEGIN') {
    for (const { kind, body } of rules)
      if (kind === 'BEGIN' && body && (yield* run.perform(body)) === 'exit') return yield* finish(run, ends);
    if (main.length === 0 && ends.length === 0) return;
    state.phase = 'main';
  }
  records: for (;;) {
    const record = yield* run.nextRecord({ plan, state, status: run.status } satisfies Saved);
    if (record === undefined) break;
    run.setRecord(record);
    for (const [i, rule] of main.entries()) {
      if (!(yield* matches(run, i, rule))) continue;
      const flow = yield* run.perform(rule.body ?? PRINT);
      if (flow === 'exit') return yield* finish(run, ends);
      if (flow === 'nextfile') run.skipFile();
      if (flow === 'next' || flow === 'nextfile') continue records;
    }
    yield* turnNow(text);
  }
  yield* finish(run, ends);
}

function* turnNow(text: Text): Op<void> {
  if (text.full) yield* text.flush();
}

const PRINT = { kind: 'print', values: [], redirection: undefined } as const;

function* finish(run: AwkRun, ends: Checked['program']['rules']): Op<void> {
  for (const { body } of ends) if (body && (yield* run.perform(body)) === 'exit') return;
}

function* matches(run: AwkRun, number: number, rule: Checked['program']['rules'][number]): Op<boolean> {
  const { state } = run;
  if (!rule.pattern) return true;
  if (rule.kind !== 'range') return run.toBoolean(yield* run.evaluate(rule.pattern));
  if (!state.open[number]) {
    if (!run.toBoolean(yield* run.evaluate(rule.pattern))) return false;
    state.open[number] = true;
  }
  if (run.toBoolean(yield* run.evaluate(rule.to!))) state.open[number] = false;
  return true;
}

/** awk: mawk's on Debian, busybox's own. */
export const awk = textApplet('awk', function* (text: Text): Op<number> {
  const { gnu } = text;
  const saved = text.saved as Saved | undefined;
  const plan = saved?.plan ?? (yield* planOf(text));
  if (!plan) return 0;
  const checked = check(text, plan);
  const run = saved ? new AwkRun(text, checked, saved.state) : prepare(text, plan, checked);
  if (saved) run.status = saved.status;
  try {
    yield* perform(run, text, plan);
  } catch (error) {
    yield* failed(text, run, error);
    run.status = gnu ? 2 : 1;
  }
  yield* closeAll(text, run.state.streams);
  return run.status;
});

function* failed(text: Text, run: AwkRun, error: unknown): Op<void> {
  const { gnu } = text;
  if (error instanceof AwkFatalError) yield* text.say(error.message);
  else if (error instanceof OutputError)
    yield* text.say(
      gnu ? `cannot open "${error.file}" for output (${error.reason})` : `can't open '${error.file}': ${error.reason}`,
    );
  else if (error instanceof AwkRuntimeError) {
    const value = (name: string) => run.toText(run.state.globals.get(name));
    yield* text.say(
      gnu
        ? `run time error: ${error.message}\n\tFILENAME="${value('FILENAME')}" FNR=${value('FNR')} NR=${value('NR')}`
        : `cmd. line:${run.line}: ${error.message}`,
    );
  } else throw error;
}
