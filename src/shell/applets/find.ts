import type { Op } from '../../os/index.ts';
import { fileApplet } from './command.ts';
import { parseBusyboxFind } from './find-busybox.ts';
import { parseGnuFind } from './find-gnu.ts';
import { type Expression, evaluate, type FindRun, type Found } from './find-run.ts';
import { readOwners } from './owners.ts';
import { quoteFile } from './quote.ts';
import { type Met, type Visited, walk } from './walk.ts';

/** Is this word where the expression begins? */
const begins = (word: string): boolean => /^-./.test(word) || /^[(),!]$/.test(word);

function* search(run: FindRun, expression: Expression, root: string): Op<void> {
  const { command } = run;
  const complain = (path: string, message: string) =>
    command.fail(command.gnu ? `${quoteFile(path)}: ${message}` : `${path}: ${message}`);
  function* apply(met: Met, post: boolean): Op<Visited> {
    if (met.level < run.minDepth || met.level > run.maxDepth) return undefined;
    const file: Found = { path: met.path, root, level: met.level, stat: met.stat!, post };
    run.pruned = false;
    yield* evaluate(run, expression, file);
    return run.stopped ? 'stop' : run.pruned ? 'skip' : undefined;
  }
  function* visit(met: Met): Op<Visited> {
    switch (met.kind) {
      case 'missing':
        yield* complain(met.path, met.error!.message);
        return undefined;
      case 'cycle':
        yield* command.fail(
          `File system loop detected; ${quoteFile(met.path)} is part of the same file system loop as ${quoteFile(root)}.`,
        );
        return undefined;
      case 'unreadable':
        yield* complain(met.path, met.error!.message);
        return run.depth && met.level <= run.maxDepth ? yield* apply(met, true) : undefined;
      case 'pre': {
        if (met.level > run.maxDepth) return 'skip';
        const told = run.depth ? undefined : yield* apply(met, false);
        if (told !== undefined) return told;
        if (met.level < run.maxDepth) return undefined;
        return run.depth ? ((yield* apply(met, true)) ?? 'skip') : 'skip';
      }
      case 'post':
        return run.depth ? yield* apply(met, true) : undefined;
      default:
        return yield* apply(met, false);
    }
  }
  const options = { follow: run.follow, oneFileSystem: run.oneFileSystem };
  yield* walk(command, root, options, visit);
}

export const find = fileApplet('find', function* (command) {
  const { sys, gnu } = command;
  const words = [...command.args];
  if (gnu && words.some((word) => word === '--help' || word === '-help')) command.parse({}, { args: ['--help'] });
  if (gnu && words.some((word) => word === '--version' || word === '-version'))
    command.parse({}, { args: ['--version'] });
  const run: FindRun = {
    command,
    owners: yield* readOwners(sys),
    now: sys.now(),
    follow: 'never',
    minDepth: 0,
    maxDepth: Number.POSITIVE_INFINITY,
    depth: false,
    oneFileSystem: false,
    dayStart: false,
    pruned: false,
    stopped: false,
    finish: [],
  };
  while (gnu && /^-([HLP]|O\d|D.*)$/.test(words[0] ?? '')) {
    const option = words.shift()!;
    if (option === '-L') run.follow = 'always';
    else if (option === '-H') run.follow = 'argument';
    else if (option === '-P') run.follow = 'never';
    else if (option === '-D') words.shift();
  }
  if (gnu && words[0] === '--') words.shift();
  const roots: string[] = [];
  while (!gnu && /^-[LH]$/.test(words[0] ?? '')) run.follow = words.shift() === '-L' ? 'always' : 'argument';
  while (words.length > 0 && !begins(words[0]!)) roots.push(words.shift()!);
  if (roots.length === 0) roots.push('.');
  const warnings: string[] = [];
  const expression = gnu ? parseGnuFind(command, run, words, warnings) : parseBusyboxFind(command, run, words);
  // Warnings are for people: GNU find gives them when standard input is a terminal.
  for (const warning of warnings) if (sys.isatty(0) || /format|escape/.test(warning)) yield* command.say(warning);
  for (const root of roots) {
    if (run.stopped) break;
    yield* search(run, expression, root);
  }
  for (const finish of run.finish) yield* finish();
});
