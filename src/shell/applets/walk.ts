import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { attempt, type Command } from './command.ts';
import { joinPath } from './paths.ts';

/** One thing met on a walk through a tree. */
export interface Met {
  /**
   * `pre` and `post`: a directory before and after its entries. `unreadable`: its entries can't be listed (`post` is
   * not told then). `file`: anything else. `dangling`: a symbolic link that should be followed and leads nowhere.
   * `missing`: stat failed. `cycle`: a directory that contains this path.
   */
  readonly kind: 'pre' | 'post' | 'unreadable' | 'file' | 'dangling' | 'missing' | 'cycle';
  readonly path: string;
  /** 0 for the argument. */
  readonly level: number;
  /** As seen through links if links are followed here; of the link itself for `dangling`. */
  readonly stat: Stat | undefined;
  readonly error: Errno | undefined;
}

/** `skip` keeps a walk out of a directory; `stop` ends it. */
export type Visited = 'skip' | 'stop' | undefined;

export interface WalkOptions {
  /** Which symbolic links are followed: none, the argument, all. */
  readonly follow: 'never' | 'argument' | 'always';
  /** Entries of another file system than the argument's are met but not entered. */
  readonly oneFileSystem?: boolean;
  readonly sort?: (a: string, b: string) => number;
}

/** Goes through a tree in the order of its directories, as fts(3) does. True: `stop` was said. */
export function* walk(
  command: Command,
  root: string,
  options: WalkOptions,
  visit: (met: Met) => Op<Visited>,
): Op<boolean> {
  const { sys } = command;
  let rootDevice: number | undefined;
  function* step(path: string, level: number, ancestors: readonly Stat[]): Op<boolean> {
    yield* command.pace();
    const follow = options.follow === 'always' || (options.follow === 'argument' && level === 0);
    const met = (kind: Met['kind'], stat?: Stat, error?: Errno): Met => ({ kind, path, level, stat, error });
    let stat = attempt(() => (follow ? sys.stat(path) : sys.lstat(path)));
    if (stat instanceof Errno) {
      const link = follow ? attempt(() => sys.lstat(path)) : stat;
      const dangling = !(link instanceof Errno) && (stat.code === 'ENOENT' || stat.code === 'ELOOP');
      return (yield* visit(dangling ? met('dangling', link, stat) : met('missing', undefined, stat))) === 'stop';
    }
    rootDevice ??= stat.dev;
    if (stat.type !== 'directory') return (yield* visit(met('file', stat))) === 'stop';
    const { ino, dev } = stat;
    if (ancestors.some((one) => one.ino === ino && one.dev === dev))
      return (yield* visit(met('cycle', stat))) === 'stop';
    const before = yield* visit(met('pre', stat));
    if (before !== undefined) return before === 'stop';
    const entries =
      options.oneFileSystem && dev !== rootDevice ? [] : attempt(() => sys.readdir(path).map(({ name }) => name));
    if (entries instanceof Errno) return (yield* visit(met('unreadable', stat, entries))) === 'stop';
    if (options.sort) entries.sort(options.sort);
    for (const name of entries) if (yield* step(joinPath(path, name), level + 1, [...ancestors, stat])) return true;
    const now = attempt(() => (follow ? sys.stat(path) : sys.lstat(path)));
    if (!(now instanceof Errno)) stat = now;
    return (yield* visit(met('post', stat))) === 'stop';
  }
  // Of several slashes at the end one is left, as fts(3) does.
  return yield* step(root.replace(/\/{2,}$/, '/'), 0, []);
}

/** What GNU tools say in front of `/` with --preserve-root. True: it is the root. */
export function* refusesRoot(command: Command, path: string, stat: Stat): Op<boolean> {
  const top = command.sys.lstat('/');
  if (stat.ino !== top.ino || stat.dev !== top.dev) return false;
  yield* command.fail(`it is dangerous to operate recursively on '${path}'${path === '/' ? '' : " (same as '/')"}`);
  yield* command.fail('use --no-preserve-root to override this failsafe');
  return true;
}
