import { SIGNALS, signalNamed } from '../../os/index.ts';
import { Failure } from '../failure.ts';
import { complainAs, say } from '../messages.ts';
import { isSignal } from '../run/signals.ts';
import type { Shell } from '../state.ts';
import { type Builtin, print } from './builtin.ts';
import { signalTable } from './kill.ts';
import { readOptions, usage } from './options.ts';
import { quoteSingle, quoteSinglePosix } from './quote.ts';

/** The condition that a word names: EXIT, ERR …, or a signal; undefined: none. */
function condition(shell: Shell, word: string): string | undefined {
  const bash = shell.state.dialect === 'bash';
  const name = word.toUpperCase();
  if (word === '0' || name === 'EXIT' || (bash && name === 'SIGEXIT')) return 'EXIT';
  if (shell.state.dialect !== 'dash' && name === 'ERR') return 'ERR';
  if (bash && (name === 'DEBUG' || name === 'RETURN')) return name;
  if (shell.state.dialect === 'dash' && (name.startsWith('SIG') || name !== word)) return undefined;
  return signalNamed(word);
}

const PSEUDO = ['EXIT', 'DEBUG', 'ERR', 'RETURN'];

function order(name: string): number {
  return name === 'EXIT' ? 0 : isSignal(name) ? SIGNALS[name] : 100 + PSEUDO.indexOf(name);
}

function show(shell: Shell, name: string): string {
  const { state } = shell;
  const command = state.traps.get(name);
  if (command === undefined) return '';
  const quoted = state.dialect === 'bash' ? quoteSingle(command) : quoteSinglePosix(command);
  return `trap -- ${quoted} ${state.dialect === 'bash' && isSignal(name) ? 'SIG' : ''}${name}\n`;
}

export const trap: Builtin = {
  special: true,
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const options = readOptions(shell, 'trap', args[0] === '-' ? ['--', ...args] : args, bash ? 'lpP' : '');
    if (typeof options === 'number') {
      if (bash) return options;
      throw badTrap(options);
    }
    if (options.has('l')) return print(shell, 'trap', signalTable());
    const { operands } = options;
    if (operands.length === 0 || options.has('p')) {
      const lists = !state.inheritedTraps || bash;
      const names =
        operands.length > 0 ? operands.map((word) => condition(shell, word) ?? word) : [...state.traps.keys()];
      return lists
        ? print(
            shell,
            'trap',
            names
              .sort((a, b) => order(a) - order(b))
              .map((name) => show(shell, name))
              .join(''),
          )
        : 0;
    }
    if (bash && operands.length === 1 && condition(shell, operands[0]!) === undefined) return usage(shell, 'trap');
    const resets = operands.length === 1 || operands[0] === '-' || /^\d+$/.test(operands[0]!);
    const command = resets ? undefined : operands[0]!;
    const names = operands.length === 1 || (resets && operands[0] !== '-') ? operands : operands.slice(1);
    let status = 0;
    for (const word of names) {
      if (setTrap(shell, word, command)) continue;
      status = 1;
      if (state.dialect === 'dash') break;
    }
    return status;
  },
};

function badTrap(status: number): Failure {
  return new Failure('shell', status);
}

function setTrap(shell: Shell, word: string, command: string | undefined): boolean {
  const { state, sys } = shell;
  const name = condition(shell, word);
  if (name === undefined) {
    if (state.dialect === 'dash') say(shell, `trap: ${word}: bad trap`);
    else complainAs(shell, 'trap', `${word}: invalid signal specification`);
    return false;
  }
  if (name === 'DEBUG' || name === 'RETURN') {
    complainAs(shell, 'trap', `${name}: not supported by this shell`);
    return false;
  }
  if (state.inheritedTraps) {
    for (const [each, old] of [...state.traps]) if (old !== '') state.traps.delete(each);
    state.inheritedTraps = false;
  }
  if (command === undefined) state.traps.delete(name);
  else state.traps.set(name, command);
  if (!isSignal(name) || name === 'KILL' || name === 'STOP' || state.ignored.includes(name)) return true;
  const needed =
    state.interactive &&
    state.subshell === 0 &&
    (name === 'INT' || name === 'TERM' || name === 'TSTP' || name === 'QUIT');
  if (command === '') sys.onSignal(name, 'ignore');
  else if (command !== undefined) sys.onSignal(name, 'catch');
  else sys.onSignal(name, needed ? (name === 'INT' ? 'catch' : 'ignore') : 'default');
  return true;
}
