import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { attempt, type Command } from './command.ts';
import type { Owners } from './owners.ts';

/** One file as find's tests see it. */
export interface Found {
  readonly path: string;
  /** The argument that it was found below. */
  readonly root: string;
  readonly level: number;
  /** As seen through links, if links are followed. */
  readonly stat: Stat;
  /** A directory that is met after what is in it (-depth). */
  readonly post: boolean;
}

/** An expression: what find evaluates for every file. */
export type Expression =
  | { readonly kind: 'and' | 'or' | 'comma'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly inner: Expression }
  | { readonly kind: 'test'; readonly name: string; readonly test: Test };

export type Test = (run: FindRun, file: Found) => Op<boolean>;

/** What a run of find knows and remembers. */
export interface FindRun {
  readonly command: Command;
  readonly owners: Owners;
  readonly now: number;
  follow: 'never' | 'argument' | 'always';
  minDepth: number;
  maxDepth: number;
  depth: boolean;
  oneFileSystem: boolean;
  /** Times are counted from the end of the day. */
  dayStart: boolean;
  /** Set by -prune for the present file, by -quit for all. */
  pruned: boolean;
  stopped: boolean;
  /** What is to be done at the end: -exec … +. */
  readonly finish: (() => Op<void>)[];
}

/** The truth of an expression for a file. */
export function* evaluate(run: FindRun, expression: Expression, file: Found): Op<boolean> {
  switch (expression.kind) {
    case 'and':
      if (!(yield* evaluate(run, expression.left, file))) return false;
      return run.stopped ? true : yield* evaluate(run, expression.right, file);
    case 'or':
      return (yield* evaluate(run, expression.left, file)) || run.stopped
        ? true
        : yield* evaluate(run, expression.right, file);
    case 'comma':
      yield* evaluate(run, expression.left, file);
      return run.stopped ? true : yield* evaluate(run, expression.right, file);
    case 'not':
      return !(yield* evaluate(run, expression.inner, file));
    case 'test':
      return yield* expression.test(run, file);
  }
}

/** A test that only looks at the file. */
export const look = (test: (file: Found, run: FindRun) => boolean): Test =>
  function* (run, file) {
    return test(file, run);
  };

/** A number with a sign in front: more than, less than, exactly. */
export interface Measure {
  readonly sign: '+' | '-' | '';
  readonly value: number;
}

export function parseMeasure(text: string): Measure | undefined {
  const m = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(text);
  return m ? { sign: m[1] as Measure['sign'], value: Number(m[2]) } : undefined;
}

export const compare = ({ sign, value }: Measure, actual: number): boolean =>
  sign === '+' ? actual > value : sign === '-' ? actual < value : actual === value;

/** -amin, -mtime and the like: `unit` in seconds. Days are whole ones that have passed, minutes begun ones. */
export function ageTest(which: 'atime' | 'mtime' | 'ctime', { sign, value }: Measure, unit: number): Test {
  return look(({ stat }, run) => {
    let now = run.now;
    if (run.dayStart) now = Math.floor(now / 86_400_000) * 86_400_000 + 86_400_000;
    const age = run.command.gnu ? (now - stat[which]) / 1000 : Math.floor(now / 1000) - Math.floor(stat[which] / 1000);
    const days = unit > 60 || !run.command.gnu;
    if (sign === '+') return days ? age >= (value + 1) * unit : age > value * unit;
    if (sign === '-') return age < value * unit;
    return days ? age >= value * unit && age < (value + 1) * unit : age > (value - 1) * unit && age <= value * unit;
  });
}

/** -empty. */
export const emptyTest: Test = function* (run, file) {
  if (file.stat.type === 'file') return file.stat.size === 0;
  if (file.stat.type !== 'directory') return false;
  const entries = attempt(() => run.command.sys.readdir(file.path));
  if (!(entries instanceof Errno)) return entries.length === 0;
  const { command } = run;
  yield* command.fail(command.gnu ? `'${file.path}': ${entries.message}` : `${file.path}: ${entries.message}`);
  return false;
};

/** The last component, as -name sees it: of `d/` the `d`, of `/` the slash. */
export function lastName(path: string): string {
  const stripped = path.replace(/(?<=[^/])\/+$/, '');
  if (/^\/+$/.test(stripped)) return '/';
  return stripped.slice(stripped.lastIndexOf('/') + 1);
}

/** A regular expression of GNU's and busybox's -regex as JavaScript's; whole paths must match. */
export function regexOf(source: string, type: 'emacs' | 'basic' | 'extended', fold: boolean): RegExp {
  let out = '';
  for (let i = 0; i < source.length; i++) {
    const letter = source[i]!;
    if (letter === '[') {
      let end = i + 1;
      if (source[end] === '^') end++;
      if (source[end] === ']') end++;
      while (end < source.length && source[end] !== ']')
        end += source.startsWith('[:', end) ? source.indexOf(':]', end) + 2 - end : 1;
      out += source
        .slice(i, end + 1)
        .replace(/\[:alpha:\]/g, 'A-Za-z')
        .replace(/\[:digit:\]/g, '0-9')
        .replace(/\[:alnum:\]/g, 'A-Za-z0-9')
        .replace(/\[:space:\]/g, '\\s')
        .replace(/\[:upper:\]/g, 'A-Z')
        .replace(/\[:lower:\]/g, 'a-z')
        .replace(/(?<!^)\[/g, '\\[');
      i = end;
    } else if (letter === '\\' && i + 1 < source.length) {
      const next = source[++i]!;
      const special = type === 'extended' ? '' : type === 'basic' ? '(){}|+?' : '()|';
      out += special.includes(next) ? next : /\w/.test(next) ? next : `\\${next}`;
    } else if ('(){}|'.includes(letter)) out += type === 'extended' ? letter : `\\${letter}`;
    else if ('+?'.includes(letter)) out += type === 'basic' ? `\\${letter}` : letter;
    else out += letter === '/' ? '\\/' : letter;
  }
  return new RegExp(`^(?:${out})$`, fold ? 'is' : 's');
}
