import { isErrno } from '../../fs/index.ts';
import { complainAs, say } from '../messages.ts';
import { flag, type Shell } from '../state.ts';
import { getVariable, setVariable } from '../variables.ts';
import { type Builtin, print } from './builtin.ts';
import { readOptions, usage } from './options.ts';

/** The folder as the user walked there, if that still is where the shell is. */
export function logicalFolder(shell: Shell): string {
  const { sys } = shell;
  const pwd = getVariable(shell, 'PWD');
  if (!pwd?.startsWith('/') || pwd.split('/').some((part) => part === '.' || part === '..')) return sys.cwd;
  if (pwd === sys.cwd) return pwd;
  try {
    const [a, b] = [sys.stat(pwd), sys.stat('.')];
    return a.dev === b.dev && a.ino === b.ino ? pwd : sys.cwd;
  } catch (error) {
    if (isErrno(error)) return sys.cwd;
    throw error;
  }
}

/** A path without `.` and `..`, which are taken away as text. */
function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Goes to a folder; an Errno's message if that fails. */
export function changeFolder(shell: Shell, path: string, physical: boolean): string | undefined {
  const { sys } = shell;
  const before = logicalFolder(shell);
  const walked = path.startsWith('/') ? path : `${before === '/' ? '' : before}/${path}`;
  const wanted = physical ? path : normalize(walked);
  try {
    sys.chdir(wanted);
  } catch (error) {
    if (!isErrno(error)) throw error;
    // bash: a folder that is gone from the path as walked may still be reached from here.
    if (physical || path.startsWith('/') || shell.state.dialect !== 'bash') return error.message;
    try {
      sys.chdir(path);
    } catch {
      return error.message;
    }
    if (isGone(shell)) {
      say(shell, `cd: ${GETCWD}`);
      setPlaces(shell, before, walked);
    } else setPlaces(shell, before, sys.cwd);
    return undefined;
  }
  setPlaces(shell, before, physical ? sys.cwd : wanted);
  return undefined;
}

const GETCWD =
  'error retrieving current directory: getcwd: cannot access parent directories: No such file or directory';

/** Has the working folder been removed? */
function isGone({ sys }: Shell): boolean {
  try {
    sys.stat(sys.cwd);
    return false;
  } catch (error) {
    if (isErrno(error)) return true;
    throw error;
  }
}

function setPlaces(shell: Shell, before: string, now: string): void {
  setVariable(shell, 'OLDPWD', before);
  setVariable(shell, 'PWD', now);
}

export const cd: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const options = readOptions(shell, 'cd', args, bash ? 'LPe@' : 'LP');
    if (typeof options === 'number') return options;
    const { operands } = options;
    if (bash && operands.length > 1) {
      complainAs(shell, 'cd', 'too many arguments');
      return state.version === '5.2' ? 1 : 2;
    }
    let target = operands[0];
    let shows = false;
    if (target === undefined) {
      target = getVariable(shell, 'HOME');
      if (target === undefined) {
        if (!bash) return 0;
        complainAs(shell, 'cd', 'HOME not set');
        return 1;
      }
    } else if (target === '-') {
      target = getVariable(shell, 'OLDPWD');
      if (target === undefined) {
        if (bash) {
          complainAs(shell, 'cd', 'OLDPWD not set');
          return 1;
        }
        target = logicalFolder(shell);
      }
      shows = true;
    }
    if (target === '') {
      if (!bash || state.version === '5.2' || operands[0] === undefined) return 0;
      complainAs(shell, 'cd', 'null directory');
      return 1;
    }
    return go(shell, target, isPhysical(options.letters, flag(shell, 'P')), shows);
  },
};

function go(shell: Shell, target: string, physical: boolean, shows: boolean): number {
  const { state } = shell;
  for (const base of searchPath(shell, target)) {
    const path = base === '' || base === '.' ? target : `${base.replace(/\/$/, '')}/${target}`;
    if (changeFolder(shell, path, physical) !== undefined) continue;
    if (base !== '' && base !== '.') return print(shell, 'cd', `${getVariable(shell, 'PWD')}\n`);
    return shows ? print(shell, 'cd', `${getVariable(shell, 'PWD')}\n`) : 0;
  }
  const error = changeFolder(shell, target, physical);
  if (error === undefined) return shows ? print(shell, 'cd', `${getVariable(shell, 'PWD')}\n`) : 0;
  switch (state.dialect) {
    case 'bash':
      complainAs(shell, 'cd', `${target}: ${error}`);
      return 1;
    case 'dash':
      complainAs(shell, 'cd', `can't cd to ${target}`);
      return 2;
    default:
      complainAs(shell, 'cd', `can't cd to ${target}: ${error}`);
      return 2;
  }
}

/** CDPATH, for names that don't begin with a slash or a dot. */
function searchPath(shell: Shell, target: string): readonly string[] {
  const path = getVariable(shell, 'CDPATH');
  if (!path || target.startsWith('/') || /^\.\.?(\/|$)/.test(target)) return [];
  return path.split(':');
}

export const pwd: Builtin = {
  run(shell, args) {
    const options = readOptions(shell, 'pwd', args, 'LP');
    if (typeof options === 'number') return options;
    const physical = options.letters.endsWith('P');
    return print(shell, 'pwd', `${physical ? shell.sys.cwd : logicalFolder(shell)}\n`);
  },
};

/** The home folder as `~`, as bash shows folders. */
function tilded(shell: Shell, path: string): string {
  const home = getVariable(shell, 'HOME');
  if (!home || home === '/') return path;
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function stack(shell: Shell): readonly string[] {
  return [logicalFolder(shell), ...shell.state.directories];
}

function showStack(shell: Shell): number {
  return print(
    shell,
    'dirs',
    `${stack(shell)
      .map((path) => tilded(shell, path))
      .join(' ')}\n`,
  );
}

/** `+N` or `-N`: an index in the stack; a text: what is wrong. */
function stackIndex(shell: Shell, arg: string): number | string {
  const length = stack(shell).length;
  const count = Number(arg.slice(1));
  const index = arg[0] === '+' ? count : length - 1 - count;
  if (length === 1 && shell.state.directories.length === 0 && index !== 0) return 'directory stack empty';
  return index < 0 || index >= length ? `${arg}: directory stack index out of range` : index;
}

export const dirs: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const flags = args.filter((arg) => /^-[clpv]+$/.test(arg)).join('');
    const index = args.find((arg) => /^[+-]\d+$/.test(arg));
    const bad = args.find((arg) => !/^-[clpv]+$|^[+-]\d+$/.test(arg));
    if (bad !== undefined) {
      complainAs(shell, 'dirs', /^-./.test(bad) ? `${bad}: invalid option` : `${bad}: invalid number`);
      return usage(shell, 'dirs');
    }
    if (flags.includes('c')) {
      state.directories.splice(0);
      return 0;
    }
    let shown = stack(shell).map((path) => (flags.includes('l') ? path : tilded(shell, path)));
    if (index !== undefined) {
      const at = stackIndex(shell, index);
      if (typeof at === 'string') {
        complainAs(shell, 'dirs', at);
        return 1;
      }
      shown = shown.slice(at, at + 1);
    }
    if (flags.includes('v'))
      return print(shell, 'dirs', shown.map((path, i) => `${String(i).padStart(2)}  ${path}\n`).join(''));
    return print(shell, 'dirs', `${shown.join(flags.includes('p') ? '\n' : ' ')}\n`);
  },
};

export const pushd: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const stays = args[0] === '-n';
    const [target] = stays ? args.slice(1) : args;
    const all = stack(shell);
    if (target === undefined) {
      if (all.length < 2) {
        complainAs(shell, 'pushd', 'no other directory');
        return 1;
      }
      return rotate(shell, [all[1]!, all[0]!, ...all.slice(2)]);
    }
    if (/^[+-]\d+$/.test(target)) {
      const at = stackIndex(shell, target);
      if (typeof at === 'string') {
        complainAs(shell, 'pushd', at);
        return 1;
      }
      return rotate(shell, [...all.slice(at), ...all.slice(0, at)]);
    }
    if (stays) {
      state.directories.unshift(target);
      return showStack(shell);
    }
    const error = changeFolder(shell, target, false);
    if (error !== undefined) {
      complainAs(shell, 'pushd', `${target}: ${error}`);
      return 1;
    }
    state.directories.unshift(all[0]!);
    return showStack(shell);
  },
};

function rotate(shell: Shell, all: readonly string[]): number {
  const error = changeFolder(shell, all[0]!, false);
  if (error !== undefined) {
    complainAs(shell, 'pushd', `${all[0]}: ${error}`);
    return 1;
  }
  shell.state.directories.splice(0, shell.state.directories.length, ...all.slice(1));
  return showStack(shell);
}

export const popd: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const stays = args[0] === '-n';
    const [target = '+0'] = stays ? args.slice(1) : args;
    if (!/^[+-]\d+$/.test(target)) {
      complainAs(shell, 'popd', `${target}: invalid argument`);
      return usage(shell, 'popd');
    }
    if (state.directories.length === 0) {
      complainAs(shell, 'popd', target === '+0' ? 'directory stack empty' : String(stackIndex(shell, target)));
      return 1;
    }
    const at = stackIndex(shell, target);
    if (typeof at === 'string') {
      complainAs(shell, 'popd', at);
      return 1;
    }
    if (at > 0 || stays) state.directories.splice(Math.max(0, at - 1), 1);
    else {
      const error = changeFolder(shell, state.directories[0]!, false);
      if (error !== undefined) {
        complainAs(shell, 'popd', `${state.directories[0]}: ${error}`);
        return 1;
      }
      state.directories.shift();
    }
    return showStack(shell);
  },
};

/** The last of -L and -P counts; `set -P` makes it the default. */
function isPhysical(letters: string, byDefault: boolean): boolean {
  const last = Math.max(letters.lastIndexOf('L'), letters.lastIndexOf('P'));
  return last < 0 ? byDefault : letters[last] === 'P';
}
