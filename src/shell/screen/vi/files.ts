import { isErrno } from '../../../fs/index.ts';
import type { Sys } from '../../../os/index.ts';
import { fromBytes, toBytes } from '../../bytes.ts';
import { readWhole } from '../input.ts';
import { complain, countLines, say, type Vi } from './state.ts';

/** Reads a file for editing; what there is to say of it becomes the message. */
export function load(sys: Sys, vi: Vi, name: string | undefined, told: boolean): void {
  Object.assign(vi, {
    name,
    text: '\n',
    dot: 0,
    top: 0,
    left: 0,
    modified: 0,
    changes: [],
    typing: false,
    readonly: false,
  });
  if (name === undefined) return;
  try {
    const text = readWhole(sys, name);
    vi.text = text === '' ? '\n' : text.endsWith('\n') ? text : `${text}\n`;
    vi.readonly = !sys.access(name, { write: true });
    if (told) say(vi, sizes(name, text));
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code === 'EISDIR') complain(vi, `'${name}' is not a regular file`);
    else if (error.code !== 'ENOENT') complain(vi, `'${name}' ${error.message}`);
  }
}

/** `'file' 13L, 96C`. */
export const sizes = (name: string, text: string): string => `'${name}' ${countLines(text)}L, ${toBytes(text).length}C`;

/** Writes text to a file; false: it couldn't, which is the message. */
export function save(sys: Sys, vi: Vi, name: string, text: string): boolean {
  try {
    const fd = sys.open(name, { read: false, write: true, create: true, truncate: true }, 0o666);
    try {
      let bytes = toBytes(text);
      while (bytes.length > 0) bytes = bytes.slice(sys.tryWrite(fd, bytes));
    } finally {
      sys.close(fd);
    }
    say(vi, sizes(name, text));
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    complain(vi, `'${name}' ${error.message}`);
    return false;
  }
}

/** Inserts a file's text after a line. @returns the text; undefined: it can't be read, which is the message */
export function textOf(sys: Sys, vi: Vi, name: string): string | undefined {
  try {
    const text = readWhole(sys, name);
    return fromBytes(toBytes(text === '' || text.endsWith('\n') ? text : `${text}\n`));
  } catch (error) {
    if (!isErrno(error)) throw error;
    complain(vi, error.code === 'EISDIR' ? `'${name}' is not a regular file` : `'${name}' ${error.message}`);
    return undefined;
  }
}
