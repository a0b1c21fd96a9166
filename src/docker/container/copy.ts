import type { PathStat } from '../../engine/index.ts';
import { isErrno, type Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { exactly, type Verb } from '../command.ts';
import { packLocal } from '../cp/pack.ts';
import {
  type CopyInfo,
  type CopyPlan,
  hasTrailingSlash,
  keepTrailing,
  planCopy,
  rebaseName,
  renamed,
  splitEntry,
} from '../cp/paths.ts';
import { type Entry, packTar, unpackTar } from '../cp/tar.ts';
import { unpackLocal } from '../cp/unpack.ts';
import { ApiError, CliError } from '../errors.ts';
import { readAll, statOf } from '../files.ts';
import { errnoText } from '../go/errno.ts';
import { absolute, base, clean, dir, join, split } from '../go/path.ts';
import { quote } from '../go/strconv.ts';
import { cut } from '../opts/parsers.ts';
import { humanSize } from '../opts/units.ts';
import { archiveGet, archivePut, archiveStat } from '../requests/containers.ts';

/** Bits of Go's os.FileMode. */
const DIRECTORY = 2 ** 31;
const SYMLINK = 2 ** 27;
const DEVICE = 2 ** 26;
const IRREGULAR = 2 ** 19;
const has = (mode: number, bit: number) => Math.floor(mode / bit) % 2 === 1;

interface Copy {
  readonly container: string;
  readonly source: string;
  readonly destination: string;
  readonly follow: boolean;
  readonly archive: boolean;
  readonly quiet: boolean;
}

/** `CONTAINER:PATH`; a path of the host with a colon has to begin with `/` or `.`. */
function splitArgument(argument: string): readonly [container: string, path: string] {
  if (argument.startsWith('/')) return ['', argument];
  const [container, path] = cut(argument, ':');
  return path === undefined || container.startsWith('.') ? ['', argument] : [container, path];
}

function localPath(cli: Cli, path: string): string {
  return keepTrailing(absolute(cli.sys.cwd, path), path);
}

/** Refuses an output whose folder isn't there, or that is a device. */
function validateOutput(cli: Cli, path: string): void {
  const folder = dir(clean(path));
  if (folder !== '.' && !statOf(cli.sys, folder))
    throw new CliError(`invalid output path: directory ${quote(folder)} does not exist`);
  const type = statOf(cli.sys, path)?.type;
  if (type === 'chardev')
    throw new CliError(`invalid output path: ${quote(path)} must be a directory or a regular file: got a device`);
}

/** filepath.EvalSymlinks. Throws {@link CliError} in its words. */
function evalSymlinks(cli: Cli, path: string): string {
  try {
    return cli.sys.realpath(path === '' ? '.' : path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    // Go names the component that is missing, where the links lead to that it has followed by then.
    let missing = clean(path);
    while (missing !== '/' && !statOf(cli.sys, dir(missing))) missing = dir(missing);
    const stat = statOf(cli.sys, missing, false);
    if (error.code === 'ENOENT' && stat?.type === 'symlink') {
      const target = cli.sys.readlink(missing);
      return evalSymlinks(cli, target.startsWith('/') ? target : join(dir(missing), target));
    }
    throw new CliError(`lstat ${missing}: ${errnoText(error)}`);
  }
}

/** The source on the host: links of its folder followed, and its own with `-L`. */
function localSource(cli: Cli, path: string, follow: boolean): CopyInfo {
  let resolved: string;
  let rebase = '';
  if (follow) [resolved, rebase] = rebaseName(path, evalSymlinks(cli, path));
  else {
    const [folder, name] = split(path);
    resolved = `${evalSymlinks(cli, folder)}/${name}`.replace(/^\/\//, '/');
    if (hasTrailingSlash(path) && base(path) !== base(resolved)) rebase = base(path);
  }
  let isDir: boolean;
  try {
    isDir = cli.sys.lstat(resolved).type === 'directory';
  } catch (error) {
    if (isErrno(error)) throw new CliError(`lstat ${resolved}: ${errnoText(error)}`);
    throw error;
  }
  return { path: resolved, exists: true, isDir, rebase };
}

/** The destination on the host: links are followed, it needn't be there, but its folder must. */
function localDestination(cli: Cli, original: string): CopyInfo {
  let path = original;
  let stat = statOf(cli.sys, path, false);
  for (let hops = 0; stat?.type === 'symlink'; hops++) {
    if (hops > 10) throw new CliError(`too many symlinks in ${original}`);
    const target = cli.sys.readlink(path);
    path = target.startsWith('/') ? target : join(splitEntry(path)[0], target);
    stat = statOf(cli.sys, path, false);
  }
  if (!stat) {
    const folder = splitEntry(path)[0];
    const parent = statOf(cli.sys, folder);
    if (!parent) throw new CliError(`stat ${folder}: no such file or directory`);
    if (parent.type !== 'directory') throw new CliError('not a directory');
  }
  return { path, exists: stat !== undefined, isDir: stat?.type === 'directory', rebase: '' };
}

function planned(plan: CopyPlan): Extract<CopyPlan, { readonly dir: string }> {
  if ('refused' in plan) throw new CliError(plan.refused);
  return plan;
}

function rename(entries: readonly Entry[], change: readonly [string, string] | undefined): readonly Entry[] {
  if (!change) return entries;
  return entries.map((entry) => ({
    ...entry,
    name: renamed(entry.name, change),
    ...(entry.type === 'link' && { target: renamed(entry.target ?? '', change) }),
  }));
}

/** Says at the end how much it was. */
function* withSummary(cli: Cli, copy: Copy, bytes: number, to: string, work: Op<void>): Op<void> {
  if (copy.quiet) return yield* work;

  let failure: CliError | undefined;
  try {
    yield* work;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    failure = error;
  }

  yield* cli.err(`Successfully copied ${humanSize(bytes, 3)} to ${to}\n`);
  if (failure) throw failure;
}

function* statPath(cli: Cli, container: string, path: string): Op<PathStat | undefined> {
  try {
    return yield* cli.call(archiveStat(container, path));
  } catch (error) {
    // What is wrong will be told by the copy itself.
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** Where a link in the container leads to. */
function linkPath(path: string, { linkTarget }: PathStat): string {
  return linkTarget.startsWith('/') ? linkTarget : join(splitEntry(path)[0], linkTarget);
}

function* fromContainer(cli: Cli, copy: Copy): Op<void> {
  const destination = copy.destination === '-' ? '-' : localPath(cli, copy.destination);
  validateOutput(cli, destination);
  let source = copy.source;
  let rebase = '';
  if (copy.follow) {
    const stat = yield* statPath(cli, copy.container, source);
    if (stat && has(stat.mode, SYMLINK)) [source, rebase] = rebaseName(source, linkPath(source, stat));
  }
  const { stat, tar } = yield* cli.call(archiveGet(copy.container, source));
  if (destination === '-') return yield* cli.out(tar);
  const info: CopyInfo = { path: source, exists: true, isDir: has(stat.mode, DIRECTORY), rebase };
  const entries = rename(unpackTar(tar), rebase === '' ? undefined : [splitEntry(source)[1], rebase]);
  const work = function* (): Op<void> {
    const plan = planned(planCopy(info, localDestination(cli, destination)));
    yield* unpackLocal(cli, rename(entries, plan.rename), plan.dir);
  };
  yield* withSummary(cli, copy, tar.length, destination, work());
}

function* toContainer(cli: Cli, copy: Copy): Op<void> {
  let path = copy.destination;
  let stat = yield* statPath(cli, copy.container, path);
  if (stat && has(stat.mode, SYMLINK)) {
    path = linkPath(path, stat);
    stat = yield* statPath(cli, copy.container, path);
  }
  const odd =
    stat && (has(stat.mode, DEVICE) ? 'got a device' : has(stat.mode, IRREGULAR) ? 'got an irregular file' : '');
  if (odd)
    throw new CliError(
      `destination "${copy.container}:${copy.destination}" must be a directory or a regular file: ${odd}`,
    );
  const destination: CopyInfo = {
    path,
    exists: stat !== undefined,
    isDir: stat !== undefined && has(stat.mode, DIRECTORY),
    rebase: '',
  };
  const options = { noOverwriteDirNonDir: true, copyUIDGID: copy.archive };
  if (copy.source === '-') {
    if (!destination.isDir)
      throw new CliError(`destination "${copy.container}:${copy.destination}" must be a directory`);
    const tar = yield* readAll(cli.sys, 0, '/dev/stdin');
    const put = cli.call(archivePut(copy.container, path, tar, options));
    return yield* withSummary(cli, copy, 0, `${copy.container}:${path}`, put);
  }
  const source = localSource(cli, localPath(cli, copy.source), copy.follow);
  const plan = planned(planCopy(source, destination));
  const entries = rename(yield* packLocal(cli, source.path, source.rebase), plan.rename);
  const tar = packTar(entries);
  const put = cli.call(archivePut(copy.container, plan.dir, tar, options));
  yield* withSummary(cli, copy, tar.length, `${copy.container}:${path}`, put);
}

export const COPY: Verb = {
  name: 'cp',
  args: exactly(2),
  *run(cli, flags, [from, to]) {
    if (from === '') throw new CliError('source can not be empty');
    if (to === '') throw new CliError('destination can not be empty');
    const [sourceContainer, source] = splitArgument(from!);
    const [targetContainer, destination] = splitArgument(to!);
    const copy: Copy = {
      container: sourceContainer || targetContainer,
      source,
      destination,
      follow: flags.bool('follow-link'),
      archive: flags.bool('archive'),
      quiet: flags.changed('quiet') ? flags.bool('quiet') : !cli.sys.isatty(1),
    };
    if (sourceContainer !== '' && targetContainer !== '')
      throw new CliError('copying between containers is not supported');
    if (sourceContainer !== '') return yield* fromContainer(cli, copy);
    if (targetContainer !== '') return yield* toContainer(cli, copy);
    throw new CliError('must specify at least one container source');
  },
};
