import { Errno } from '../../fs/index.ts';
import type { Sys } from '../../os/index.ts';
import { attempt, fileApplet } from './command.ts';
import { canonicalize, relativePath } from './paths.ts';
import { quoteFile, quoteName } from './quote.ts';

/** busybox's canonical path: only the end of a dangling link may be missing. */
function busyboxRealpath(sys: Sys, path: string): string {
  sys.lstat(path);
  return canonicalize(sys, path, 'last');
}

export const readlink = fileApplet('readlink', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse(
    gnu
      ? {
          canonicalize: ['f', 'flag'],
          'canonicalize-existing': ['e', 'flag'],
          'canonicalize-missing': ['m', 'flag'],
          'no-newline': ['n', 'flag'],
          quiet: ['q', 'flag'],
          silent: ['s', 'flag'],
          verbose: ['v', 'flag'],
          zero: ['z', 'flag'],
        }
      : {
          'no-newline': ['n', 'flag'],
          canonicalize: ['f', 'flag'],
          verbose: ['v', 'flag'],
          silent: ['s', 'flag'],
          quiet: ['q', 'flag'],
        },
  );
  const { operands } = parsed;
  if (operands.length === 0) command.usage(gnu ? 'missing operand' : '');
  if (!gnu && operands.length > 1) command.usage();
  let newline = !parsed.has('no-newline');
  if (!newline && operands.length > 1) {
    yield* command.say('ignoring --no-newline with multiple arguments');
    newline = true;
  }
  const mode = parsed.order.findLast(({ name }) => name.startsWith('canonicalize'))?.name;
  const talk = parsed.order.findLast(({ name }) => /^(verbose|quiet|silent)$/.test(name))?.name;
  const verbose = talk === 'verbose' || (gnu && talk === undefined && 'POSIXLY_CORRECT' in sys.env);
  for (const path of operands) {
    const result = attempt(() => {
      if (mode === undefined) return sys.readlink(path);
      if (!gnu) return busyboxRealpath(sys, path);
      return canonicalize(
        sys,
        path,
        mode === 'canonicalize' ? 'last' : mode === 'canonicalize-existing' ? 'all' : 'none',
      );
    });
    if (result instanceof Errno) {
      command.status = 1;
      if (!verbose) continue;
      if (gnu) yield* command.fail(`${quoteName(path)}: ${result.message}`);
      else if (mode === undefined) {
        const why = result.code === 'EINVAL' ? 'not a symlink' : result.message;
        yield* command.fail(`${path}: cannot read link: ${why}`);
      }
      continue;
    }
    yield* command.print(result + (parsed.has('zero') ? '\0' : newline ? '\n' : ''));
  }
});

export const realpath = fileApplet('realpath', function* (command) {
  const { sys, gnu } = command;
  if (!gnu) {
    if (command.args.length === 0) command.usage();
    for (const path of command.args) {
      const result = attempt(() => busyboxRealpath(sys, path));
      if (result instanceof Errno) yield* command.fail(`${path}: ${result.message}`);
      else yield* command.print(`${result}\n`);
    }
    return;
  }
  const parsed = command.parse({
    canonicalize: ['E', 'flag'],
    'canonicalize-existing': ['e', 'flag'],
    'canonicalize-missing': ['m', 'flag'],
    logical: ['L', 'flag'],
    physical: ['P', 'flag'],
    quiet: ['q', 'flag'],
    'relative-to': [undefined, 'value'],
    'relative-base': [undefined, 'value'],
    strip: [undefined, 'flag'],
    'no-symlinks': ['s', 'flag'],
    zero: ['z', 'flag'],
  });
  if (parsed.operands.length === 0) command.usage('missing operand');
  const mode = parsed.order.findLast(({ name }) => name.startsWith('canonicalize'))?.name;
  const exists = mode === 'canonicalize-existing' ? 'all' : mode === 'canonicalize-missing' ? 'none' : 'last';
  const how = parsed.order.findLast(({ name }) => /^(strip|no-symlinks|logical|physical)$/.test(name))?.name;
  const links = how !== 'strip' && how !== 'no-symlinks';
  const canonical = (path: string) => canonicalize(sys, path, exists, { links, logical: how === 'logical' });
  const base = (option: string): string | undefined => {
    const path = parsed.value(option);
    if (path === undefined) return undefined;
    const result = attempt(() => canonical(path));
    if (result instanceof Errno) return command.die(`${quoteName(path)}: ${result.message}`);
    if (exists === 'all') {
      const stat = attempt(() => sys.stat(result));
      if (stat instanceof Errno) return command.die(`cannot stat ${quoteFile(result)}: ${stat.message}`);
      if (stat.type !== 'directory') return command.die(`${quoteName(path)}: Not a directory`);
    }
    return result;
  };
  const below = (path: string, dir: string) => dir === '/' || path === dir || path.startsWith(`${dir}/`);
  const relativeBase = base('relative-base');
  let relativeTo = base('relative-to') ?? relativeBase;
  if (relativeBase !== undefined && relativeTo !== undefined && !below(relativeTo, relativeBase))
    relativeTo = undefined;
  for (const path of parsed.operands) {
    const result = attempt(() => canonical(path));
    if (result instanceof Errno) {
      command.status = 1;
      if (!parsed.has('quiet')) yield* command.fail(`${quoteName(path)}: ${result.message}`);
      continue;
    }
    const relative = relativeTo !== undefined && (relativeBase === undefined || below(result, relativeBase));
    yield* command.print((relative ? relativePath(relativeTo!, result) : result) + (parsed.has('zero') ? '\0' : '\n'));
  }
});
