import { Errno } from '../../fs/index.ts';
import type { Sys } from '../../os/index.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { baseName, joinPath } from './paths.ts';
import { quote } from './quote.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const TRIES = 1000;

/** Makes something under a new name: `before`, random letters, `after`. */
function make(
  sys: Sys,
  [before, count, after]: readonly [string, number, string],
  kind: 'file' | 'directory' | 'nothing',
): string | Errno {
  for (let i = 0; i < TRIES; i++) {
    let name = before;
    for (let j = 0; j < count; j++) name += LETTERS[Math.floor(sys.random() * LETTERS.length)];
    name += after;
    const result = attempt(() => {
      if (kind === 'directory') sys.mkdir(name, 0o700);
      else if (kind === 'file')
        sys.close(sys.open(name, { read: true, write: true, create: true, exclusive: true }, 0o600));
      else {
        const there = attempt(() => sys.lstat(name));
        if (!(there instanceof Errno)) throw new Errno('EEXIST');
        if (there.code !== 'ENOENT') throw there;
      }
    });
    if (!(result instanceof Errno)) return name;
    if (result.code !== 'EEXIST') return result;
  }
  return new Errno('EEXIST');
}

function gnuTemplate(command: Command): {
  name: readonly [string, number, string];
  shown: string;
  options: Set<string>;
} {
  const parsed = command.parse({
    directory: ['d', 'flag'],
    quiet: ['q', 'flag'],
    'dry-run': ['u', 'flag'],
    suffix: [undefined, 'value'],
    p: ['p', 'value'],
    tmpdir: [undefined, 'optional'],
    t: ['t', 'flag'],
  });
  if (parsed.operands.length > 1) command.usage('too many templates');
  let template = parsed.operands[0] ?? 'tmp.XXXXXXXXXX';
  const given = parsed.order.findLast(({ name }) => name === 'p' || name === 'tmpdir');
  const inDir = parsed.operands.length === 0 || given !== undefined || parsed.has('t');
  let suffix = parsed.value('suffix');
  const bare = template;
  if (suffix !== undefined) {
    if (!template.endsWith('X')) command.die(`with --suffix, template ${quote(template)} must end in X`);
    template += suffix;
  } else {
    suffix = /[^X]*$/.exec(template)![0];
    if (!template.includes('X')) suffix = '';
  }
  if (suffix.includes('/')) command.die(`invalid suffix ${quote(suffix)}, contains directory separator`);
  const stem = template.slice(0, template.length - suffix.length);
  const count = /X*$/.exec(stem)![0].length;
  if (count < 3) command.die(`too few X's in template ${quote(parsed.has('suffix') ? bare + suffix : template)}`);
  if (inDir) {
    const env = command.sys.env.TMPDIR;
    let dir: string;
    if (parsed.has('t')) {
      dir = env || given?.value || '/tmp';
      if (baseName(template) !== template)
        command.die(`invalid template, ${quote(template)}, contains directory separator`);
    } else {
      dir = given?.value || env || '/tmp';
      if (template.startsWith('/'))
        command.die(`invalid template, ${quote(template)}; with --tmpdir, it may not be absolute`);
    }
    template = joinPath(dir, template);
  }
  const end = template.length - suffix.length;
  return {
    name: [template.slice(0, end - count), count, suffix],
    shown: template,
    options: new Set(parsed.order.map(({ name }) => name)),
  };
}

export const mktemp = fileApplet('mktemp', function* (command) {
  const { sys, gnu } = command;
  if (gnu) {
    const { name, shown, options } = gnuTemplate(command);
    const kind = options.has('dry-run') ? 'nothing' : options.has('directory') ? 'directory' : 'file';
    const made = make(sys, name, kind);
    if (made instanceof Errno) {
      const what = options.has('directory') ? 'directory' : 'file';
      if (!options.has('quiet'))
        yield* command.say(`failed to create ${what} via template ${quote(shown)}: ${made.message}`);
      return 1;
    }
    yield* command.print(`${made}\n`);
    return 0;
  }
  const parsed = command.parse({
    directory: ['d', 'flag'],
    quiet: ['q', 'flag'],
    t: ['t', 'flag'],
    p: ['p', 'value'],
    'dry-run': ['u', 'flag'],
    tmpdir: [undefined, 'optional'],
  });
  if (parsed.operands.length > 1) command.usage();
  const given = parsed.order.findLast(({ name }) => name === 'p' || name === 'tmpdir');
  const dir = given?.value || sys.env.TMPDIR || '/tmp';
  let template = parsed.operands[0] ?? 'tmp.XXXXXX';
  if (parsed.operands.length === 0 || parsed.has('t') || given !== undefined) template = joinPath(dir, template);
  const kind = parsed.has('dry-run') ? 'nothing' : parsed.has('directory') ? 'directory' : 'file';
  const made = template.endsWith('XXXXXX') ? make(sys, [template.slice(0, -6), 6, ''], kind) : new Errno('EINVAL');
  if (made instanceof Errno) {
    // mkstemp(3) has emptied the template by then, which the message would name.
    if (!parsed.has('quiet')) yield* command.say(`: ${made.message}`);
    return 1;
  }
  yield* command.print(`${made}\n`);
  return 0;
});
