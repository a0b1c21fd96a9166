import { Errno } from '../../fs/index.ts';
import { attempt, type Command, fileApplet, ignoreContext } from './command.ts';
import { applyMode, parseMode } from './modes.ts';
import { quote, quoteFile, quoteName } from './quote.ts';

/** The mode that -m asks for, of a default 666; busybox leaves it to mknod(2) to refuse what is none. */
function modeOf(command: Command, text: string | undefined): number | 'invalid' | undefined {
  if (text === undefined) return undefined;
  const changes = parseMode(text, command.dialect);
  if (!changes) return command.gnu ? command.die('invalid mode') : 'invalid';
  const mode = applyMode(changes, 0o666, false, command.sys.umask());
  if (command.gnu && mode & ~0o777) command.die('mode must specify only file permission bits');
  return mode;
}

const OPTIONS = { mode: ['m', 'value'], context: ['Z', 'optional'] } as const;

export const mkfifo = fileApplet('mkfifo', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse(gnu ? OPTIONS : { mode: ['m', 'value'] });
  if (gnu) yield* ignoreContext(command, parsed);
  if (gnu && parsed.operands.length === 0) command.usage('missing operand');
  const mode = modeOf(command, parsed.value('mode'));
  if (parsed.operands.length === 0) command.usage();
  for (const path of parsed.operands) {
    yield* command.pace();
    const error = attempt(() => {
      if (mode === 'invalid') throw new Errno('EINVAL');
      sys.mknod(path, 'fifo', 0o666);
      if (mode !== undefined) sys.chmod(path, mode);
    });
    if (error instanceof Errno)
      yield* command.fail(
        gnu ? `cannot create fifo ${quoteFile(path)}: ${error.message}` : `${path}: ${error.message}`,
      );
  }
});

/** A device's number in decimal, octal or hex. */
function deviceNumber(text: string): number | undefined {
  if (!/^(0[xX][\da-fA-F]+|\d+)$/.test(text)) return undefined;
  return /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
}

export const mknod = fileApplet('mknod', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse(gnu ? OPTIONS : { mode: ['m', 'value'] });
  if (gnu) yield* ignoreContext(command, parsed);
  const { operands } = parsed;
  const mode = modeOf(command, parsed.value('mode'));
  const [path, type, majorText, minorText] = operands;
  const wanted = type?.startsWith('p') ? 2 : 4;
  if (operands.length < wanted || path === undefined || type === undefined) {
    if (!gnu) return command.usage();
    const missing = operands.length === 0 ? 'missing operand' : `missing operand after ${quote(operands.at(-1)!)}`;
    return command.usage(
      wanted === 4 && operands.length === 2
        ? `${missing}\nSpecial files require major and minor device numbers.`
        : missing,
    );
  }
  if (operands.length > wanted) {
    if (!gnu) return command.usage();
    const extra = `extra operand ${quote(operands[wanted]!)}`;
    return command.usage(
      wanted === 2 && operands.length === 4 ? `${extra}\nFifos do not have major and minor device numbers.` : extra,
    );
  }
  const letter = type[0]!;
  if (!'bcup'.includes(letter)) command.usage(gnu ? `invalid device type ${quote(type)}` : '');
  let rdev: [number, number] | undefined;
  if (wanted === 4) {
    const numbers = [majorText!, minorText!].map((text, i) => {
      const number = deviceNumber(text);
      if (number !== undefined) return number;
      const which = i === 0 ? 'major' : 'minor';
      return command.die(gnu ? `invalid ${which} device number ${quote(text)}` : `invalid number '${text}'`);
    });
    rdev = [numbers[0]!, numbers[1]!];
  }
  const error = attempt(() => {
    if (mode === 'invalid') throw new Errno('EINVAL');
    // The machine has no block devices: whoever may make one is told what a system without them says.
    if (letter === 'b') throw new Errno(sys.credentials.uid === 0 ? 'EINVAL' : 'EPERM');
    sys.mknod(path, rdev ? 'chardev' : 'fifo', 0o666, rdev);
    if (mode !== undefined) sys.chmod(path, mode);
  });
  if (error instanceof Errno) command.die(`${gnu ? quoteName(path) : path}: ${error.message}`);
  return 0;
});

export const sync = fileApplet('sync', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse(
    gnu ? { data: ['d', 'flag'], 'file-system': ['f', 'flag'] } : { d: ['d', 'flag'], f: ['f', 'flag'] },
  );
  if (gnu && parsed.has('data') && parsed.has('file-system'))
    command.die('cannot specify both --data and --file-system');
  if (gnu && parsed.has('data') && parsed.operands.length === 0) command.die('--data needs at least one argument');
  if (!gnu && parsed.has('d') && parsed.has('f')) command.usage();
  for (const path of parsed.operands) {
    const fd = attempt(() => sys.open(path));
    if (typeof fd === 'number') sys.close(fd);
    else
      yield* command.fail(
        gnu ? `error opening ${quoteFile(path)}: ${fd.message}` : `can't open '${path}': ${fd.message}`,
      );
  }
});
