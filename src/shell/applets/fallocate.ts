import { Errno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { multiplier } from './sizes.ts';
import { busyboxBytes } from './truncate.ts';

/** util-linux's size: `10`, `1M`, `1MiB`, `1MB`; undefined: not one. */
function utilLinuxBytes(text: string): number | undefined {
  const m = /^\s*\+?(\d+)([A-Za-z]*)$/.exec(text);
  const factor = m ? multiplier(m[2]!.toUpperCase().replace('IB', 'iB')) : undefined;
  return m && factor !== undefined ? Number(m[1]) * factor : undefined;
}

/** A size for people as util-linux shows it: `10 B`, `1 MiB`, `1.5 KiB`. */
function humanBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let power = 0;
  while (power < units.length - 1 && bytes >= 1024 ** (power + 1)) power++;
  const value = bytes / 1024 ** power;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[power]}`;
}

/** Gives an open file room up to `end`: the machine's files have no blocks apart from what they hold. ENOSPC. */
function allocate({ sys }: Command, fd: Fd, path: string, end: number): void {
  const { size } = sys.fstat(fd);
  if (end <= size) return;
  if (end - size > sys.statfs(path).available) throw new Errno('ENOSPC');
  sys.ftruncate(fd, end);
}

function* utilLinux(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    'collapse-range': ['c', 'flag'],
    'dig-holes': ['d', 'flag'],
    'insert-range': ['i', 'flag'],
    length: ['l', 'value'],
    'keep-size': ['n', 'flag'],
    offset: ['o', 'value'],
    'punch-hole': ['p', 'flag'],
    'zero-range': ['z', 'flag'],
    posix: ['x', 'flag'],
    verbose: ['v', 'flag'],
    V: ['V', 'flag'],
    h: ['h', 'flag'],
  });
  if (parsed.has('V')) command.parse({}, { args: ['--version'] });
  if (parsed.has('h')) command.parse({}, { args: ['--help'] });
  const bytes = (name: 'length' | 'offset'): number | undefined => {
    const text = parsed.value(name);
    if (text === undefined) return undefined;
    return utilLinuxBytes(text) ?? command.die(`invalid ${name}`);
  };
  const length = bytes('length');
  const offset = bytes('offset') ?? 0;
  const [path] = parsed.operands;
  if (path === undefined) return command.die('no filename specified');
  if (parsed.operands.length > 1) command.die('unexpected number of arguments');
  const digs = parsed.has('dig-holes');
  if (!digs && length === undefined) command.die('no length argument specified');
  if (!digs && length === 0) command.die('invalid length');
  const hole = parsed.has('punch-hole');
  const zeroes = parsed.has('zero-range');
  const create = !digs && !hole && !parsed.has('collapse-range') && !parsed.has('insert-range');
  const fd = attempt(() => sys.open(path, { read: true, write: true, create }, 0o666));
  if (fd instanceof Errno) return command.die(`cannot open ${path}: ${fd.message}`);
  // Where only zeros are, no blocks are: there is nothing to dig.
  if (digs) return;
  const size = sys.fstat(fd).size;
  const end = offset + length!;
  // The machine's file systems can't move what a file holds.
  if (parsed.has('collapse-range') || parsed.has('insert-range'))
    command.die('fallocate failed: Operation not supported');
  const error = attempt(() => {
    if (!hole && !parsed.has('keep-size')) allocate(command, fd, path, end);
  });
  if (error instanceof Errno) return command.die(`fallocate failed: ${error.message}`);
  if (hole || zeroes) {
    sys.seek(fd, offset, 'set');
    const zeros = Math.max(0, Math.min(end, size) - offset);
    for (let done = 0; done < zeros; ) {
      const part = new Uint8Array(Math.min(65_536, zeros - done));
      yield* sys.write(fd, part);
      done += part.length;
    }
  }
  if (!parsed.has('verbose')) return;
  const what = hole ? 'hole created' : zeroes ? 'zeroed' : 'allocated';
  yield* command.print(`${path}: ${humanBytes(length!)} (${length} bytes) ${what}.\n`);
}

function* busybox(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({ l: ['l', 'value'], o: ['o', 'value'] });
  const [path] = parsed.operands;
  if (path === undefined || parsed.operands.length > 1 || !parsed.has('l')) return command.usage();
  const bytes = (text: string) => busyboxBytes(text) ?? command.die(`invalid number '${text}'`);
  const offset = bytes(parsed.value('o') ?? '0');
  const length = bytes(parsed.value('l')!);
  const fd = attempt(() => sys.open(path, { read: true, write: true, create: true }, 0o666));
  if (fd instanceof Errno) return command.die(`can't open '${path}': ${fd.message}`);
  const error = attempt(() => {
    if (length === 0) throw new Errno('EINVAL');
    allocate(command, fd, path, offset + length);
  });
  if (error instanceof Errno) command.die(`fallocate '${path}': ${error.message}`);
}

export const fallocate = fileApplet('fallocate', (command) => (command.gnu ? utilLinux(command) : busybox(command)));
