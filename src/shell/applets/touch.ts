import { Errno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { attempt, type Command, choose, fileApplet } from './command.ts';
import { parseBusyboxDate, parseGnuDate, parseStamp } from './dates.ts';
import { quote, quoteFile } from './quote.ts';

/** Which times to set, and to what; undefined: the present. */
interface Plan {
  readonly atime: boolean;
  readonly mtime: boolean;
  readonly times: readonly [atime: number, mtime: number] | undefined;
  readonly create: boolean;
  readonly follow: boolean;
}

/** utimensat(2): the present needs only the right to write, other times the owner's. */
function setTimes(command: Command, path: string, plan: Plan): Errno | undefined {
  const { sys } = command;
  const result = attempt(() => {
    if (!plan.times && plan.atime && plan.mtime) return sys.utimes(path, 'now', 'now', plan.follow);
    const now = sys.now();
    const stat = plan.follow ? sys.stat(path) : sys.lstat(path);
    const [atime, mtime] = plan.times ?? [now, now];
    return sys.utimes(path, plan.atime ? atime : stat.atime, plan.mtime ? mtime : stat.mtime, plan.follow);
  });
  return result instanceof Errno ? result : undefined;
}

function* gnuTouch(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    time: [undefined, 'value'],
    a: ['a', 'flag'],
    m: ['m', 'flag'],
    f: ['f', 'flag'],
    t: ['t', 'value'],
    'no-create': ['c', 'flag'],
    date: ['d', 'value'],
    reference: ['r', 'value'],
    'no-dereference': ['h', 'flag'],
  });
  let atime = parsed.has('a');
  let mtime = parsed.has('m');
  for (const word of parsed.options.get('time') ?? []) {
    const which = choose(command, '--time', word, [
      ['atime', 'access', 'use'],
      ['mtime', 'modify'],
    ]);
    if (which === 'atime') atime = true;
    else mtime = true;
  }
  if (!atime && !mtime) atime = mtime = true;
  const now = sys.now();
  let times: [number, number] | undefined;
  const stamp = parsed.value('t');
  if (stamp !== undefined) {
    const time = parseStamp(stamp, now) ?? command.die(`invalid date format ${quote(stamp)}`);
    times = [time, time];
  }
  const reference = parsed.value('reference');
  const date = parsed.value('date');
  if (times && (reference !== undefined || date !== undefined))
    command.usage('cannot specify times from more than one source');
  if (reference !== undefined) {
    const stat = attempt(() => (parsed.has('no-dereference') ? sys.lstat(reference) : sys.stat(reference)));
    if (stat instanceof Errno) command.die(`failed to get attributes of ${quoteFile(reference)}: ${stat.message}`);
    else times = [stat.atime, stat.mtime];
  }
  if (date !== undefined) {
    const read = (base: number) => parseGnuDate(date, base) ?? command.die(`invalid date format ${quote(date)}`);
    times = times ? [read(times[0]), read(times[1])] : [read(now), read(now)];
    // `touch -d now` may be done by whoever may write.
    if (reference === undefined && times[0] === now) times = undefined;
  }
  if (parsed.operands.length === 0) command.usage('missing file operand');
  const plan: Plan = { atime, mtime, times, create: !parsed.has('no-create'), follow: !parsed.has('no-dereference') };
  for (const path of parsed.operands) {
    yield* command.pace();
    if (path === '-') continue;
    let opened: Errno | undefined;
    if (plan.create && plan.follow) {
      const fd = attempt(() => sys.open(path, { read: false, write: true, create: true }, 0o666));
      if (typeof fd === 'number') sys.close(fd);
      else if (!['EISDIR', 'EINVAL', 'EPERM'].includes(fd.code)) opened = fd;
    }
    const error = setTimes(command, path, plan);
    if (!error) continue;
    if (opened) yield* command.fail(`cannot touch ${quoteFile(path)}: ${opened.message}`);
    else if (plan.create || error.code !== 'ENOENT')
      yield* command.fail(`setting times of ${quoteFile(path)}: ${error.message}`);
  }
}

function* busyboxTouch(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    'no-create': ['c', 'flag'],
    'no-dereference': ['h', 'flag'],
    reference: ['r', 'value'],
    date: ['d', 'value'],
    t: ['t', 'value'],
    a: ['a', 'flag'],
    m: ['m', 'flag'],
    f: ['f', 'flag'],
  });
  const reference = parsed.value('reference');
  if (parsed.operands.length === 0 || (reference !== undefined && parsed.has('t'))) command.usage();
  let times: [number, number] | undefined;
  if (reference !== undefined) {
    const stat = attempt(() => sys.stat(reference));
    if (stat instanceof Errno) command.die(`can't stat '${reference}': ${stat.message}`);
    else times = [stat.atime, stat.mtime];
  }
  const date = parsed.order.findLast(({ name }) => name === 'date' || name === 't')?.value;
  if (date !== undefined) {
    const time = parseBusyboxDate(date, sys.now()) ?? command.die(`invalid date '${date}'`);
    times = [time, time];
  }
  const atime = parsed.has('a') || !parsed.has('m');
  const mtime = parsed.has('m') || !parsed.has('a');
  const plan: Plan = { atime, mtime, times, create: !parsed.has('no-create'), follow: !parsed.has('no-dereference') };
  for (const path of parsed.operands) {
    yield* command.pace();
    let error = setTimes(command, path, plan);
    if (error?.code === 'ENOENT') {
      if (!plan.create) continue;
      const fd = attempt(() => sys.open(path, { write: true, create: true }, 0o666));
      if (typeof fd === 'number') {
        sys.close(fd);
        if (times) setTimes(command, path, plan);
        continue;
      }
      error = fd;
    }
    if (error) yield* command.fail(`${path}: ${error.message}`);
  }
}

export const touch = fileApplet('touch', (command) => (command.gnu ? gnuTouch(command) : busyboxTouch(command)));
