import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { OptionSpec, Parsed } from './applet.ts';
import { blockSize } from './block-size.ts';
import { attempt, type Command, choose, fileApplet, readLines } from './command.ts';
import { matcher } from './compare.ts';
import { inodeKey } from './copy-plan.ts';
import { quote, quoteFile } from './quote.ts';
import { type BlockSize, busyboxSize, inBlocks, parseBlockSize } from './sizes.ts';
import { strftime } from './times.ts';
import { type Met, type Visited, walk } from './walk.ts';

interface Plan {
  readonly all: boolean;
  readonly apparent: boolean;
  readonly inodes: boolean;
  readonly maxDepth: number;
  readonly separate: boolean;
  readonly total: boolean;
  readonly countLinks: boolean;
  readonly follow: 'never' | 'argument' | 'always';
  readonly oneFileSystem: boolean;
  readonly block: BlockSize;
  readonly threshold: number | undefined;
  readonly end: string;
  readonly time: 'mtime' | 'atime' | 'ctime' | undefined;
  readonly timeFormat: string;
  readonly excluded: readonly ((text: string) => boolean)[];
}

/** What a directory comes to while it is gone through. */
interface Sum {
  own: number;
  below: number;
  latest: number;
}

const GNU_OPTIONS: OptionSpec = {
  all: ['a', 'flag'],
  'apparent-size': [undefined, 'flag'],
  A: ['A', 'flag'],
  'block-size': ['B', 'value'],
  bytes: ['b', 'flag'],
  'count-links': ['l', 'flag'],
  dereference: ['L', 'flag'],
  'dereference-args': ['D', 'flag'],
  H: ['H', 'flag'],
  exclude: [undefined, 'value'],
  'exclude-from': ['X', 'value'],
  'files0-from': [undefined, 'value'],
  'human-readable': ['h', 'flag'],
  inodes: [undefined, 'flag'],
  si: [undefined, 'flag'],
  'max-depth': ['d', 'value'],
  null: ['0', 'flag'],
  'no-dereference': ['P', 'flag'],
  'one-file-system': ['x', 'flag'],
  'separate-dirs': ['S', 'flag'],
  summarize: ['s', 'flag'],
  total: ['c', 'flag'],
  threshold: ['t', 'value'],
  time: [undefined, 'optional'],
  'time-style': [undefined, 'value'],
  k: ['k', 'flag'],
  m: ['m', 'flag'],
};
const TIMES = [
  ['atime', 'access', 'use'],
  ['ctime', 'status'],
] as const;
const STYLES = [['full-iso'], ['long-iso'], ['iso']] as const;
const STYLE_FORMATS: Readonly<Record<string, string>> = {
  'full-iso': '%Y-%m-%d %H:%M:%S.%N %z',
  'long-iso': '%Y-%m-%d %H:%M',
  iso: '%Y-%m-%d',
};

function* gnuPlan(command: Command, parsed: Parsed): Op<Plan> {
  const { order } = parsed;
  const depthText = parsed.value('max-depth');
  const summarize = parsed.has('summarize');
  const all = parsed.has('all');
  let depth = Number.POSITIVE_INFINITY;
  if (depthText !== undefined) {
    if (!/^\d+$/.test(depthText)) command.usage(`invalid maximum depth ${quote(depthText)}`);
    depth = Number(depthText);
  }
  if (all && summarize) command.usage('cannot both summarize and show all entries');
  if (summarize && depthText !== undefined) {
    if (depth === 0) yield* command.say('warning: summarizing is the same as using --max-depth=0');
    else command.usage(`warning: summarizing conflicts with --max-depth=${depth}`);
  }
  const links = order.findLast(({ name }) =>
    ['dereference', 'dereference-args', 'H', 'no-dereference'].includes(name),
  )?.name;
  let threshold: number | undefined;
  const thresholdText = parsed.value('threshold');
  if (thresholdText !== undefined) {
    const sign = thresholdText.startsWith('-') ? -1 : 1;
    const size = parseBlockSize(thresholdText.replace(/^[-+]/, ''));
    if (!size || (sign < 0 && size.unit === 0)) command.die(`invalid --threshold argument ${quote(thresholdText)}`);
    else threshold = sign * size.unit;
  }
  const excluded: ((text: string) => boolean)[] = [];
  const exclude = (pattern: string) => {
    const test = matcher(pattern);
    // A pattern may match a path from any of its components on.
    excluded.push((path) => {
      for (let at = 0; at >= 0; at = path.indexOf('/', at) + 1 || -1) {
        if (test(path.slice(at))) return true;
      }
      return false;
    });
  };
  for (const pattern of parsed.options.get('exclude') ?? []) exclude(pattern);
  for (const file of parsed.options.get('exclude-from') ?? [])
    for (const line of yield* readLines(command, file)) exclude(line);
  let time: Plan['time'];
  const timeWord = parsed.value('time');
  if (timeWord !== undefined)
    time = timeWord === '' ? 'mtime' : (choose(command, '--time', timeWord, TIMES) as Plan['time']);
  const style = parsed.value('time-style') ?? command.sys.env.TIME_STYLE ?? 'long-iso';
  const timeFormat = style.startsWith('+')
    ? style.slice(1)
    : STYLE_FORMATS[choose(command, 'time style', style === 'locale' ? 'long-iso' : style, STYLES)]!;
  const inodes = parsed.has('inodes');
  const apparent = parsed.has('apparent-size') || parsed.has('A') || parsed.has('bytes');
  if (inodes && apparent) yield* command.say('warning: options --apparent-size and -b are ineffective with --inodes');
  return {
    all,
    apparent,
    inodes,
    maxDepth: summarize ? 0 : depth,
    separate: parsed.has('separate-dirs'),
    total: parsed.has('total'),
    countLinks: parsed.has('count-links'),
    follow: links === 'dereference' ? 'always' : links === 'dereference-args' || links === 'H' ? 'argument' : 'never',
    oneFileSystem: parsed.has('one-file-system'),
    block: inodes ? { unit: 1, suffix: '' } : blockSize(command, parsed, 'DU_BLOCK_SIZE'),
    threshold,
    end: parsed.has('null') ? '\0' : '\n',
    time,
    timeFormat,
    excluded,
  };
}

const sizeOf = (stat: Stat, plan: Pick<Plan, 'apparent' | 'inodes'>): number => {
  if (plan.inodes) return 1;
  if (!plan.apparent) return stat.blocks * 512;
  return stat.type === 'file' || stat.type === 'symlink' ? stat.size : 0;
};

function* gnuDu(command: Command): Op<void> {
  const parsed = command.parse(GNU_OPTIONS);
  const plan = yield* gnuPlan(command, parsed);
  const operands = yield* operandsOf(command, parsed);
  const seen = new Set<string>();
  const hashAll = operands.length > 1 || plan.follow === 'always';
  let grand = 0;
  let grandLatest = 0;
  function* print(size: number, latest: number, name: string): Op<void> {
    if (plan.threshold !== undefined && (plan.threshold < 0 ? size > -plan.threshold : size < plan.threshold)) return;
    const time = plan.time === undefined ? '' : `${strftime(plan.timeFormat, latest)}\t`;
    yield* command.print(`${inBlocks(size, plan.block)}\t${time}${name}${plan.end}`);
  }
  for (const operand of operands) {
    const sums: Sum[] = [];
    function* visit(met: Met): Op<Visited> {
      if (met.kind === 'missing' || met.kind === 'dangling') {
        yield* command.fail(`cannot access ${quoteFile(met.path)}: ${met.error!.message}`);
        return undefined;
      }
      if (met.kind === 'cycle') return undefined;
      const stat = met.stat!;
      const directory = met.kind !== 'file';
      if (met.kind === 'pre' || met.kind === 'file') {
        if (plan.excluded.some((test) => test(met.path))) return 'skip';
        const hashed = !plan.countLinks && (hashAll || (!directory && stat.nlink > 1));
        if (hashed && seen.has(inodeKey(stat))) return 'skip';
        if (hashed) seen.add(inodeKey(stat));
        if (plan.oneFileSystem && sums.length > 0 && rootDevice !== undefined && stat.dev !== rootDevice) return 'skip';
        rootDevice ??= stat.dev;
      }
      if (met.kind === 'pre') {
        const latest = plan.time === undefined ? 0 : stat[plan.time];
        // The links of a directory are its own and its folders': --apparent-size counts none of them.
        sums.push({ own: sizeOf(stat, plan), below: 0, latest });
        return undefined;
      }
      let size = sizeOf(stat, plan);
      let latest = plan.time === undefined ? 0 : stat[plan.time];
      if (met.kind === 'unreadable')
        yield* command.fail(`cannot read directory ${quoteFile(met.path)}: ${met.error!.message}`);
      if (directory) {
        const sum = sums.pop()!;
        size = sum.own + (plan.separate ? 0 : sum.below);
        latest = sum.latest;
        const above = sums.at(-1);
        if (above) {
          above.below += sum.own + sum.below;
          above.latest = Math.max(above.latest, latest);
        }
        grand += sum.own;
      } else {
        const above = sums.at(-1);
        if (above) {
          // A file counts as its folder's own, so that -S shows it there.
          above.own += size;
          above.latest = Math.max(above.latest, latest);
        } else grand += size;
      }
      grandLatest = Math.max(grandLatest, latest);
      const shows = directory
        ? met.level <= plan.maxDepth
        : (plan.all && met.level <= plan.maxDepth) || met.level === 0;
      if (shows) yield* print(size, latest, met.path);
      return undefined;
    }
    let rootDevice: number | undefined;
    const path = operand.replace(/(?<=[^/])\/{2,}$/, '/');
    yield* walk(command, path, { follow: plan.follow }, visit);
  }
  if (plan.total) yield* print(grand, grandLatest, 'total');
}

/** The operands, or the names that --files0-from gives. */
function* operandsOf(command: Command, parsed: Parsed): Op<readonly string[]> {
  const from = parsed.value('files0-from');
  if (from === undefined) return parsed.operands.length > 0 ? parsed.operands : ['.'];
  if (parsed.operands.length > 0)
    command.usage(`extra operand ${quote(parsed.operands[0]!)}\nfile operands cannot be combined with --files0-from`);
  return (yield* readLines(command, from, '\0')).filter((name) => name !== '');
}

interface BusyboxPlan {
  readonly all: boolean;
  readonly bytes: boolean;
  readonly links: boolean;
  readonly depth: number;
  readonly follow: 'never' | 'argument' | 'always';
  readonly oneFileSystem: boolean;
  /** Bytes per unit; 0: for people. */
  readonly unit: number;
}

/** busybox's rounding: to the next whole unit. */
const counted = (amount: number, plan: BusyboxPlan): string => {
  const bytes = plan.bytes ? amount : amount * 512;
  return plan.unit === 0 ? busyboxSize(bytes) : String(Math.floor((bytes + Math.floor(plan.unit / 2)) / plan.unit));
};

function* busyboxDu(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    a: ['a', 'flag'],
    b: ['b', 'flag'],
    H: ['H', 'flag'],
    k: ['k', 'flag'],
    L: ['L', 'flag'],
    s: ['s', 'flag'],
    x: ['x', 'flag'],
    d: ['d', 'value'],
    l: ['l', 'flag'],
    c: ['c', 'flag'],
    h: ['h', 'flag'],
    m: ['m', 'flag'],
  });
  const depthText = parsed.value('d');
  if (depthText !== undefined && !/^\d+$/.test(depthText)) command.die(`invalid number '${depthText}'`);
  const last = parsed.order.findLast(({ name }) => /^[hkm]$/.test(name))?.name;
  const plan: BusyboxPlan = {
    all: parsed.has('a') && !parsed.has('s'),
    bytes: parsed.has('b'),
    links: parsed.has('l'),
    depth: parsed.has('s') ? 0 : depthText === undefined ? Number.POSITIVE_INFINITY : Number(depthText),
    follow: parsed.has('L') ? 'always' : parsed.has('H') ? 'argument' : 'never',
    oneFileSystem: parsed.has('x'),
    unit:
      last === 'h'
        ? 0
        : last === 'm'
          ? 1 << 20
          : last === 'k'
            ? 1024
            : parsed.has('b')
              ? 1
              : 'POSIXLY_CORRECT' in sys.env
                ? 512
                : 1024,
  };
  const seen = new Set<string>();
  let total = 0;
  let device: number | undefined;
  function* visit(path: string, level: number): Op<number> {
    yield* command.pace();
    const link = attempt(() => sys.lstat(path));
    if (link instanceof Errno) {
      yield* command.fail(`${path}: ${link.message}`);
      return 0;
    }
    let stat = link;
    if (stat.type === 'symlink' && (plan.follow === 'always' || (plan.follow === 'argument' && level === 0))) {
      const target = attempt(() => sys.stat(path));
      if (target instanceof Errno) {
        yield* command.fail(`${path}: ${target.message}`);
        return 0;
      }
      stat = target;
    }
    if (plan.oneFileSystem) {
      if (level === 0) device = stat.dev;
      else if (stat.dev !== device) return 0;
    }
    let sum = plan.bytes ? stat.size : stat.blocks;
    if (stat.nlink > 1 && !plan.links && stat.type !== 'directory') {
      if (seen.has(inodeKey(stat))) return 0;
      seen.add(inodeKey(stat));
    }
    if (stat.type === 'directory') {
      const entries = attempt(() => sys.readdir(path));
      if (entries instanceof Errno) {
        yield* command.fail(`can't open '${path}': ${entries.message}`);
        return sum;
      }
      const base = path.replace(/(?<=[^/])\/+$/, '');
      for (const { name } of entries) sum += yield* visit(`${base === '/' ? '' : base}/${name}`, level + 1);
    } else if (!plan.all && level > 0) return sum;
    if (level <= plan.depth) yield* command.print(`${counted(sum, plan)}\t${level === 0 ? path : path}\n`);
    return sum;
  }
  for (const path of parsed.operands.length > 0 ? parsed.operands : ['.']) {
    total += yield* visit(path, 0);
  }
  if (parsed.has('c')) yield* command.print(`${counted(total, plan)}\ttotal\n`);
}

export const du = fileApplet('du', (command) => (command.gnu ? gnuDu(command) : busyboxDu(command)));
