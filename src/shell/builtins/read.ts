import { isErrno } from '../../fs/index.ts';
import type { Wait } from '../../os/index.ts';
import { byteCharacter, fromBytes } from '../bytes.ts';
import { IFS } from '../expand/words.ts';
import { complainAs, complainAsApplet } from '../messages.ts';
import { write } from '../output.ts';
import { pop } from '../run/unwind.ts';
import type { ReadFrame, Shell } from '../state.ts';
import { getVariable, isName, setArray, setVariable } from '../variables.ts';
import type { Builtin } from './builtin.ts';
import { badName, readOptions } from './options.ts';

export const read: Builtin = {
  run(shell, args) {
    const { state, sys } = shell;
    const { dialect } = state;
    const flags = dialect === 'bash' ? 'Eers' : dialect === 'ash' ? 'rs' : 'r';
    const valued = dialect === 'bash' ? 'adinNptu' : dialect === 'ash' ? 'dnptu' : 'p';
    const options = readOptions(shell, 'read', args, flags, valued);
    if (typeof options === 'number') return options;
    const { values, operands } = options;
    if (dialect === 'dash' && operands.length === 0) {
      complainAs(shell, 'read', 'arg count');
      return 2;
    }
    for (const name of operands) {
      if (isName(name.replace(/\[.*\]$/s, ''))) continue;
      if (dialect !== 'ash') return badName(shell, 'read', name);
      complainAs(shell, '', `read: '${name}': bad variable name`);
      return 1;
    }
    const problem = badValue(values);
    if (problem !== undefined) {
      complainAs(shell, 'read', problem);
      return 1;
    }
    const number = Number(values.u ?? 0);
    const fd = state.fds[number];
    if (fd === undefined) return noDescriptor(shell, number);
    const terminal = sys.isatty(fd);
    if (values.p !== undefined && terminal) write(shell, 2, values.p);
    const count = values.N ?? values.n;
    const timeout = values.t === undefined ? undefined : Number(values.t) * 1000;
    const special = terminal && (options.has('s') || count !== undefined || values.d !== undefined);
    const before = special ? sys.ttyMode(fd) : undefined;
    if (special) {
      sys.ttyMode(fd, {
        ...(options.has('s') && { echo: false }),
        ...((count !== undefined || values.d !== undefined) && { canonical: false }),
      });
    }
    state.frames.push({
      type: 'read',
      fd,
      options: {
        raw: options.has('r') || values.N !== undefined,
        delimiter: values.d === undefined ? '\n' : values.d === '' ? '\0' : values.d[0]!,
        silent: options.has('s'),
        ...(values.a !== undefined && { array: values.a }),
        ...(count !== undefined && { count: Number(count) }),
        ...(values.N !== undefined && { exact: true }),
      },
      names: operands,
      text: '',
      quoted: [],
      escaped: false,
      partial: [],
      ...(timeout !== undefined && { until: sys.uptime() + timeout }),
      ...(before && { mode: { canonical: before.canonical, echo: before.echo } }),
    });
    return undefined;
  },
};

function badValue(values: Readonly<Record<string, string>>): string | undefined {
  if (values.t !== undefined && !/^\d*\.?\d*$/.test(values.t)) return `${values.t}: invalid timeout specification`;
  if (values.u !== undefined && !/^\d+$/.test(values.u)) return `${values.u}: invalid file descriptor specification`;
  const count = values.N ?? values.n;
  if (count !== undefined && !/^\d+$/.test(count)) return `${count}: invalid number`;
  if (values.a !== undefined && !isName(values.a)) return `\`${values.a}': not a valid identifier`;
  return undefined;
}

function noDescriptor(shell: Shell, number: number): number {
  if (shell.state.dialect === 'bash') {
    complainAs(
      shell,
      'read',
      number === 0 ? 'read error: 0: Bad file descriptor' : `${number}: invalid file descriptor: Bad file descriptor`,
    );
  }
  return 1;
}

/** A system call for each byte takes its time. */
const BYTES_PER_STEP = 8;

/** Reads byte by byte, so that the rest is there for whoever reads next. */
export function readStep(shell: Shell, frame: ReadFrame): Wait | undefined {
  const { sys, state } = shell;
  const { options } = frame;
  for (let i = 0; i < BYTES_PER_STEP; i++) {
    if (options.count !== undefined && frame.text.length >= options.count) {
      finish(shell, frame, 0);
      return undefined;
    }
    if (frame.until !== undefined && sys.uptime() >= frame.until) {
      finish(shell, frame, state.dialect === 'bash' ? 142 : 1);
      return undefined;
    }
    let byte: Uint8Array | undefined;
    try {
      byte = sys.tryRead(frame.fd, 1);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (state.dialect === 'bash') complainAs(shell, 'read', `read error: ${error.message}`);
      else if (state.dialect === 'ash') complainAsApplet(shell, `read error: ${error.message}`);
      finish(shell, frame, 1);
      return undefined;
    }
    if (byte === undefined) {
      // A trapped signal does not end it, a signal without a trap has ended us.
      const wait = sys.readable(frame.fd);
      return frame.until === undefined ? wait : { ...wait, until: frame.until };
    }
    if (byte.length === 0) {
      finish(shell, frame, 1);
      return undefined;
    }
    if (take(frame, byte[0]!)) {
      finish(shell, frame, 0);
      return undefined;
    }
  }
  return undefined;
}

/** Adds a byte; true: it was the delimiter. */
function take(frame: ReadFrame, byte: number): boolean {
  const { options } = frame;
  if (byte >= 0x80 || frame.partial.length > 0) {
    frame.partial.push(byte);
    const wants = frame.partial[0]! >= 0xf0 ? 4 : frame.partial[0]! >= 0xe0 ? 3 : frame.partial[0]! >= 0xc0 ? 2 : 1;
    if (frame.partial.length < wants && byte >= 0x80) return false;
    frame.text += fromBytes(Uint8Array.from(frame.partial.splice(0)));
    return false;
  }
  const letter = byteCharacter(byte);
  if (frame.escaped) {
    frame.escaped = false;
    if (letter === '\n') return false;
    frame.quoted.push(frame.text.length);
    frame.text += letter;
    return false;
  }
  if (letter === '\\' && !options.raw) {
    frame.escaped = true;
    return false;
  }
  if (letter === options.delimiter && !options.exact) return true;
  if (letter !== '\0') frame.text += letter;
  return false;
}

function finish(shell: Shell, frame: ReadFrame, status: number): void {
  const { state } = shell;
  if (frame.partial.length > 0) frame.text += fromBytes(Uint8Array.from(frame.partial));
  pop(shell);
  if (frame.options.silent && frame.mode) write(shell, 2, '');
  assign(shell, frame);
  state.status = status;
}

function assign(shell: Shell, frame: ReadFrame): void {
  const { text, names, options } = frame;
  const ifs = getVariable(shell, 'IFS') ?? IFS;
  const quoted = new Set(frame.quoted);
  if (options.exact) {
    setVariable(shell, names[0] ?? 'REPLY', text);
    for (const name of names.slice(1)) setVariable(shell, name, '');
    return;
  }
  if (options.array !== undefined) {
    const fields = splitFields(text, quoted, ifs, Number.POSITIVE_INFINITY);
    setArray(
      shell,
      options.array,
      fields.map((field) => [undefined, field] as const),
      false,
    );
    return;
  }
  if (names.length === 0) {
    setVariable(shell, 'REPLY', text);
    return;
  }
  const fields = splitFields(text, quoted, ifs, names.length);
  for (const [i, name] of names.entries()) setVariable(shell, name, fields[i] ?? '');
}

/** Splits by IFS into at most `most` fields: the last holds the rest. Letters behind a backslash separate nothing. */
function splitFields(text: string, quoted: ReadonlySet<number>, ifs: string, most: number): readonly string[] {
  const separates = (i: number) => i < text.length && !quoted.has(i) && ifs.includes(text[i]!);
  const blank = (i: number) => separates(i) && ' \t\n'.includes(text[i]!);
  const fields: string[] = [];
  let at = 0;
  while (blank(at)) at++;
  while (at < text.length && fields.length < most - 1) {
    const start = at;
    while (at < text.length && !separates(at)) at++;
    fields.push(text.slice(start, at));
    while (blank(at)) at++;
    if (separates(at) && !(at > 0 && at === start)) {
      at++;
      while (blank(at)) at++;
    } else if (separates(at)) {
      at++;
      while (blank(at)) at++;
    }
  }
  if (at >= text.length && fields.length > 0 && fields.length < most) return fields;
  // The rest, without the blanks at its end; a single separator at the very end goes too.
  let end = text.length;
  while (end > at && blank(end - 1)) end--;
  const rest = text.slice(at, end);
  if (end > at && separates(end - 1) && !blank(end - 1)) {
    const inner = [...rest.slice(0, -1)].some((_, i) => separates(at + i));
    if (!inner) {
      let last = end - 1;
      while (last > at && blank(last - 1)) last--;
      return [...fields, text.slice(at, last)];
    }
  }
  return [...fields, rest];
}
