import { encodeWord } from './binary.ts';
import { permissionString } from './modes.ts';
import type { TarHeader } from './tar-format.ts';
import type { TarPlan } from './tar-options.ts';
import { strftime } from './times.ts';

const LETTERS: Readonly<Record<TarHeader['type'], string>> = {
  file: '-',
  link: 'h',
  symlink: 'l',
  chardev: 'c',
  blockdev: 'b',
  directory: 'd',
  fifo: 'p',
};

/** GNU's column of owner and size grows with what it has to hold. */
const FIRST_WIDTH = 19;

/** Begins a new listing. */
export function beginListing(): { now: number } {
  return { now: FIRST_WIDTH };
}

/** A member as `tar tv` shows it, bytes as of binary.ts. */
export function longLine(
  header: TarHeader,
  plan: Pick<TarPlan, 'numericOwner'>,
  gnu: boolean,
  width: { now: number } = beginListing(),
): string {
  const numeric = plan.numericOwner && gnu;
  const user = numeric || header.uname === '' ? String(header.uid) : header.uname;
  const group = numeric || header.gname === '' ? String(header.gid) : header.gname;
  const owner = `${user}/${group}`;
  const device = gnu && header.rdev ? header.rdev.join(',') : undefined;
  const size = device ?? String(header.size);
  const mode = permissionString(header.mode);
  if (!gnu) {
    const letter = header.type === 'link' ? '-' : LETTERS[header.type];
    const link = header.linkname === '' ? '' : ` -> ${header.linkname}`;
    const time = strftime('%Y-%m-%d %H:%M:%S', header.mtime * 1000);
    return encodeWord(`${letter}${mode} ${owner} ${size.padStart(9)} ${time} ${header.name}${link}\n`);
  }
  width.now = Math.max(width.now, owner.length + 1 + size.length);
  const link =
    header.type === 'symlink' ? ` -> ${header.linkname}` : header.type === 'link' ? ` link to ${header.linkname}` : '';
  const time = strftime('%Y-%m-%d %H:%M', header.mtime * 1000);
  const column = size.padStart(width.now - owner.length - 1);
  return encodeWord(`${LETTERS[header.type]}${mode} ${owner} ${column} ${time} ${header.name}${link}\n`);
}
