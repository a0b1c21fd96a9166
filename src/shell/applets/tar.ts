import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { readAll } from './applet.ts';
import { decodeWord, encodeWord, fromBinary, toBinary } from './binary.ts';
import { readOwners } from './owners.ts';
import { ScriptParser } from './sed-parser.ts';
import { regexOf, ScriptError } from './sed-script.ts';
import { substituted } from './sed-substitute.ts';
import { type ArchiveReader, fatal, openReader, openWriter, writerOn } from './tar-archive.ts';
import { addOperands, folder } from './tar-create.ts';
import { busyboxExtractor, type Extractor, gnuExtractor, ShortArchive } from './tar-extract.ts';
import {
  BLOCK,
  decodeHeader,
  extended,
  packTar,
  padded,
  type TarEntry,
  type TarExtension,
  type TarHeader,
  unpackTar,
} from './tar-format.ts';
import { beginListing, longLine } from './tar-list.ts';
import { excluded, named, safeName, stripped } from './tar-names.ts';
import { lateOptions, type TarPlan, tarPlan } from './tar-options.ts';
import { type Text, textApplet } from './text.ts';

const TROUBLE = 2;
const DELAYED = 'Exiting with failure status due to previous errors';

/** The names on the command line and in -T's files, each with the folder that -C gave. */
function* namesOf(text: Text, plan: TarPlan, opens: boolean): Op<{ base: string; name: string }[]> {
  const names: { base: string; name: string }[] = [];
  const { gnu } = text;
  let base = '';
  if (!gnu) {
    // busybox goes to the last folder before anything else.
    const last = plan.operands.findLast((operand) => 'folder' in operand);
    if (last && 'folder' in last) base = folder(text, '', last.folder);
  }
  for (const operand of plan.operands) {
    if ('folder' in operand) {
      if (gnu) base = opens ? folder(text, base, operand.folder) : joined(base, operand.folder);
    } else if ('name' in operand) names.push({ base, name: operand.name });
    else for (const name of yield* listed(text, operand.list)) names.push({ base, name });
  }
  return names;
}

const joined = (base: string, next: string): string => (base === '' || next.startsWith('/') ? next : `${base}/${next}`);

/** The lines of a file of names or patterns. */
function* listed(text: Text, file: string, patterns = false): Op<string[]> {
  try {
    const fd = file === '-' ? 0 : text.sys.open(file);
    const content = toBinary(yield* readAll(text.sys, fd));
    if (fd !== 0) text.sys.close(fd);
    return content.split('\n').filter(Boolean).map(decodeWord);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return fatal(text, `${file}: ${patterns ? '' : 'Cannot stat: '}${error.message}`);
  }
}

/** --transform: sed's substitutions on names. */
function renaming(text: Text, plan: TarPlan): (name: string) => string {
  if (plan.transform.length === 0) return (name) => name;
  try {
    const { commands } = new ScriptParser({ gnu: true, extended: false }).parse(
      plan.transform.map((expression) => ({ text: encodeWord(expression), file: undefined })),
    );
    return (name) => {
      let changed = encodeWord(name);
      for (const { substitution } of commands)
        if (substitution) changed = substituted(changed, substitution, regexOf(substitution.regex, false)) ?? changed;
      return decodeWord(changed);
    };
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    return fatal(text, 'Invalid transform expression');
  }
}

function* create(text: Text, plan: TarPlan): Op<void> {
  const { gnu } = text;
  if (!plan.operands.some((operand) => !('folder' in operand))) {
    if (gnu)
      text.die(
        `Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.`,
        TROUBLE,
      );
    text.die('empty archive');
  }
  const rename = renaming(text, plan);
  const writer = yield* openWriter(text, plan);
  const names = yield* namesOf(text, plan, true);
  yield* addOperands(text, plan, writer, names, rename);
  yield* writer.finish();
  if (plan.totals)
    yield* text.sys.write(2, `Total bytes written: ${writer.size} (${human(writer.size)}, ${human(writer.size)}/s)\n`);
}

function human(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let power = 0;
  let value = bytes;
  while (value >= 1024 && power < 3) {
    value /= 1024;
    power++;
  }
  return `${value < 10 && power > 0 ? value.toFixed(1).replace(/\.0$/, '') : Math.ceil(value)}${units[power]}`;
}

/** Reads the members one after another. `use` reads or leaves their content. */
function* eachMember(
  text: Text,
  plan: TarPlan,
  reader: ArchiveReader,
  use: (header: TarHeader) => Op<'read' | 'left'>,
): Op<void> {
  const { gnu } = text;
  let extension: TarExtension = {};
  let any = false;
  let skipping = false;
  for (;;) {
    const block = yield* reader.take(BLOCK);
    if (block.length === 0 && (any || skipping)) return;
    if (block.length < BLOCK) {
      yield* reader.close();
      if (!gnu) text.die('short read');
      if (any) fatal(text, 'Unexpected EOF in archive');
      yield* notTar(text);
      return;
    }
    const found = decodeHeader(block, extension);
    if (found.kind === 'end') {
      if (plan.ignoreZeros) continue;
      // GNU wants two empty blocks, and says so if there is one.
      const next = yield* reader.take(BLOCK);
      if (gnu && next.length === BLOCK && !next.every((byte) => byte === 0)) yield* text.say('A lone zero block at 1');
      return;
    }
    if (found.kind === 'bad') {
      if (!gnu) text.die(hasMagic(block) ? 'invalid tar header checksum' : 'invalid tar magic');
      if (!any && !skipping) yield* notTar(text);
      if (!skipping) yield* text.say('Skipping to next header');
      skipping = true;
      text.status = TROUBLE;
      continue;
    }
    any = true;
    skipping = false;
    if (found.kind !== 'member') {
      const body = yield* reader.take(found.size);
      yield* reader.skip(padded(found.size) - found.size);
      extension = extended(extension, found.kind, body);
      continue;
    }
    extension = {};
    const { size } = found.header;
    const whole = padded(size);
    // GNU wants whole blocks, busybox passes over what isn't there.
    const rest = (yield* use(found.header)) === 'read' ? whole - size : whole;
    if ((yield* reader.skip(rest)) < rest && gnu) throw new ShortArchive();
  }
}

const hasMagic = (block: Uint8Array): boolean => toBinary(block.subarray(257, 262)) === 'ustar';

function* notTar(text: Text): Op<void> {
  yield* text.say('This does not look like a tar archive');
  text.status = TROUBLE;
}

/** Which members are meant: those named, each of which must be there. */
function createFilter(plan: TarPlan, names: readonly { base: string; name: string }[]) {
  const seen = names.map(() => 0);
  return {
    /** The index of the operand that it belongs to; -1: none is named; undefined: it is left out. */
    find({ name }: TarHeader): number | undefined {
      if (excluded(name, plan.exclude)) return undefined;
      if (names.length === 0) return -1;
      const index = names.findIndex(
        (one, i) =>
          named(name, one.name, plan.wildcards) && (plan.occurrence === undefined || seen[i]! < plan.occurrence),
      );
      if (index < 0) return undefined;
      seen[index]!++;
      return index;
    },
    /** All are found as often as asked: no need to read on. */
    done: () => plan.occurrence !== undefined && names.length > 0 && seen.every((count) => count >= plan.occurrence!),
    missing: () => names.filter((_, i) => seen[i] === 0).map(({ name }) => name),
  };
}

function* list(text: Text, plan: TarPlan): Op<void> {
  const reader = yield* openReader(text, plan);
  const filter = createFilter(plan, yield* namesOf(text, plan, false));
  const width = beginListing();
  const told = new Set<string>();
  yield* guarded(text, reader, false, function* () {
    yield* eachMember(text, plan, reader, function* (header) {
      if (filter.find(header) === undefined) return 'left';
      text.put(plan.verbose > 0 ? longLine(header, plan, text.gnu, width) : encodeWord(`${header.name}\n`));
      if (text.gnu && !plan.absolute) yield* tellPrefix(text, told, header.name, 'member names');
      if (text.full) yield* text.flush();
      return 'left';
    });
  });
  yield* finish(text, reader, filter.missing());
}

function* tellPrefix(text: Text, told: Set<string>, name: string, what: string): Op<string> {
  const { name: safe, prefix } = safeName(name);
  if (prefix !== '' && !told.has(what + prefix)) {
    told.add(what + prefix);
    // What was put before isn't flushed for it.
    const line = text.gnu ? `Removing leading \`${prefix}' from ${what}` : `removing leading '${prefix}' from ${what}`;
    yield* text.sys.write(2, `tar: ${line}\n`);
  }
  return safe;
}

/** What is said at the end: members that weren't there, and that there were errors. */
function* finish(text: Text, reader: ArchiveReader, missing: readonly string[]): Op<void> {
  const { gnu } = text;
  yield* text.flush();
  yield* reader.close();
  for (const name of missing) {
    if (!gnu) text.die(`${name}: not found in archive`);
    yield* text.say(`${name}: Not found in archive`);
    text.status = TROUBLE;
  }
  if (gnu && text.status !== 0) yield* text.say(DELAYED);
}

/** Runs over an archive; that it ends too early is told in the dialect's words. */
function* guarded(text: Text, reader: ArchiveReader, extracting: boolean, work: () => Op<void>): Op<void> {
  try {
    yield* work();
  } catch (error) {
    if (!(error instanceof ShortArchive)) throw error;
    yield* text.flush();
    if (!text.gnu) text.die('short read');
    if (extracting) yield* text.say('Unexpected EOF in archive');
    yield* reader.close();
    fatal(text, 'Unexpected EOF in archive');
  }
}

function* extract(text: Text, plan: TarPlan): Op<void> {
  const { gnu, sys } = text;
  const reader = yield* openReader(text, plan);
  const names = yield* namesOf(text, plan, false);
  const filter = createFilter(plan, names);
  // Without names the members go to the last folder.
  const last = plan.operands.reduce((base, operand) => ('folder' in operand ? joined(base, operand.folder) : base), '');
  const folders = new Map<string, string>();
  const baseOf = (index: number): string => {
    const wanted = index < 0 || !gnu ? last : names[index]!.base;
    const known = folders.get(wanted);
    if (known !== undefined) return known;
    const base = wanted === '' ? '' : folder(text, '', wanted);
    folders.set(wanted, base);
    return base;
  };
  if (!gnu && last !== '') baseOf(-1);
  const owners = yield* readOwners(sys);
  const extractor: Extractor = (gnu ? gnuExtractor : busyboxExtractor)(text, plan, owners, reader);
  const rename = renaming(text, plan);
  const told = new Set<string>();
  const width = beginListing();
  yield* guarded(text, reader, true, function* () {
    yield* eachMember(text, plan, reader, function* (header) {
      const index = filter.find(header);
      if (index === undefined) return 'left';
      yield* sys.turn();
      if (text.full) yield* text.flush();
      const whole = rename(header.name);
      const cut = plan.strip > 0 ? stripped(whole, plan.strip) : whole;
      if (plan.verbose > 0 && (cut !== undefined || !gnu)) yield* tell(header);
      if (cut === undefined) return 'left';
      if (plan.toStdout) return header.type === 'file' ? yield* toStandardOutput(header) : 'left';
      const name = plan.absolute ? cut : yield* tellPrefix(text, told, cut, 'member names');
      if (gnu && !plan.absolute && cut.split('/').includes('..')) {
        yield* text.say(`${cut}: Member name contains '..'`);
        text.status = TROUBLE;
        return 'left';
      }
      const linkname =
        header.type === 'link'
          ? (stripped(plan.absolute ? header.linkname : safeName(header.linkname).name, plan.strip) ?? header.linkname)
          : header.linkname;
      const base = name.startsWith('/') ? '' : baseOf(index);
      yield* extractor.extract({ ...header, linkname }, name, base === '' ? name : `${base}/${name}`);
      return header.type === 'file' ? 'read' : 'left';
    });
    yield* extractor.finish();
  });
  yield* finish(text, reader, filter.missing());

  function* tell(header: TarHeader): Op<void> {
    const line = gnu && plan.verbose > 1 ? longLine(header, plan, gnu, width) : encodeWord(`${header.name}\n`);
    // GNU's names make way for the content on standard output.
    if (plan.toStdout && gnu) yield* sys.write(2, fromBinary(line));
    else text.put(line);
  }

  function* toStandardOutput(header: TarHeader): Op<'read'> {
    for (let left = header.size; left > 0; ) {
      const bytes = yield* reader.take(Math.min(left, 65_536));
      if (bytes.length === 0) throw new ShortArchive();
      yield* sys.write(1, bytes);
      left -= bytes.length;
    }
    return 'read';
  }
}

/** -r and -u: members are written over the empty blocks at the archive's end. */
function* append(text: Text, plan: TarPlan): Op<void> {
  const { sys } = text;
  const { file } = plan;
  if (plan.gzip || plan.other) {
    text.die(`Cannot update compressed archives\nTry 'tar --help' or 'tar --usage' for more information.`, TROUBLE);
  }
  if (file === undefined) fatal(text, "Options '-Aru' are incompatible with '-f -'");
  const newest = new Map<string, number>();
  let end = 0;
  const exists = !isMissing(text, file);
  if (exists) {
    const reader = yield* openReader(text, plan);
    let at = 0;
    const counting: ArchiveReader = {
      ...reader,
      *take(length) {
        const bytes = yield* reader.take(length);
        at += bytes.length;
        return bytes;
      },
      *skip(length) {
        const skipped = yield* reader.skip(length);
        at += skipped;
        return skipped;
      },
    };
    yield* eachMember(text, plan, counting, function* (header) {
      newest.set(header.name, header.mtime);
      end = at + padded(header.size);
      return 'left';
    });
    yield* reader.close();
  }
  const fd = sys.open(file, { read: true, write: true, create: true }, 0o666);
  sys.ftruncate(fd, end);
  sys.seek(fd, end);
  const names = (yield* namesOf(text, plan, true)).filter(({ base, name }) => {
    if (plan.mode !== 'update') return true;
    const known = newest.get(name);
    return known === undefined || Math.floor(sys.stat(joined(base, name)).mtime / 1000) > known;
  });
  const writer = writerOn(text, plan, fd, undefined);
  yield* addOperands(text, plan, writer, names, renaming(text, plan));
  yield* writer.finish();
  if (text.status !== 0) yield* text.say(DELAYED);
}

function isMissing(text: Text, file: string): boolean {
  try {
    text.sys.stat(file);
    return false;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return true;
    throw error;
  }
}

/** -d: does the disk still hold what the archive does? */
function* compare(text: Text, plan: TarPlan): Op<void> {
  const { sys } = text;
  const reader = yield* openReader(text, plan);
  const names = yield* namesOf(text, plan, false);
  const filter = createFilter(plan, names);
  const differs = function* (line: string): Op<void> {
    yield* sys.turn();
    text.put(encodeWord(`${line}\n`));
    text.status = Math.max(text.status, 1);
  };
  yield* eachMember(text, plan, reader, function* (header) {
    const index = filter.find(header);
    if (index === undefined) return 'left';
    if (plan.verbose > 0) text.put(encodeWord(`${header.name}\n`));
    const path = joined(index < 0 ? '' : names[index]!.base, header.name).replace(/(?<=.)\/$/, '');
    try {
      const stat = sys.lstat(path);
      if (header.type !== 'link' && stat.type !== (header.type === 'blockdev' ? 'chardev' : header.type)) {
        yield* differs(`${header.name}: File type differs`);
        return 'left';
      }
      if (header.type !== 'symlink' && stat.mode !== header.mode) yield* differs(`${header.name}: Mode differs`);
      if (stat.uid !== header.uid) yield* differs(`${header.name}: Uid differs`);
      if (stat.gid !== header.gid) yield* differs(`${header.name}: Gid differs`);
      if (header.type === 'file' && Math.floor(stat.mtime / 1000) !== header.mtime)
        yield* differs(`${header.name}: Mod time differs`);
      if (header.type === 'symlink' && sys.readlink(path) !== header.linkname)
        yield* differs(`${header.name}: Symlink differs`);
      if (header.type !== 'file') return 'left';
      if (stat.size !== header.size) {
        yield* differs(`${header.name}: Size differs`);
        return 'left';
      }
      const fd = sys.open(path);
      const content = yield* readAll(sys, fd);
      sys.close(fd);
      const bytes = yield* reader.take(header.size);
      if (bytes.some((byte, i) => byte !== content[i])) yield* differs(`${header.name}: Contents differ`);
      return 'read';
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* text.say(`${header.name}: Warning: Cannot stat: ${error.message}`);
      text.status = Math.max(text.status, 1);
      return 'left';
    }
  });
  yield* text.flush();
  yield* reader.close();
}

/** --delete and -A: the archive is written anew, without some members or with those of other archives. */
function* rewrite(text: Text, plan: TarPlan): Op<void> {
  const { sys } = text;
  const { file } = plan;
  if (file === undefined) fatal(text, "Options '-Aru' are incompatible with '-f -'");
  const names = yield* namesOf(text, plan, false);
  function* members(name: string): Op<readonly TarEntry[]> {
    try {
      const fd = sys.open(name);
      const content = yield* readAll(sys, fd);
      sys.close(fd);
      return unpackTar(content);
    } catch (error) {
      if (!isErrno(error)) throw error;
      return fatal(text, `${name}: Cannot open: ${error.message}`);
    }
  }
  let entries = yield* members(file);
  if (plan.mode === 'delete') {
    const filter = createFilter(plan, names);
    entries = entries.filter((entry) => filter.find(entry) === undefined);
    for (const name of filter.missing()) {
      yield* text.say(`${name}: Not found in archive`);
      text.status = TROUBLE;
    }
  } else for (const { base, name } of names) entries = [...entries, ...(yield* members(joined(base, name)))];
  const fd = sys.open(file, { write: true, truncate: true });
  yield* sys.write(fd, packTar(entries));
  sys.close(fd);
  if (text.status !== 0) yield* text.say(DELAYED);
}

function* main(text: Text): Op<number> {
  const { gnu } = text;
  let plan = tarPlan(text);
  for (const file of plan.excludeFiles)
    plan = { ...plan, exclude: [...plan.exclude, ...(yield* listed(text, file, true))] };
  const late = gnu && plan.mode === 'create' ? lateOptions(text) : [];
  if (late.length > 0) plan = { ...plan, exclude: [] };
  switch (plan.mode) {
    case 'create':
      yield* create(text, plan);
      break;
    case 'list':
      yield* list(text, plan);
      break;
    case 'extract':
      yield* extract(text, plan);
      break;
    case 'append':
    case 'update':
      yield* append(text, plan);
      break;
    case 'compare':
      yield* compare(text, plan);
      break;
    case 'delete':
    case 'concatenate':
      yield* rewrite(text, plan);
      break;
  }
  if (plan.mode !== 'create') return text.status;
  if (late.length > 0) {
    yield* text.say(
      'The following options were used after non-option arguments.  These options are positional and affect only arguments that follow them.  Please, rearrange them properly.',
    );
    for (const option of late) yield* text.say(`${option} has no effect`);
    text.status = TROUBLE;
  }
  if (text.status !== 0) yield* text.say(gnu ? DELAYED : 'error exit delayed from previous errors');
  return text.status;
}

export const tar = textApplet('tar', main);
