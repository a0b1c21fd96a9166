import { isErrno } from '../../fs/index.ts';
import type { Fd } from '../../os/index.ts';
import { fromBytes } from '../bytes.ts';
import { Failure } from '../failure.ts';
import { readNow } from '../files.ts';
import { complain, complainAs } from '../messages.ts';
import { becomeCommand, findCommand, notFound } from '../run/commands.ts';
import { startError } from '../run/errors.ts';
import { exitShell } from '../run/exit.ts';
import { jobState } from '../run/jobs.ts';
import { openPath } from '../run/redirect.ts';
import { dispatch, keepRedirections } from '../run/simple.ts';
import { unwind } from '../run/unwind.ts';
import type { Frame, Shell, SimpleFrame } from '../state.ts';
import { environment, getVariable } from '../variables.ts';
import type { Builtin } from './builtin.ts';
import { badNumber, readOptions, usage } from './options.ts';
import { describeName } from './type.ts';

type Loop = Extract<Frame, { type: 'while' | 'for' | 'arithmetic-for' }>;

function isLoop(frame: Frame): frame is Loop {
  return frame.type === 'while' || frame.type === 'for' || frame.type === 'arithmetic-for';
}

/** The loops around the present command, innermost first; a function's body is a world of its own. */
function loops(shell: Shell): readonly Loop[] {
  const found: Loop[] = [];
  for (const frame of shell.state.frames.toReversed()) {
    if (frame.type === 'call' || (frame.type === 'input' && frame.kind !== 'eval')) break;
    if (isLoop(frame)) found.push(frame);
  }
  return found;
}

function loopControl(name: 'break' | 'continue'): Builtin {
  return {
    special: true,
    run(shell, args) {
      const { state } = shell;
      const [count = '1'] = args[0] === '--' ? args.slice(1) : args;
      const around = loops(shell);
      if (around.length === 0 && state.dialect === 'bash') {
        complainAs(shell, name, "only meaningful in a `for', `while', or `until' loop");
        return 0;
      }
      if (!/^\d+$/.test(count)) {
        badNumber(shell, name, count);
        throw new Failure(
          state.dialect === 'bash' ? 'line' : 'shell',
          state.dialect === 'bash' && state.version === '5.2' ? 128 : 2,
        );
      }
      if (Number(count) === 0) {
        if (state.dialect !== 'bash') {
          badNumber(shell, name, count);
          throw new Failure('shell', 2);
        }
        complainAs(shell, name, '0: loop count out of range');
        leave(shell, around[0]!, 'break');
        return undefined;
      }
      const loop = around[Math.min(Number(count), around.length) - 1];
      if (!loop) return 0;
      state.status = 0;
      leave(shell, loop, name);
      return undefined;
    },
  };
}

function leave(shell: Shell, loop: Loop, control: 'break' | 'continue'): void {
  unwind(shell, (frame) => frame !== loop);
  loop.control = control;
}

export const breakLoop = loopControl('break');
export const continueLoop = loopControl('continue');

/** An exit status as an argument: [status] or the message's. */
function statusArgument(shell: Shell, name: string, args: readonly string[]): number | undefined {
  const { state } = shell;
  const [text] = args[0] === '--' ? args.slice(1) : args;
  if (text === undefined) return state.status;
  const bash = state.dialect === 'bash';
  if (bash ? /^\s*[+-]?\d+\s*$/.test(text) : /^\d+$/.test(text)) return Number(text);
  badNumber(shell, name, text);
  return undefined;
}

export const exit: Builtin = {
  special: true,
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const status = statusArgument(shell, 'exit', args);
    if (bash && state.interactive && state.subshell === 0 && state.terminal !== undefined) process(shell);
    if (bash && args.length > 1 && status !== undefined) {
      complainAs(shell, 'exit', 'too many arguments');
      throw new Failure('line', 1);
    }
    if (status === undefined && !bash) throw new Failure('shell', 2);
    if (stoppedJobs(shell)) return 1;
    exitShell(shell, status ?? 2);
    return undefined;
  },
};

/** An interactive bash says what it does. */
function process(shell: Shell): void {
  const { state } = shell;
  if (state.traps.has('EXIT')) return;
  complainNothing(shell, state.login ? 'logout' : 'exit');
}

function complainNothing(shell: Shell, text: string): void {
  const fd = shell.state.fds[2];
  if (fd !== undefined) shell.state.output.push({ fd, data: new TextEncoder().encode(`${text}\n`), builtin: '' });
}

/** Once warned, the user may leave stopped jobs behind. */
function stoppedJobs(shell: Shell): boolean {
  const { state } = shell;
  if (!state.interactive || state.subshell > 0 || state.warned) return false;
  if (!state.jobs.some((job) => jobState(job) === 'stopped')) return false;
  state.warned = true;
  if (state.dialect === 'bash') complainNothing(shell, 'There are stopped jobs.');
  else complainNothing(shell, 'You have stopped jobs.');
  return true;
}

export const returnFrom: Builtin = {
  special: true,
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const status = statusArgument(shell, 'return', args);
    if (bash && args.length > 1 && status !== undefined) {
      complainAs(shell, 'return', 'too many arguments');
      throw new Failure('line', 1);
    }
    if (status === undefined && !bash) throw new Failure('shell', 2);
    const target = state.frames.findLast(
      (frame) => frame.type === 'call' || (frame.type === 'input' && frame.kind === 'source'),
    );
    const value = status ?? 2;
    if (!target) {
      if (bash) {
        complainAs(shell, 'return', "can only `return' from a function or sourced script");
        return 2;
      }
      exitShell(shell, value);
      return undefined;
    }
    unwind(shell, (frame) => frame !== target);
    unwind(shell, (frame) => frame === target);
    state.status = state.dialect === 'dash' ? value : value & 0xff;
    return undefined;
  },
};

export const evaluate: Builtin = {
  special: true,
  run(shell, args) {
    const { state } = shell;
    const [first] = args;
    if (state.dialect === 'bash' && first?.startsWith('-') && first.length > 1 && first !== '--') {
      complainAs(shell, 'eval', `${first.slice(0, 2)}: invalid option`);
      return usage(shell, 'eval');
    }
    const text = (first === '--' ? args.slice(1) : args).join(' ');
    if (text.trim() === '') return 0;
    state.frames.push({
      type: 'input',
      kind: 'eval',
      script: { text, at: 0, line: state.line, final: true },
      outerLine: state.line,
    });
    return undefined;
  },
};

export const source: Builtin = {
  special: true,
  run(shell, args, frame) {
    const { state } = shell;
    const name = frame.builtin ?? '.';
    const options = readOptions(shell, name, args, '');
    if (typeof options === 'number') return state.dialect === 'bash' ? options : fatalStatus(options);
    const [file, ...rest] = options.operands;
    if (file === undefined) {
      if (state.dialect !== 'bash') return 2;
      complainAs(shell, name, 'filename argument required');
      return usage(shell, name);
    }
    const path = findSource(shell, file);
    const opened = path === undefined ? undefined : openSource(shell, name, file, path);
    if (opened === undefined) {
      if (path === undefined) missingSource(shell, name, file);
      return state.dialect === 'bash' ? 1 : fatalStatus(2);
    }
    const withArguments = rest.length > 0 && state.dialect !== 'dash';
    const streams = typeof opened === 'number';
    state.frames.push({
      type: 'input',
      kind: 'source',
      script: { text: streams ? '' : opened, at: 0, line: 1, final: !streams },
      ...(streams && { feed: { fd: opened, how: 'blocks', owned: true } as const }),
      name: file.includes('/') ? file : path!,
      outerLine: state.line,
      ...(withArguments && { positional: state.positional }),
    });
    if (withArguments) state.positional = rest;
    return undefined;
  },
};

function fatalStatus(status: number): never {
  throw new Failure('shell', status);
}

/** In PATH if the name has no slash; bash then looks in the working folder too. */
function findSource(shell: Shell, file: string): string | undefined {
  const { sys, state } = shell;
  if (file.includes('/')) return file;
  const folders = (getVariable(shell, 'PATH') ?? '').split(':');
  for (const folder of [...folders, ...(state.dialect === 'bash' ? ['.'] : [])]) {
    const path = folder === '' ? file : folder === '.' && state.dialect === 'bash' ? file : `${folder}/${file}`;
    try {
      if (sys.stat(path).type === 'file') return path;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return undefined;
}

function missingSource(shell: Shell, name: string, file: string): void {
  if (shell.state.dialect === 'bash') complain(shell, `${file}: No such file or directory`);
  else complainAs(shell, name, `${file}: not found`);
}

/** The text of a file, or the descriptor of what is none (a pipe); undefined: it can't be read. */
function openSource(shell: Shell, name: string, file: string, path: string): string | Fd | undefined {
  const { sys, state } = shell;
  try {
    const fd = openPath(shell, path);
    const { type } = sys.fstat(fd);
    if (type === 'fifo' || type === 'chardev') return fd;
    if (type === 'directory') {
      sys.close(fd);
      if (state.dialect === 'bash') complainAs(shell, name, `${file}: is a directory`);
      return state.dialect === 'bash' ? undefined : '';
    }
    const text = fromBytes(readNow(sys, fd));
    sys.close(fd);
    return text;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (state.dialect === 'bash') complain(shell, `${file}: ${error.message}`);
    else if (state.dialect === 'dash') {
      complainAs(shell, name, `cannot open ${file}: ${error.code === 'ENOENT' ? 'No such file' : error.message}`);
    } else complainAs(shell, name, `can't open '${file}': ${error.message}`);
    return undefined;
  }
}

export const execute: Builtin = {
  special: true,
  run(shell, args, frame) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const options = state.dialect === 'dash' ? undefined : readOptions(shell, 'exec', args, bash ? 'cl' : '', 'a');
    if (typeof options === 'number') return options;
    const argv = options?.operands ?? (args[0] === '--' ? args.slice(1) : args);
    if (argv.length === 0) {
      keepRedirections(shell, frame);
      return 0;
    }
    let path: string;
    try {
      path = findCommand(shell, argv[0]!);
    } catch (error) {
      return execFailed(shell, argv[0]!, error);
    }
    const given = options?.values.a ?? argv[0]!;
    const name = options?.has('l') ? `-${given}` : given;
    const env = options?.has('c') ? {} : environment(shell);
    const error = becomeCommand(shell, path, [name, ...argv.slice(1)], env);
    return error === undefined ? undefined : execFailed(shell, argv[0]!, error);
  },
};

function execFailed(shell: Shell, name: string, error: unknown): number | undefined {
  const { state, sys } = shell;
  let { text, status } = startError(shell, name, error);
  if (state.dialect === 'bash' && name.includes('/')) {
    const path = name.startsWith('/') ? name : `${sys.cwd.replace(/\/$/, '')}/${name.replace(/^\.\//, '')}`;
    notFound(shell, name, error, path);
    status = state.status;
    // bash 5.2 tells it once more where something was there to execute.
    if (status === 126 && state.version === '5.2') complainAs(shell, 'exec', `${path}: cannot execute: ${text}`);
  } else {
    if (text === 'command not found') text = 'not found';
    complainAs(shell, 'exec', `${name}: ${text}`);
  }
  if (state.interactive && state.subshell === 0) return status;
  exitShell(shell, status);
  return undefined;
}

/** `command` and `builtin`: the name's other meanings are not looked at. */
export const command: Builtin = {
  run(shell, args, frame) {
    const options = readOptions(shell, 'command', args, 'pvV');
    if (typeof options === 'number') return options;
    const { operands } = options;
    if (options.has('v') || options.has('V')) {
      const names = shell.state.dialect === 'bash' ? operands : operands.slice(0, 1);
      let status = names.length > 0 && shell.state.dialect === 'bash' ? 1 : 0;
      for (const name of names) {
        const found = describeName(shell, name, options.has('V') ? 'long' : 'short', 'command');
        if (shell.state.dialect === 'bash') status = found ? 0 : status;
        else status = found ? 0 : 127;
      }
      return status;
    }
    if (operands.length === 0) return 0;
    again(shell, frame, operands, 'functions');
    return undefined;
  },
};

export const builtin: Builtin = {
  run(shell, args, frame) {
    const operands = args[0] === '--' ? args.slice(1) : args;
    const [name] = operands;
    if (name === undefined) return 0;
    if (!shell.recursion.builtinOf(shell, name)) {
      complainAs(shell, 'builtin', `${name}: not a shell builtin`);
      return 1;
    }
    again(shell, frame, operands, 'functions');
    return undefined;
  },
};

/** Runs the rest of the words as the command. */
function again(shell: Shell, frame: SimpleFrame, argv: readonly string[], skip: 'functions'): void {
  frame.skip = skip;
  frame.fields.splice(0, frame.fields.length, ...argv);
  delete frame.builtin;
  frame.phase = 'done';
  dispatch(shell, frame, argv);
}
