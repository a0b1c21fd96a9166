import { Errno, type FileType } from '../../fs/index.ts';
import { attempt, type Command } from './command.ts';
import { matcher } from './compare.ts';
import { execEach, execMany } from './find-exec.ts';
import {
  ageTest,
  compare,
  type Expression,
  emptyTest,
  type FindRun,
  lastName,
  look,
  type Measure,
  regexOf,
  type Test,
} from './find-run.ts';
import { applyMode, parseMode } from './modes.ts';

const TYPES: Readonly<Record<string, FileType | 'block'>> = {
  b: 'block',
  c: 'chardev',
  d: 'directory',
  f: 'file',
  l: 'symlink',
  p: 'fifo',
  s: 'socket',
};

const OPTIONS = new Set(['-L', '-H', '-follow', '-xdev', '-depth', '-noleaf']);
const PLAIN = new Set(['-print', '-print0', '-delete', '-prune', '-quit', '-empty', '-executable']);
const VALUED =
  /^-(name|iname|path|ipath|wholename|regex|type|perm|[acm]time|[acm]min|newer|inum|samefile|user|group|size|links|maxdepth|mindepth)$/;

/** A number with a sign; a wrong one ends find. */
function measure(command: Command, text: string, suffixes: Readonly<Record<string, number>> = {}): Measure {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const m = /^(\d+)([a-z]*)$/.exec(text.slice(sign.length));
  const factor = m ? (m[2] === '' ? (suffixes[''] ?? 1) : suffixes[m[2]!]) : undefined;
  if (!m || factor === undefined) return command.die(`invalid number '${text.slice(sign.length)}'`);
  return { sign: sign as Measure['sign'], value: Number(m[1]) * factor };
}

function parseTest(command: Command, run: FindRun, name: string, value: string): Test {
  const { sys } = command;
  switch (name) {
    case '-print':
    case '-print0':
      return function* (_, file) {
        yield* command.print(file.path + (name === '-print' ? '\n' : '\0'));
        return true;
      };
    case '-delete':
      run.depth = true;
      return function* (_, file) {
        if (file.path === '.') return true;
        const error = attempt(() => (file.stat.type === 'directory' ? sys.rmdir(file.path) : sys.unlink(file.path)));
        if (error instanceof Errno) yield* command.say(`${file.path}: ${error.message}`);
        return true;
      };
    case '-prune':
      return look(() => {
        run.pruned = true;
        return true;
      });
    case '-quit':
      return look(() => {
        run.stopped = true;
        return true;
      });
    case '-empty':
      return emptyTest;
    case '-executable':
      return look(({ path }) => sys.access(path, { execute: true }));
    case '-name':
    case '-iname': {
      const test = matcher(value, { fold: name === '-iname' });
      return look(({ path }) => test(lastName(path)));
    }
    case '-path':
    case '-wholename':
    case '-ipath': {
      const test = matcher(value, { fold: name === '-ipath' });
      return look(({ path }) => test(path));
    }
    case '-regex': {
      const regexp = regexOf(value, 'basic', false);
      return look(({ path }) => regexp.test(path));
    }
    case '-type': {
      const kinds = value.split(',').map((letter) => {
        const kind = TYPES[letter];
        return kind ?? command.die(`invalid argument '${value}' to '-type'`);
      });
      return look(({ stat }) => kinds.includes(stat.type));
    }
    case '-perm': {
      const sign = /^[-+/]/.exec(value)?.[0] ?? '';
      const changes = parseMode(value.slice(sign.length), 'busybox');
      if (!changes) return command.die(`invalid mode '${value}'`);
      const bits = applyMode(changes, 0, false, 0);
      return look(({ stat }) => {
        if (sign === '+' || sign === '/') return (stat.mode & bits) !== 0;
        if (sign === '-') return (stat.mode & bits) === bits;
        return stat.mode === bits;
      });
    }
    case '-atime':
    case '-ctime':
    case '-mtime':
    case '-amin':
    case '-cmin':
    case '-mmin': {
      const which = { a: 'atime', c: 'ctime', m: 'mtime' }[name[1]!] as 'atime' | 'ctime' | 'mtime';
      return ageTest(which, measure(command, value), name.endsWith('min') ? 60 : 86_400);
    }
    case '-newer': {
      const stat = attempt(() => sys.stat(value));
      if (stat instanceof Errno) return command.die(`can't stat '${value}': ${stat.message}`);
      const than = Math.floor(stat.mtime / 1000);
      return look((file) => Math.floor(file.stat.mtime / 1000) > than);
    }
    case '-inum': {
      const wanted = measure(command, value);
      return look(({ stat }) => stat.ino === wanted.value);
    }
    case '-samefile': {
      const same = attempt(() => sys.stat(value));
      if (same instanceof Errno) return command.die(`can't stat '${value}': ${same.message}`);
      return look(({ stat }) => stat.ino === same.ino && stat.dev === same.dev);
    }
    case '-user': {
      const uid = /^\d+$/.test(value) ? Number(value) : (run.owners.uid(value) ?? command.die(`unknown user ${value}`));
      return look(({ stat }) => stat.uid === uid);
    }
    case '-group': {
      const gid = /^\d+$/.test(value)
        ? Number(value)
        : (run.owners.gid(value) ?? command.die(`unknown group ${value}`));
      return look(({ stat }) => stat.gid === gid);
    }
    case '-size': {
      const wanted = measure(command, value, { '': 512, b: 512, c: 1, w: 2, k: 1024 });
      return look(({ stat }) => compare(wanted, stat.size));
    }
    case '-links': {
      const wanted = measure(command, value);
      return look(({ stat }) => compare(wanted, stat.nlink));
    }
    default: {
      // -maxdepth and -mindepth hold for the whole expression.
      const wanted = measure(command, value);
      if (name === '-maxdepth') run.maxDepth = wanted.value;
      else run.minDepth = wanted.value;
      return look(() => true);
    }
  }
}

/** Reads busybox's expression: groups of tests that all must hold, parted by -o. */
export function parseBusyboxFind(command: Command, run: FindRun, words: readonly string[]): Expression {
  let at = 0;
  let acts = false;
  const always: Expression = { kind: 'test', name: '-true', test: look(() => true) };
  const unrecognized = (word: string) => command.usage(`unrecognized: ${word}`);
  function primary(): Expression {
    const word = words[at++]!;
    if (word === '(') {
      const inner = group();
      if (words[at] !== ')') command.die(`unpaired '('`);
      at++;
      return inner;
    }
    if (word === '!' || word === '-not') {
      if (words[at] === undefined) return always;
      return { kind: 'not', inner: primary() };
    }
    if (OPTIONS.has(word)) {
      if (word === '-L' || word === '-follow') run.follow = 'always';
      else if (word === '-H') run.follow = 'argument';
      else if (word === '-xdev') run.oneFileSystem = true;
      else if (word === '-depth') run.depth = true;
      return always;
    }
    if (/^-(exec|ok)$/.test(word)) {
      acts = true;
      const start = at;
      const ask = word === '-ok';
      for (; at < words.length; at++) {
        if (words[at] === ';' && at > start) {
          const argv = words.slice(start, at++);
          return { kind: 'test', name: word, test: execEach(argv, { dir: false, ask }) };
        }
        if (words[at] === '+' && words[at - 1] === '{}' && at - 1 > start) {
          const argv = words.slice(start, at++ - 1);
          return { kind: 'test', name: word, test: execMany(run, argv, false) };
        }
      }
      return command.die(`${word} requires an argument`);
    }
    if (PLAIN.has(word)) {
      if (/^-(print0?|delete|quit)$/.test(word)) acts = true;
      return { kind: 'test', name: word, test: parseTest(command, run, word, '') };
    }
    if (VALUED.test(word)) {
      const value = words[at++];
      if (value === undefined) return command.die(`${word} requires an argument`);
      return { kind: 'test', name: word, test: parseTest(command, run, word, value) };
    }
    return unrecognized(word);
  }
  function all(): Expression {
    let left = always;
    while (at < words.length && words[at] !== ')' && words[at] !== '-o' && words[at] !== '-or') {
      if (words[at] === '-a' || words[at] === '-and') {
        at++;
        continue;
      }
      left = { kind: 'and', left, right: primary() };
    }
    return left;
  }
  function group(): Expression {
    let left = all();
    while (words[at] === '-o' || words[at] === '-or') {
      at++;
      left = { kind: 'or', left, right: all() };
    }
    return left;
  }
  const expression = group();
  if (at < words.length) return unrecognized(words[at]!);
  if (acts) return expression;
  const print: Expression = { kind: 'test', name: '-print', test: parseTest(command, run, '-print', '') };
  return { kind: 'and', left: expression, right: print };
}
