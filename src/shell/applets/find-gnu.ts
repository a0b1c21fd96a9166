import { Errno, type FileType } from '../../fs/index.ts';
import { attempt, type Command } from './command.ts';
import { matcher } from './compare.ts';
import { parseGnuDate } from './dates.ts';
import { execEach, execMany } from './find-exec.ts';
import { emit, fillFormat, listLine, parseFormat, shownPath } from './find-print.ts';
import {
  ageTest,
  compare,
  type Expression,
  emptyTest,
  type FindRun,
  lastName,
  look,
  parseMeasure,
  regexOf,
  type Test,
} from './find-run.ts';
import { applyMode, parseMode } from './modes.ts';
import { parseId } from './owners.ts';
import { quote, quoteFile } from './quote.ts';

const TYPES: Readonly<Record<string, FileType | 'block' | 'door'>> = {
  b: 'block',
  c: 'chardev',
  d: 'directory',
  f: 'file',
  l: 'symlink',
  p: 'fifo',
  s: 'socket',
  D: 'door',
};
const SIZES: Readonly<Record<string, number>> = {
  b: 512,
  c: 1,
  w: 2,
  k: 1024,
  M: 1 << 20,
  G: 1 << 30,
};
/** Options that hold for the whole expression, wherever they stand. */
const GLOBAL = ['-depth', '-d', '-maxdepth', '-mindepth', '-mount', '-xdev', '-noleaf', '-ignore_readdir_race'];
const NO_ARGUMENT = new Set([
  '-depth',
  '-d',
  '-mount',
  '-xdev',
  '-noleaf',
  '-ignore_readdir_race',
  '-noignore_readdir_race',
  '-warn',
  '-nowarn',
  '-daystart',
  '-follow',
  '-empty',
  '-executable',
  '-readable',
  '-writable',
  '-false',
  '-true',
  '-nouser',
  '-nogroup',
  '-print',
  '-print0',
  '-ls',
  '-delete',
  '-prune',
  '-quit',
]);
/** Those after which `-print` isn't added. */
const ACTIONS = /^-(print0?|printf|fprint0?|fprintf|f?ls|exec(dir)?|ok(dir)?|delete|quit)$/;

/** A GNU expression's parser: a cursor over the words. */
interface Parser {
  readonly command: Command;
  readonly run: FindRun;
  readonly words: readonly string[];
  at: number;
  /** An action was seen: nothing is added. */
  acts: boolean;
  prunes: boolean;
  explicitDepth: boolean;
  regexType: 'emacs' | 'basic' | 'extended';
  /** The last test, for the warning about options after tests. */
  lastTest: string | undefined;
  readonly warnings: string[];
}

const join = (kind: 'and' | 'or' | 'comma', left: Expression, right: Expression): Expression => ({ kind, left, right });

function parseComma(p: Parser): Expression {
  let left = parseOr(p);
  while (p.words[p.at] === ',') {
    p.at++;
    requireOperand(p, ',');
    left = join('comma', left, parseOr(p));
  }
  return left;
}

function parseOr(p: Parser): Expression {
  let left = parseAnd(p);
  while (p.words[p.at] === '-o' || p.words[p.at] === '-or') {
    const operator = p.words[p.at++]!;
    requireOperand(p, operator);
    left = join('or', left, parseAnd(p));
  }
  return left;
}

function parseAnd(p: Parser): Expression {
  let left = parseNot(p);
  for (;;) {
    const word = p.words[p.at];
    if (word === '-a' || word === '-and') {
      p.at++;
      requireOperand(p, word);
    } else if (word === undefined || word === ')' || word === ',' || word === '-o' || word === '-or') return left;
    left = join('and', left, parseNot(p));
  }
}

function requireOperand(p: Parser, operator: string): void {
  const word = p.words[p.at];
  if (word === undefined) p.command.die(`expected an expression after ${quote(operator)}`);
  if (word === ')') p.command.die(`expected an expression between ${quote(operator)} and ')'`);
}

function parseNot(p: Parser): Expression {
  const word = p.words[p.at];
  if (word === '!' || word === '-not') {
    p.at++;
    if (p.words[p.at] === undefined) p.command.die(`expected an expression after ${quote(word)}`);
    return { kind: 'not', inner: parseNot(p) };
  }
  return parsePrimary(p);
}

function parsePrimary(p: Parser): Expression {
  const word = p.words[p.at]!;
  if (word === '(') {
    p.at++;
    if (p.words[p.at] === ')') p.command.die('invalid expression; empty parentheses are not allowed.');
    if (p.words[p.at] === undefined)
      p.command.die("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    const inner = parseComma(p);
    if (p.words[p.at] !== ')')
      p.command.die("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    p.at++;
    return inner;
  }
  if (word === ')')
    p.command.die(
      "invalid expression; expected to find a ')' but didn't see one. Perhaps you need an extra predicate after '('",
    );
  if (['-a', '-and', '-o', '-or', ','].includes(word))
    p.command.die(`invalid expression; you have used a binary operator ${quote(word)} with nothing before it.`);
  if (!word.startsWith('-')) {
    const previous = p.words[p.at - 1];
    const hint =
      p.lastTest !== undefined && previous !== undefined
        ? `\nfind: possible unquoted pattern after predicate ${quote(p.lastTest)}?`
        : '';
    p.command.die(`paths must precede expression: ${quote(word)}${hint}`);
  }
  p.at++;
  return { kind: 'test', name: word, test: parseTest(p, word) };
}

const ALWAYS: Test = look(() => true);

function parseTest(p: Parser, name: string): Test {
  const { command, run } = p;
  const { sys } = command;
  if (ACTIONS.test(name)) p.acts = true;
  if (GLOBAL.includes(name) && p.lastTest !== undefined)
    p.warnings.push(
      `warning: you have specified the global option ${name} after the argument ${p.lastTest}, but global options are ` +
        `not positional, i.e., ${name} affects tests specified before it as well as those specified after it.  Please ` +
        'specify global options before other arguments.',
    );
  if (!GLOBAL.includes(name) && !['-daystart', '-follow', '-regextype', '-warn', '-nowarn'].includes(name))
    p.lastTest = name;
  let value = '';
  if (!NO_ARGUMENT.has(name)) {
    if (!KNOWN.test(name)) command.die(`unknown predicate ${quote(name)}`);
    const next = p.words[p.at];
    if (next === undefined) return command.die(`missing argument to ${quote(name)}`);
    value = next;
    p.at++;
  }
  const measure = () => parseMeasure(value) ?? command.die(`invalid argument ${quote(value)} to ${quote(name)}`);
  const whole = () => {
    const read = measure();
    return Number.isInteger(read.value) ? read : command.die(`invalid argument ${quote(value)} to ${quote(name)}`);
  };
  const reference = (path: string) => {
    const stat = attempt(() => (run.follow === 'never' ? sys.lstat(path) : sys.stat(path)));
    return stat instanceof Errno ? command.die(`${quoteFile(path)}: ${stat.message}`) : stat;
  };
  const output = (path: string) => {
    const fd = attempt(() => sys.open(path, { read: false, write: true, create: true, truncate: true }));
    return fd instanceof Errno ? command.die(`${quoteFile(path)}: ${fd.message}`) : fd;
  };
  const format = (text: string) => {
    const { pieces, warnings, error } = parseFormat(text);
    for (const warning of warnings) p.warnings.push(warning);
    if (error !== undefined) command.die(error);
    return pieces;
  };
  switch (name) {
    case '-depth':
    case '-d':
      run.depth = true;
      p.explicitDepth = true;
      return ALWAYS;
    case '-mount':
    case '-xdev':
      run.oneFileSystem = true;
      return ALWAYS;
    case '-noleaf':
    case '-ignore_readdir_race':
    case '-noignore_readdir_race':
    case '-warn':
    case '-nowarn':
    case '-true':
      return ALWAYS;
    case '-daystart':
      run.dayStart = true;
      return ALWAYS;
    case '-follow':
      run.follow = 'always';
      return ALWAYS;
    case '-maxdepth':
    case '-mindepth': {
      if (!/^\d+$/.test(value))
        command.die(`Expected a positive decimal integer argument to ${name}, but got ${quote(value)}`);
      if (name === '-maxdepth') run.maxDepth = Number(value);
      else run.minDepth = Number(value);
      return ALWAYS;
    }
    case '-regextype':
      p.regexType =
        /basic|grep$|sed/.test(value) && value !== 'egrep'
          ? 'basic'
          : /extended|egrep|awk/.test(value)
            ? 'extended'
            : 'emacs';
      return ALWAYS;
    case '-false':
      return look(() => false);
    case '-name':
    case '-iname': {
      const test = matcher(value, { fold: name === '-iname' });
      return look(({ path }) => test(lastName(path)));
    }
    case '-path':
    case '-wholename':
    case '-ipath':
    case '-iwholename': {
      const test = matcher(value, { fold: name.startsWith('-i') });
      return look(({ path }) => test(path));
    }
    case '-lname':
    case '-ilname': {
      const test = matcher(value, { fold: name === '-ilname' });
      return look(({ path, stat }) => {
        if (stat.type !== 'symlink') return false;
        const target = attempt(() => sys.readlink(path));
        return typeof target === 'string' && test(target);
      });
    }
    case '-regex':
    case '-iregex': {
      const regexp = regexOf(value, p.regexType, name === '-iregex');
      return look(({ path }) => regexp.test(path));
    }
    case '-type':
    case '-xtype':
      return typeTest(p, name, value);
    case '-size': {
      const m = /^([-+]?)(\d+)([bcwkMG]?)$/.exec(value);
      if (!m) {
        const last = /^[-+]?\d+(.)$/.exec(value)?.[1];
        return command.die(
          last !== undefined ? `invalid -size type ${quote(last)}` : `Invalid argument ${quote(value)} to -size`,
        );
      }
      const unit = SIZES[m[3] || 'b']!;
      const wanted = { sign: m[1] as '+' | '-' | '', value: Number(m[2]) };
      return look(({ stat }) => compare(wanted, Math.ceil(stat.size / unit)));
    }
    case '-amin':
    case '-cmin':
    case '-mmin':
    case '-atime':
    case '-ctime':
    case '-mtime': {
      const which = { a: 'atime', c: 'ctime', m: 'mtime' }[name[1]!] as 'atime' | 'ctime' | 'mtime';
      return ageTest(which, measure(), name.endsWith('min') ? 60 : 86_400);
    }
    case '-newer':
    case '-anewer':
    case '-cnewer': {
      const than = reference(value).mtime;
      const which = name === '-newer' ? 'mtime' : name === '-anewer' ? 'atime' : 'ctime';
      return look(({ stat }) => stat[which] > than);
    }
    case '-used': {
      const wanted = measure();
      return look(({ stat }) => compare(wanted, Math.ceil((stat.atime - stat.ctime) / 86_400_000)));
    }
    case '-empty':
      return emptyTest;
    case '-executable':
      return look(({ path }) => sys.access(path, { execute: true }));
    case '-readable':
      return look(({ path }) => sys.access(path, { read: true }));
    case '-writable':
      return look(({ path }) => sys.access(path, { write: true }));
    case '-perm': {
      const sign = /^[-/]/.exec(value)?.[0] ?? '';
      const text = value.slice(sign.length);
      const changes = parseMode(text);
      if (!changes || text === '') return command.die(`invalid mode ${quote(value)}`);
      const forFile = applyMode(changes, 0, false, 0);
      const forDirectory = applyMode(changes, 0, true, 0);
      return look(({ stat }) => {
        const bits = stat.type === 'directory' ? forDirectory : forFile;
        if (sign === '-') return (stat.mode & bits) === bits;
        if (sign === '/') return bits === 0 || (stat.mode & bits) !== 0;
        return stat.mode === bits;
      });
    }
    case '-user': {
      const uid = run.owners.uid(value) ?? parseId(value);
      if (uid === undefined) return command.die(`invalid user name or UID argument to -user: ${quote(value)}`);
      return look(({ stat }) => stat.uid === uid);
    }
    case '-group': {
      const gid = run.owners.gid(value) ?? parseId(value);
      if (gid === undefined) return command.die(`invalid group name or GID argument to -group: ${quote(value)}`);
      return look(({ stat }) => stat.gid === gid);
    }
    case '-uid':
    case '-gid': {
      const wanted = whole();
      const which = name === '-uid' ? 'uid' : 'gid';
      return look(({ stat }) => compare(wanted, stat[which]));
    }
    case '-nouser':
      return look(({ stat }) => run.owners.user(stat.uid) === undefined);
    case '-nogroup':
      return look(({ stat }) => run.owners.group(stat.gid) === undefined);
    case '-inum':
    case '-links': {
      const wanted = whole();
      const which = name === '-inum' ? 'ino' : 'nlink';
      return look(({ stat }) => compare(wanted, stat[which]));
    }
    case '-samefile': {
      const same = reference(value);
      return look(({ stat }) => stat.ino === same.ino && stat.dev === same.dev);
    }
    case '-fstype':
      return look(({ path }) => {
        const fs = attempt(() => sys.statfs(path));
        return !(fs instanceof Errno) && fs.type === value;
      });
    case '-print':
      return function* (_, file) {
        yield* emit(run, `${shownPath(run, file.path)}\n`, undefined);
        return true;
      };
    case '-print0':
    case '-fprint0': {
      const fd = name === '-print0' ? undefined : output(value);
      return function* (_, file) {
        yield* emit(run, `${file.path}\0`, fd);
        return true;
      };
    }
    case '-fprint': {
      const fd = output(value);
      return function* (_, file) {
        yield* emit(run, `${file.path}\n`, fd);
        return true;
      };
    }
    case '-printf':
    case '-fprintf': {
      const fd = name === '-printf' ? undefined : output(value);
      let text = value;
      if (name === '-fprintf') text = p.words[p.at++] ?? command.die(`missing argument to ${quote(name)}`);
      const pieces = format(text);
      return function* (_, file) {
        yield* emit(run, fillFormat(pieces, run, file), fd);
        return true;
      };
    }
    case '-ls':
    case '-fls': {
      const fd = name === '-ls' ? undefined : output(value);
      return function* (_, file) {
        yield* emit(run, `${listLine(run, file)}\n`, fd);
        return true;
      };
    }
    case '-delete':
      run.depth = true;
      return deleteTest;
    case '-prune':
      p.prunes = true;
      return look((file) => {
        if (!run.depth && file.stat.type === 'directory') run.pruned = true;
        return true;
      });
    case '-quit':
      return look(() => {
        run.stopped = true;
        return true;
      });
    case '-exec':
    case '-execdir':
    case '-ok':
    case '-okdir': {
      p.at--;
      return execTest(p, name);
    }
    default:
      return newerXY(p, name, value);
  }
}

/** All predicates that take a value. */
const KNOWN =
  /^-(maxdepth|mindepth|regextype|i?name|i?path|i?wholename|i?lname|i?regex|x?type|size|[acm](min|time)|[ac]?newer|newer[aBcmt][aBcmt]|used|perm|user|group|uid|gid|inum|links|samefile|fstype|fprint0?|printf|fprintf|fls|exec(dir)?|ok(dir)?)$/;

const deleteTest: Test = function* (run, file) {
  const { command } = run;
  if (file.path === '.') return true;
  const error = attempt(() =>
    file.stat.type === 'directory' ? command.sys.rmdir(file.path) : command.sys.unlink(file.path),
  );
  if (!(error instanceof Errno)) return true;
  yield* command.fail(`cannot delete ${quoteFile(file.path)}: ${error.message}`);
  return false;
};

function typeTest(p: Parser, name: string, value: string): Test {
  const { command } = p;
  const kinds = new Set<string>();
  if (value === '') command.die(`Arguments to ${name} should contain at least one letter`);
  for (const [i, letter] of value.split(',').entries()) {
    if (letter === '')
      command.die(
        i === value.split(',').length - 1
          ? `Last file type in list argument to ${name} is missing, i.e., list is ending on: ','`
          : `Unknown argument to ${name}: ,`,
      );
    if (!(letter[0]! in TYPES)) command.die(`Unknown argument to ${name}: ${letter[0]}`);
    if (letter.length > 1) command.die(`Must separate multiple arguments to ${name} using: ','`);
    if (kinds.has(TYPES[letter]!)) command.die(`Duplicate file type '${letter}' in the argument list to ${name}.`);
    kinds.add(TYPES[letter]!);
  }
  if (name === '-type') return look(({ stat }) => kinds.has(stat.type));
  return look(({ path, stat }, run) => {
    const other = attempt(() => (run.follow === 'always' ? command.sys.lstat(path) : command.sys.stat(path)));
    return kinds.has(other instanceof Errno ? stat.type : other.type);
  });
}

function newerXY(p: Parser, name: string, value: string): Test {
  const { command, run } = p;
  const [x, y] = [name[6]!, name[7]!];
  const times = { a: 'atime', c: 'ctime', m: 'mtime', B: 'ctime' } as const;
  if (x === 't') command.die(`unknown predicate ${quote(name)}`);
  let than: number;
  if (y === 't') {
    const date = parseGnuDate(value, run.now);
    if (date === undefined)
      return command.die(`I cannot figure out how to interpret ${quote(value)} as a date or time`);
    than = date;
  } else {
    const stat = attempt(() => (run.follow === 'never' ? command.sys.lstat(value) : command.sys.stat(value)));
    if (stat instanceof Errno) return command.die(`${quoteFile(value)}: ${stat.message}`);
    than = stat[times[y as 'a' | 'c' | 'm' | 'B']];
  }
  const which = times[x as 'a' | 'c' | 'm' | 'B'];
  return look(({ stat }) => stat[which] > than);
}

function execTest(p: Parser, name: string): Test {
  const { command, run, words } = p;
  const start = p.at;
  const dir = name.endsWith('dir');
  const ask = name.startsWith('-ok');
  for (let i = start; i < words.length; i++) {
    if (words[i] === ';') {
      if (i === start) break;
      p.at = i + 1;
      return execEach(words.slice(start, i), { dir, ask });
    }
    if (words[i] === '+' && words[i - 1] === '{}' && !ask && i - 1 > start) {
      const argv = words.slice(start, i - 1);
      if (argv.some((word) => word.includes('{}')))
        command.die(`Only one instance of {} is supported with ${name} ... +`);
      p.at = i + 1;
      return execMany(run, argv, dir);
    }
  }
  return command.die(`missing argument to ${quote(name)}`);
}

/** Reads GNU's expression; what isn't one ends find in its words. */
export function parseGnuFind(command: Command, run: FindRun, words: readonly string[], warnings: string[]): Expression {
  const p: Parser = {
    command,
    run,
    words,
    at: 0,
    acts: false,
    prunes: false,
    explicitDepth: false,
    regexType: 'emacs',
    lastTest: undefined,
    warnings,
  };
  const print: Expression = {
    kind: 'test',
    name: '-print',
    test: parseTest({ ...p, words: [], acts: false }, '-print'),
  };
  if (words.length === 0) return print;
  let expression = parseComma(p);
  if (p.at < words.length) {
    if (words[p.at] === ')') command.die("invalid expression; you have too many ')'");
    command.die(`paths must precede expression: ${quote(words[p.at]!)}`);
  }
  if (words.includes('-delete') && p.prunes && !p.explicitDepth)
    command.die(
      'The -delete action automatically turns on -depth, but -prune does nothing when -depth is in effect.  If you want ' +
        'to carry on anyway, just explicitly use the -depth option.',
    );
  if (!p.acts) expression = join('and', expression, print);
  return expression;
}
