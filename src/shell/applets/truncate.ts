import { Errno } from '../../fs/index.ts';
import { attempt, fileApplet } from './command.ts';
import { quote, quoteFile } from './quote.ts';
import { multiplier } from './sizes.ts';

/** An off_t has 63 bits and a sign. */
const OFF_T = 2 ** 63;

/** busybox's size with a suffix, of which it takes few, and no sign; undefined: not one. */
export function busyboxBytes(text: string): number | undefined {
  const m = /^(\d+)((?:[kKMG]B?)?)$/.exec(text);
  if (!m) return undefined;
  const size = Number(m[1]) * multiplier(m[2]!)!;
  return size < OFF_T ? size : undefined;
}

/** A size with a suffix; undefined: not one. */
function parseSize(text: string): number | undefined {
  const m = /^([-+]?\d+)([A-Za-z]*)$/.exec(text);
  const factor = m ? multiplier(m[2]!) : undefined;
  return m && factor !== undefined ? Number(m[1]) * factor : undefined;
}

export const truncate = fileApplet('truncate', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse(
    gnu
      ? {
          'no-create': ['c', 'flag'],
          'io-blocks': ['o', 'flag'],
          reference: ['r', 'value'],
          size: ['s', 'value'],
        }
      : { 'no-create': ['c', 'flag'], size: ['s', 'value'] },
  );
  const text = parsed.value('size');
  const reference = parsed.value('reference');
  let operator = '';
  let size = 0;
  if (text !== undefined) {
    const trimmed = gnu ? text.trimStart() : text;
    if (gnu) operator = /^[<>/%]/.exec(trimmed)?.[0] ?? '';
    const rest = operator === '' ? trimmed : trimmed.slice(1).trimStart();
    if (gnu && /^[-+]/.test(rest)) {
      if (operator !== '') command.usage('multiple relative modifiers specified');
      operator = rest[0]!;
    }
    const read = gnu ? parseSize(rest) : busyboxBytes(rest);
    if (read === undefined) return command.die(gnu ? `Invalid number: ${quote(rest)}` : `invalid number '${text}'`);
    size = read;
    if ((operator === '/' || operator === '%') && size === 0) command.die('division by zero');
  }
  if (!gnu) {
    if (text === undefined || parsed.operands.length === 0) command.usage();
  } else {
    if (text === undefined && reference === undefined)
      command.usage("you must specify either '--size' or '--reference'");
    if (reference !== undefined && text !== undefined && operator === '')
      command.usage("you must specify a relative '--size' with '--reference'");
    if (parsed.has('io-blocks') && text === undefined)
      command.usage("'--io-blocks' was specified but '--size' was not");
    if (parsed.operands.length === 0) command.usage('missing file operand');
  }
  let base: number | undefined;
  if (reference !== undefined) {
    const stat = attempt(() => sys.stat(reference));
    if (stat instanceof Errno) return command.die(`cannot stat ${quoteFile(reference)}: ${stat.message}`);
    base = stat.size;
    if (text === undefined) size = base;
  }
  if (parsed.has('io-blocks')) size *= 4096;
  for (const path of parsed.operands) {
    yield* command.pace();
    const create = !parsed.has('no-create');
    const fd = attempt(() => sys.open(path, { read: false, write: true, create }, 0o666));
    if (fd instanceof Errno) {
      if (fd.code === 'ENOENT' && !create) continue;
      yield* command.fail(
        gnu ? `cannot open ${quoteFile(path)} for writing: ${fd.message}` : `${path}: open: ${fd.message}`,
      );
      continue;
    }
    const old = base ?? sys.fstat(fd).size;
    const wanted = resize(operator, size, old);
    const error = attempt(() => sys.ftruncate(fd, wanted));
    if (error instanceof Errno)
      yield* command.fail(
        gnu
          ? `failed to truncate ${quoteFile(path)} at ${wanted} bytes: ${error.message}`
          : `${path}: truncate: ${error.message}`,
      );
    sys.close(fd);
  }
  return command.status;
});

function resize(operator: string, size: number, old: number): number {
  switch (operator) {
    case '+':
    case '-':
      return Math.max(0, old + size);
    case '<':
      return Math.min(old, size);
    case '>':
      return Math.max(old, size);
    case '/':
      return old - (old % size);
    case '%':
      return Math.ceil(old / size) * size;
    default:
      return size;
  }
}
