import { strftime } from '../applets/times.ts';
import { matches } from '../expand/pattern.ts';
import { complainAs, complainAsApplet } from '../messages.ts';
import { write } from '../output.ts';
import { reportWriteError } from '../run/write-error.ts';
import type { Shell } from '../state.ts';
import { isName, isUtf8, setVariable } from '../variables.ts';
import { type Builtin, print } from './builtin.ts';
import { echoText } from './echo.ts';
import { fileTests } from './file-tests.ts';
import type { Flavor } from './flavor.ts';
import { badName, badOption, usage } from './options.ts';
import { formatPrintf } from './printf.ts';
import { evaluateTest } from './test.ts';

/** Whose rules the shell's builtin follows. */
export function flavorOf(shell: Shell): Flavor {
  return shell.state.dialect === 'ash' ? 'busybox' : shell.state.dialect;
}

export const echo: Builtin = {
  run: (shell, args) =>
    print(shell, 'echo', echoText(args, flavorOf(shell), isUtf8(shell), shell.state.shopt.has('xpg_echo'))),
};

export const printf: Builtin = {
  run(shell, args) {
    const { state } = shell;
    let rest = args;
    let into: string | undefined;
    if (state.dialect !== 'ash' && rest[0]?.startsWith('-') && rest[0].length > 1) {
      if (rest[0] === '--') rest = rest.slice(1);
      else if (state.dialect === 'bash' && rest[0].startsWith('-v')) {
        into = rest[0].length > 2 ? rest[0].slice(2) : rest[1];
        rest = rest.slice(rest[0].length > 2 ? 1 : 2);
        if (into === undefined) return usage(shell, 'printf');
        if (!isName(into.replace(/\[.*\]$/s, ''))) {
          badName(shell, 'printf', into);
          return 2;
        }
        if (rest[0] === '--') rest = rest.slice(1);
      } else return badOption(shell, 'printf', rest[0][1]!);
    } else if (rest[0] === '--') rest = rest.slice(1);
    if (rest.length === 0) return printfUsage(shell);
    return printfResult(shell, rest, into);
  },
};

function printfUsage(shell: Shell): number {
  switch (shell.state.dialect) {
    case 'bash':
      return usage(shell, 'printf');
    case 'dash':
      complainAs(shell, 'printf', 'usage: printf format [arg ...]');
      return 2;
    default:
      complainAsApplet(shell, 'usage: printf FORMAT [ARGUMENT...]');
      return 2;
  }
}

function printfResult(shell: Shell, args: readonly string[], into: string | undefined): number {
  const { state, sys } = shell;
  const result = formatPrintf(args, flavorOf(shell), {
    utf8: isUtf8(shell),
    strftime: (format, seconds) => strftime(format, seconds * 1000),
    now: Math.floor(sys.now() / 1000),
    started: Math.floor((sys.now() - sys.uptime() + state.started) / 1000),
  });
  let status = result.status;
  for (const part of result.parts) {
    if ('error' in part) {
      if (state.dialect === 'ash') complainAsApplet(shell, part.error);
      else complainAs(shell, 'printf', part.error);
    } else if (into === undefined) {
      const error = write(shell, 1, part.text, 'printf');
      if (error === undefined) continue;
      reportWriteError(shell, 'printf', error);
      status = 1;
    }
  }
  if (into !== undefined) setVariable(shell, into, result.text);
  return status;
}

/** `test`, `[` and ash's `[[` */
export const test: Builtin = {
  run(shell, args, frame) {
    const name = frame.fields[frame.fields.length - args.length - 1] ?? 'test';
    const argv = [name, ...args];
    if (name === '[[') return doubleBrackets(shell, args);
    const { status, error } = evaluateTest(argv, fileTests(shell), flavorOf(shell), shell.state.version);
    if (error !== undefined) testError(shell, name, error);
    return status;
  },
};

function testError(shell: Shell, name: string, error: string): void {
  if (shell.state.dialect === 'ash') complainAsApplet(shell, error);
  else complainAs(shell, name, error);
}

/** To ash `[[` is `[` by another name. */
function doubleBrackets(shell: Shell, args: readonly string[]): number {
  if (args.at(-1) !== ']]') {
    complainAsApplet(shell, 'missing ]]');
    return 2;
  }
  const files = { ...fileTests(shell), pattern: (pattern: string, text: string) => matches(pattern, text) };
  const { status, error } = evaluateTest(['test', ...args.slice(0, -1)], files, 'busybox');
  if (error !== undefined) complainAsApplet(shell, error);
  return status;
}

export const yes: Builtin = { run: () => 0 };
export const no: Builtin = { run: () => 1 };
export const colon: Builtin = { run: () => 0, special: true };

export const times: Builtin = {
  special: true,
  run(shell, args) {
    const { dialect } = shell.state;
    if (dialect === 'bash' && args[0]?.startsWith('-') && args[0].length > 1)
      return badOption(shell, 'times', args[0][1]!);
    const zero = dialect === 'dash' ? '0m0.000000s' : '0m0.000s';
    return print(shell, 'times', `${zero} ${zero}\n${zero} ${zero}\n`);
  },
};

export const logout: Builtin = {
  run(shell) {
    if (shell.state.login) return undefined;
    complainAs(shell, 'logout', "not login shell: use `exit'");
    return 1;
  },
};

export const caller: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const calls = state.frames.flatMap((frame) => (frame.type === 'call' ? [frame] : [])).reverse();
    const level = Number(args[0] ?? 0);
    const call = calls[level];
    if (!call) return 1;
    const source = state.fromString || state.interactive ? 'NULL' : state.name;
    const name = calls[level + 1]?.name ?? 'main';
    return print(
      shell,
      'caller',
      args[0] === undefined ? `${call.line} ${source}\n` : `${call.line} ${name} ${source}\n`,
    );
  },
};
