import { Errno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { BACKUP_OPTIONS, backupOf } from './backup.ts';
import { attempt, type Command, choose, fileApplet } from './command.ts';
import { copyArgument, renameNew } from './copy.ts';
import { busyboxMv } from './copy-busybox.ts';
import { type CopyPlan, newMemory, PLAIN_COPY } from './copy-plan.ts';
import { destinationIn, targetOf, UPDATES } from './cp.ts';
import { stripSlashes } from './paths.ts';
import { quoteFile } from './quote.ts';
import { removeMoved } from './rm.ts';

function* moveOne(
  command: Command,
  source: string,
  dest: string,
  plan: CopyPlan,
  renamed?: Errno | 'renamed',
): Op<void> {
  const result = yield* copyArgument(command, source, dest, plan, renamed === undefined ? {} : { renamed });
  // What was copied to another file system is removed here, as by rm -r.
  if (result.ok && !result.moved && !result.intoSelf) yield* removeMoved(command, source, plan.verbose);
}

function* gnuMv(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    ...BACKUP_OPTIONS,
    context: ['Z', 'flag'],
    debug: [undefined, 'flag'],
    exchange: [undefined, 'flag'],
    force: ['f', 'flag'],
    interactive: ['i', 'flag'],
    'no-clobber': ['n', 'flag'],
    'no-copy': [undefined, 'flag'],
    'no-target-directory': ['T', 'flag'],
    'strip-trailing-slashes': [undefined, 'flag'],
    'target-directory': ['t', 'value'],
    update: [undefined, 'optional'],
    u: ['u', 'flag'],
    verbose: ['v', 'flag'],
  });
  let ask: CopyPlan['ask'] = 'unspecified';
  let update = 'all' as CopyPlan['update'];
  for (const { name, value } of parsed.order) {
    if (name === 'force') ask = 'never';
    else if (name === 'interactive') ask = 'always';
    else if (name === 'no-clobber') update = 'none';
    else if (name === 'u') update = 'older';
    else if (name === 'update') update = choose(command, '--update', value || 'older', UPDATES) as typeof update;
  }
  const last = parsed.order.findLast(({ name }) => /^(force|interactive|no-clobber)$/.test(name))?.name;
  if (last !== 'no-clobber' && update === 'none' && !parsed.has('update')) update = parsed.has('u') ? 'older' : 'all';
  const backup = parsed.has('b') || parsed.has('backup') || parsed.has('suffix');
  const { operands } = parsed;
  // With two operands the rename is tried at once: `mv a b` needs no look at b.
  let renamed: Errno | 'renamed' | undefined;
  const plain = operands.length === 2 && !parsed.has('target-directory') && !parsed.has('no-target-directory');
  if (plain && !parsed.has('exchange')) renamed = renameNew(command, operands[0]!, operands[1]!) ?? 'renamed';
  const { sources, dir } =
    renamed === 'renamed' ? { sources: operands.slice(0, 1), dir: undefined } : targetOf(command, parsed);
  if (backup && (parsed.has('exchange') || update === 'none' || update === 'none-fail'))
    command.usage('cannot combine --backup with --exchange, -n, or --update=none-fail');
  const debug = parsed.has('debug');
  const plan: CopyPlan = {
    ...PLAIN_COPY,
    dereference: 'never',
    recursive: true,
    move: true,
    ask,
    update,
    preserve: { mode: true, owner: true, times: true, links: true },
    asRegular: false,
    noCopy: parsed.has('no-copy'),
    verbose: debug || parsed.has('verbose'),
    debug,
    backup: backupOf(command, parsed),
    memory: newMemory(dir !== undefined && sources.length > 1),
  };
  const strip = parsed.has('strip-trailing-slashes');
  for (const given of sources) {
    const source = strip ? stripSlashes(given) : given;
    const dest = dir === undefined ? operands[1]! : destinationIn(dir, source);
    if (parsed.has('exchange')) {
      // The machine's file systems have no RENAME_EXCHANGE.
      const stat = attempt(() => sys.lstat(source));
      const reason = stat instanceof Errno ? stat : new Errno('EINVAL');
      yield* command.fail(`cannot exchange ${quoteFile(source)} and ${quoteFile(dest)}: ${reason.message}`);
    } else yield* moveOne(command, source, dest, plan, dir === undefined ? renamed : undefined);
  }
}

export const mv = fileApplet('mv', (command) => (command.gnu ? gnuMv(command) : busyboxMv(command)));
