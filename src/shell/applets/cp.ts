import { Errno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { OptionSpec, Parsed } from './applet.ts';
import { BACKUP_OPTIONS, backupOf, backupPath } from './backup.ts';
import { attempt, type Command, choose, fileApplet } from './command.ts';
import { copyArgument } from './copy.ts';
import { busyboxCp } from './copy-busybox.ts';
import { preserveAttributes } from './copy-file.ts';
import { type CopyPlan, newMemory, PLAIN_COPY } from './copy-plan.ts';
import { baseName, dirName, joinPath, stripSlashes } from './paths.ts';
import { quoteFile } from './quote.ts';

export const UPDATES = [['all'], ['none'], ['none-fail'], ['older']] as const;
const ATTRIBUTES = [['mode'], ['timestamps'], ['ownership'], ['links'], ['context'], ['xattr'], ['all']] as const;
const REFLINKS = [['auto'], ['always'], ['never']] as const;
const SPARSES = [['never'], ['auto'], ['always']] as const;

type Changing = { -readonly [K in keyof Omit<CopyPlan, 'memory'>]: CopyPlan[K] };

function readAttributes(command: Command, list: string, plan: Changing, option: string, keep: boolean): void {
  for (const word of list.split(',')) {
    const name = choose(command, option, word, ATTRIBUTES);
    if (name === 'context' && keep) command.die('cannot preserve security context without an SELinux-enabled kernel');
    const all = name === 'all';
    plan.preserve = {
      mode: all || name === 'mode' ? keep : plan.preserve.mode,
      owner: all || name === 'ownership' ? keep : plan.preserve.owner,
      times: all || name === 'timestamps' ? keep : plan.preserve.times,
      links: all || name === 'links' ? keep : plan.preserve.links,
    };
    if (all || name === 'mode') plan.plainMode = !keep;
  }
}

const GNU_OPTIONS: OptionSpec = {
  archive: ['a', 'flag'],
  'attributes-only': [undefined, 'flag'],
  ...BACKUP_OPTIONS,
  'copy-contents': [undefined, 'flag'],
  debug: [undefined, 'flag'],
  d: ['d', 'flag'],
  dereference: ['L', 'flag'],
  force: ['f', 'flag'],
  H: ['H', 'flag'],
  interactive: ['i', 'flag'],
  'keep-directory-symlink': [undefined, 'flag'],
  link: ['l', 'flag'],
  'no-clobber': ['n', 'flag'],
  'no-dereference': ['P', 'flag'],
  'no-preserve': [undefined, 'value'],
  'no-target-directory': ['T', 'flag'],
  'one-file-system': ['x', 'flag'],
  parents: [undefined, 'flag'],
  p: ['p', 'flag'],
  preserve: [undefined, 'optional'],
  recursive: ['R', 'flag'],
  r: ['r', 'flag'],
  'remove-destination': [undefined, 'flag'],
  sparse: [undefined, 'value'],
  reflink: [undefined, 'optional'],
  'strip-trailing-slashes': [undefined, 'flag'],
  'symbolic-link': ['s', 'flag'],
  'target-directory': ['t', 'value'],
  update: [undefined, 'optional'],
  u: ['u', 'flag'],
  verbose: ['v', 'flag'],
  Z: ['Z', 'flag'],
  context: [undefined, 'optional'],
};

const KEEP = { mode: true, owner: true, times: true } as const;

/** Reads cp's options, the last of contradicting ones winning. */
function planOf(command: Command, parsed: Parsed): CopyPlan {
  const plan: Changing = { ...PLAIN_COPY };
  let dereference: CopyPlan['dereference'] | undefined;
  let copyContents = false;
  let reflink: string | undefined;
  let sparse = 'auto';
  for (const { name, value } of parsed.order) {
    if (name === 'archive') {
      dereference = 'never';
      plan.preserve = { ...KEEP, links: true };
      plan.recursive = plan.require = true;
    } else if (name === 'd') {
      dereference = 'never';
      plan.preserve = { ...plan.preserve, links: true };
    } else if (name === 'p' || (name === 'preserve' && value === '')) {
      plan.preserve = { ...plan.preserve, ...KEEP };
      plan.require = true;
    } else if (name === 'preserve') {
      readAttributes(command, value, plan, '--preserve', true);
      plan.require = true;
    } else if (name === 'no-preserve') readAttributes(command, value, plan, '--no-preserve', false);
    else if (name === 'dereference') dereference = 'always';
    else if (name === 'no-dereference') dereference = 'never';
    else if (name === 'H') dereference = 'arguments';
    else if (name === 'recursive' || name === 'r') plan.recursive = true;
    else if (name === 'force') plan.unlinkAfterFailedOpen = true;
    else if (name === 'interactive') plan.ask = 'always';
    else if (name === 'no-clobber') plan.ask = 'never';
    else if (name === 'u') plan.update = 'older';
    else if (name === 'update')
      plan.update = choose(command, '--update', value || 'older', UPDATES) as typeof plan.update;
    else if (name === 'remove-destination') plan.unlinkBefore = true;
    else if (name === 'attributes-only') plan.data = false;
    else if (name === 'copy-contents') copyContents = true;
    else if (name === 'link') plan.hardLink = true;
    else if (name === 'symbolic-link') plan.symbolicLink = true;
    else if (name === 'one-file-system') plan.oneFileSystem = true;
    else if (name === 'keep-directory-symlink') plan.keepDirectorySymlink = true;
    else if (name === 'verbose') plan.verbose = true;
    else if (name === 'debug') plan.debug = plan.verbose = true;
    else if (name === 'reflink') reflink = choose(command, '--reflink', value || 'always', REFLINKS);
    else if (name === 'sparse') sparse = choose(command, '--sparse', value, SPARSES);
  }
  if (plan.hardLink && plan.symbolicLink) command.usage('cannot make both hard and symbolic links');
  if (plan.ask === 'never') plan.update = 'none';
  const asked = parsed.has('b') || parsed.has('backup') || parsed.has('suffix');
  if (asked && (plan.update === 'none' || plan.update === 'none-fail'))
    command.usage('--backup is mutually exclusive with -n or --update=none-fail');
  if (reflink === 'always' && sparse !== 'auto') command.usage('--reflink can be used only with --sparse=auto');
  plan.cloneOrFail = reflink === 'always';
  plan.zeros = sparse === 'always';
  plan.offload = reflink !== 'never' && sparse !== 'never';
  plan.backup = backupOf(command, parsed);
  // POSIX leaves open what -R does with links; GNU keeps them, and so do hard links; a plain cp reads through them.
  plan.dereference = dereference ?? (plan.recursive && !plan.hardLink ? 'never' : plan.hardLink ? 'never' : 'always');
  if (plan.unlinkAfterFailedOpen && (plan.hardLink || plan.symbolicLink)) plan.unlinkBefore = true;
  plan.asRegular = !plan.recursive || copyContents;
  return { ...plan, memory: newMemory(false) };
}

/** Makes the folders that --parents needs, like those of the source. False: it can't, and that was said. */
function* makeParents(command: Command, source: string, dir: string, plan: CopyPlan): Op<boolean> {
  const { sys } = command;
  const parts = stripSlashes(source).split('/').slice(0, -1);
  let prefix = source.startsWith('/') ? '/' : '';
  let into = dir;
  for (const part of parts) {
    if (part === '') continue;
    prefix = prefix === '' || prefix === '/' ? prefix + part : joinPath(prefix, part);
    into = joinPath(into, part);
    const there = attempt(() => sys.stat(into));
    const origin = attempt(() => sys.stat(prefix));
    if (!(there instanceof Errno)) {
      if (there.type === 'directory') continue;
      yield* command.fail(`${quoteFile(into)} exists but is not a directory`);
      return false;
    }
    if (origin instanceof Errno) {
      yield* command.fail(`failed to get attributes of ${quoteFile(prefix)}: ${origin.message}`);
      return false;
    }
    const error = attempt(() => sys.mkdir(into, (origin.mode & 0o777 & ~sys.umask()) | 0o700));
    if (error instanceof Errno) {
      yield* command.fail(`cannot make directory ${quoteFile(into)}: ${error.message}`);
      return false;
    }
    if (plan.verbose) yield* command.print(`${prefix} -> ${into}\n`);
  }
  return true;
}

/** Gives the folders of --parents the attributes that are kept, once they are filled. */
function* finishParents(command: Command, source: string, dir: string, plan: CopyPlan): Op<void> {
  const { sys } = command;
  for (let path = dirName(source); path !== '.' && path !== '/'; path = dirName(path)) {
    const stat = attempt(() => sys.stat(path));
    if (!(stat instanceof Errno)) yield* preserveAttributes(command, joinPath(dir, path), stat, plan, true);
  }
}

/** Which operand is the folder to copy into, if one is; shared by cp, mv and install. */
export function targetOf(
  command: Command,
  parsed: Parsed,
  { noRename = true }: { noRename?: boolean } = {},
): { sources: readonly string[]; dir: string | undefined } {
  const { sys } = command;
  const { operands } = parsed;
  const given = parsed.options.get('target-directory');
  if (given && given.length > 1) command.die('multiple target directories specified');
  const target = given?.[0];
  if (operands.length === 0) command.usage('missing file operand');
  if (operands.length === 1 && target === undefined)
    command.usage(`missing destination file operand after ${quoteFile(operands[0]!)}`);
  if (parsed.has('no-target-directory')) {
    if (target !== undefined) command.die('cannot combine --target-directory (-t) and --no-target-directory (-T)');
    if (operands.length > 2) command.usage(`extra operand ${quoteFile(operands[2]!)}`);
    return { sources: operands.slice(0, 1), dir: undefined };
  }
  const path = target ?? operands.at(-1)!;
  const stat = attempt(() => sys.stat(path));
  const isDirectory = !(stat instanceof Errno) && stat.type === 'directory';
  if (target !== undefined) {
    if (!isDirectory)
      command.die(
        `target directory ${quoteFile(path)}: ${(stat instanceof Errno ? stat : new Errno('ENOTDIR')).message}`,
      );
    return { sources: operands, dir: target };
  }
  if (isDirectory && noRename) return { sources: operands.slice(0, -1), dir: path };
  if (operands.length > 2)
    command.die(`target ${quoteFile(path)}: ${(stat instanceof Errno ? stat : new Errno('ENOTDIR')).message}`);
  return { sources: operands.slice(0, 1), dir: undefined };
}

/** Where an argument goes in a folder: under its last name, and `..` into the folder itself. */
export function destinationIn(dir: string, source: string): string {
  const name = baseName(source);
  return name === '..' ? joinPath(dir, '') : joinPath(dir, name);
}

function* gnuCp(command: Command): Op<void> {
  const parsed = command.parse(GNU_OPTIONS);
  if (parsed.value('context')) yield* command.say('warning: ignoring --context; it requires an SELinux-enabled kernel');
  const base = planOf(command, parsed);
  const { sources, dir } = targetOf(command, parsed);
  const strip = parsed.has('strip-trailing-slashes');
  if (dir === undefined) {
    if (parsed.has('parents')) command.usage('with --parents, the destination must be a directory');
    const source = sources[0]!;
    let dest = parsed.operands[1]!;
    let plan = base;
    const stat = attempt(() => command.sys.stat(dest));
    if (
      base.unlinkAfterFailedOpen &&
      base.backup &&
      source === dest &&
      !(stat instanceof Errno) &&
      stat.type === 'file'
    ) {
      dest = backupPath(command, dest, base.backup);
      plan = { ...base, backup: undefined };
    }
    yield* copyArgument(command, source, dest, plan);
    return;
  }
  const plan = { ...base, memory: newMemory(sources.length > 1) };
  for (const given of sources) {
    const source = strip ? stripSlashes(given) : given;
    if (parsed.has('parents')) {
      if (!(yield* makeParents(command, source, dir, plan))) continue;
      yield* copyArgument(command, source, joinPath(dir, stripSlashes(source)), plan);
      yield* finishParents(command, stripSlashes(source), dir, plan);
    } else yield* copyArgument(command, source, destinationIn(dir, source), plan);
  }
}

export const cp = fileApplet('cp', (command) => (command.gnu ? gnuCp(command) : busyboxCp(command)));
