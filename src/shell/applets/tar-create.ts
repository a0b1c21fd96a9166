import { Errno, isErrno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { encodeWord, fromBinary } from './binary.ts';
import { parseGnuDate } from './dates.ts';
import { applyMode } from './modes.ts';
import { type Owners, readOwners } from './owners.ts';
import { type ArchiveWriter, fatal } from './tar-archive.ts';
import { encodeHeader, fitsUstar, padded, type TarHeader, type TarType } from './tar-format.ts';
import { longLine } from './tar-list.ts';
import { excluded, safeName } from './tar-names.ts';
import type { TarPlan } from './tar-options.ts';
import type { Text } from './text.ts';

const TYPES: Readonly<Record<string, TarType>> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  chardev: 'chardev',
  fifo: 'fifo',
};

/** What a run of creating remembers. */
interface Run {
  readonly text: Text;
  readonly plan: TarPlan;
  readonly writer: ArchiveWriter;
  readonly owners: Owners;
  readonly mtime: number | undefined;
  /** Files with several names: where the first one is in the archive. */
  readonly links: Map<string, string>;
  readonly told: Set<string>;
  /** Every file may come twice. */
  readonly many: boolean;
  readonly done: string[];
  name(member: string): string;
}

/** GNU's error of one file: its archive goes on. */
export function* trouble(text: Text, message: string): Op<void> {
  yield* text.say(message);
  text.status = text.gnu ? 2 : 1;
}

/** Adds all operands to an archive. */
export function* addOperands(
  text: Text,
  plan: TarPlan,
  writer: ArchiveWriter,
  names: readonly { readonly base: string; readonly name: string }[],
  rename: (member: string) => string,
): Op<void> {
  const { gnu, sys } = text;
  const owners = yield* readOwners(sys);
  let mtime: number | undefined;
  if (plan.mtime !== undefined) {
    mtime = /^[/.]/.test(plan.mtime) ? sys.stat(plan.mtime).mtime : parseGnuDate(plan.mtime, sys.now());
    if (mtime === undefined) {
      yield* text.say(`Substituting -9223372036854775807 for unknown date format '${plan.mtime}'`);
      mtime = 0;
    }
  }
  const run: Run = {
    text,
    plan,
    writer,
    owners,
    mtime,
    links: new Map(),
    told: new Set(),
    many: gnu && (names.length > 1 || plan.operands.some((operand) => 'list' in operand) || plan.dereference),
    done: [],
    name: rename,
  };
  for (const { base, name } of names) yield* add(run, base, name, undefined);
  if (plan.removeFiles) yield* remove(run);
}

function* add(run: Run, base: string, name: string, device: number | undefined): Op<void> {
  const { text, plan, writer } = run;
  const { gnu, sys } = text;
  const path = base === '' || name.startsWith('/') ? name : `${base}/${name}`;
  if (excluded(name, plan.exclude)) return;
  yield* sys.turn();
  if (text.full) yield* text.flush();
  // GNU makes the name harmless before anything else is known of it.
  let member = plan.absolute || !gnu ? name : yield* harmless(run, name, 'member names');
  let stat: Stat;
  try {
    stat = plan.dereference ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* trouble(text, gnu ? `${name}: Cannot stat: ${error.message}` : `${name}: ${error.message}`);
    return;
  }
  if (!gnu) member = yield* harmless(run, name, 'member names');
  if (plan.oneFileSystem && device !== undefined && stat.dev !== device) return;
  if (writer.is(stat.dev, stat.ino)) {
    yield* text.say(
      gnu ? `${name}: archive cannot contain itself; not dumped` : `${name}: file is the archive; skipping`,
    );
    return;
  }
  if (stat.type === 'socket') {
    yield* text.say(gnu ? `${name}: socket ignored` : `${name}: unknown file type`);
    return;
  }
  if (stat.type === 'directory') yield* addDirectory(run, base, name, path, member, stat, device ?? stat.dev);
  else yield* addOther(run, name, path, member, stat);
}

/** Without what would lead out of the folder; each prefix is told once. */
function* harmless(run: Run, name: string, what: string): Op<string> {
  const { name: safe, prefix } = safeName(name);
  if (prefix !== '' && !run.told.has(what + prefix)) {
    run.told.add(what + prefix);
    const { text } = run;
    yield* text.say(
      text.gnu ? `Removing leading \`${prefix}' from ${what}` : `removing leading '${prefix}' from ${what}`,
    );
  }
  return safe;
}

function headerOf(run: Run, member: string, stat: Stat, more: Partial<TarHeader> = {}): TarHeader {
  const { plan, owners, text } = run;
  const [uid, gid] = [
    plan.owner?.id ?? idOf(owners.uid, plan.owner?.name) ?? stat.uid,
    plan.group?.id ?? idOf(owners.gid, plan.group?.name) ?? stat.gid,
  ];
  const missing = (id: number) => (text.gnu ? '' : String(id));
  const directory = stat.type === 'directory';
  return {
    name: directory && !member.endsWith('/') ? `${member}/` : member,
    type: TYPES[stat.type]!,
    mode: plan.modeChange ? applyMode(plan.modeChange, stat.mode, directory, 0) : stat.mode,
    uid,
    gid,
    uname: plan.numericOwner && text.gnu ? '' : (plan.owner?.name ?? owners.user(uid) ?? missing(uid)),
    gname: plan.numericOwner && text.gnu ? '' : (plan.group?.name ?? owners.group(gid) ?? missing(gid)),
    size: stat.type === 'file' ? stat.size : 0,
    mtime: Math.floor((run.mtime ?? stat.mtime) / 1000),
    linkname: '',
    ...(stat.rdev ? { rdev: stat.rdev } : {}),
    ...more,
  };
}

const idOf = (find: (name: string) => number | undefined, name: string | undefined): number | undefined =>
  name === undefined ? undefined : find(name);

/** Says the name: where the archive goes to standard output on standard error. */
function* tell(run: Run, name: string, header: TarHeader): Op<void> {
  const { text, plan } = run;
  if (plan.verbose === 0) return;
  const shown = header.type === 'directory' && !name.endsWith('/') ? `${name}/` : name;
  const line =
    plan.verbose > 1 && text.gnu ? longLine({ ...header, name: shown }, plan, text.gnu) : encodeWord(`${shown}\n`);
  if (plan.file !== undefined) text.put(line);
  else yield* text.sys.write(2, fromBinary(line));
}

function* writeHeader(run: Run, header: TarHeader): Op<boolean> {
  const { text, plan, writer } = run;
  if (plan.flavor === 'ustar' && !fitsUstar(header)) {
    yield* trouble(text, `${header.name}: file name is too long (cannot be split); not dumped`);
    return false;
  }
  yield* writer.put(encodeHeader({ ...header, name: run.name(header.name) }, plan.flavor));
  return true;
}

function* addDirectory(
  run: Run,
  base: string,
  name: string,
  path: string,
  member: string,
  stat: Stat,
  device: number,
): Op<void> {
  const { text, plan } = run;
  const { gnu, sys } = text;
  const header = headerOf(run, member, stat);
  let entries: string[] = [];
  const list = () => {
    if (plan.recursion) entries = sys.readdir(path).map((entry) => entry.name);
  };
  // GNU opens a folder before it writes its header, busybox behind it.
  try {
    if (gnu) list();
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* trouble(text, `${name}: Cannot open: ${error.message}`);
    return;
  }
  if (!(yield* writeHeader(run, header))) return;
  yield* tell(run, gnu ? name : member, header);
  try {
    if (!gnu) list();
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* trouble(text, `${name}: ${error.message}`);
    return;
  }
  if (plan.sort) entries.sort((a, b) => (encodeWord(a) < encodeWord(b) ? -1 : 1));
  const prefix = name.endsWith('/') ? name : `${name}/`;
  for (const entry of entries) yield* add(run, base, prefix + entry, device);
  run.done.push(path);
}

function* addOther(run: Run, name: string, path: string, member: string, stat: Stat): Op<void> {
  const { text, plan, writer } = run;
  const { gnu, sys } = text;
  const shown = gnu ? name : member;
  const key = `${stat.dev}:${stat.ino}`;
  const first = stat.nlink > 1 || run.many ? run.links.get(key) : undefined;
  if (first !== undefined) {
    const header = headerOf(run, member, stat, { type: 'link', size: 0, linkname: first });
    if (yield* writeHeader(run, header)) yield* tell(run, shown, header);
    run.done.push(path);
    return;
  }
  if (stat.type !== 'file') {
    const linkname = stat.type === 'symlink' ? sys.readlink(path) : '';
    const header = headerOf(run, member, stat, { linkname });
    if (!(yield* writeHeader(run, header))) return;
    yield* tell(run, shown, header);
  } else {
    let fd: number;
    try {
      fd = sys.open(path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* trouble(text, gnu ? `${name}: Cannot open: ${error.message}` : `can't open '${name}': ${error.message}`);
      return;
    }
    const header = headerOf(run, member, stat);
    if (yield* writeHeader(run, header)) {
      yield* tell(run, shown, header);
      yield* copyContent(run, name, fd, stat.size);
      yield* writer.put(new Uint8Array(padded(stat.size) - stat.size));
    }
    sys.close(fd);
  }
  run.done.push(path);
  if (stat.nlink > 1 || run.many) {
    run.links.set(key, member);
    if (gnu && !plan.absolute) yield* harmless(run, name, 'hard link targets');
  }
}

/** The content as long as the header says: what is missing is filled with zeros. */
function* copyContent(run: Run, name: string, fd: number, size: number): Op<void> {
  const { text, writer } = run;
  let left = size;
  while (left > 0) {
    const bytes = yield* text.sys.read(fd, Math.min(left, 65_536));
    if (bytes.length === 0) break;
    left -= bytes.length;
    yield* writer.put(bytes);
  }
  if (left === 0) return;
  yield* trouble(
    text,
    text.gnu
      ? `${name}: File shrank by ${left} byte${left === 1 ? '' : 's'}; padding with zeros`
      : `short read from ${name}`,
  );
  yield* writer.put(new Uint8Array(left));
}

/** --remove-files: what was packed goes, folders last. */
function* remove({ text, done }: Run): Op<void> {
  const { sys } = text;
  for (const path of done) {
    try {
      if (sys.lstat(path).type === 'directory') sys.rmdir(path);
      else sys.unlink(path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* trouble(text, `${path}: Cannot ${error.code === 'ENOTEMPTY' ? 'rmdir' : 'unlink'}: ${error.message}`);
    }
    yield* sys.turn();
  }
}

/** The folders that -C names, one after another; GNU opens a folder when it is first needed. */
export function folder(text: Text, base: string, next: string): string {
  const path = base === '' || next.startsWith('/') ? next : `${base}/${next}`;
  try {
    if (text.sys.stat(path).type !== 'directory') throw new Errno('ENOTDIR');
    return path;
  } catch (error) {
    if (!isErrno(error)) throw error;
    const { message } = error;
    if (text.gnu) return fatal(text, `${next}: Cannot open: ${message}`);
    return text.die(`can't change directory to '${next}': ${message}`);
  }
}
