import { isErrno } from '../../fs/index.ts';
import { fullVersion } from '../bash-version.ts';
import { matches } from '../expand/pattern.ts';
import { complainAs } from '../messages.ts';
import type { Shell } from '../state.ts';
import { getVariable } from '../variables.ts';
import { type Builtin, print } from './builtin.ts';
import { readOptions } from './options.ts';
import { synopsis, USAGE } from './usage.ts';

/** `help`: bash's synopses without its long texts, ash's lists of builtins and applets. */
export const help: Builtin = {
  run(shell, args) {
    if (shell.state.dialect === 'ash') return print(shell, 'help', ashHelp(shell));
    const options = readOptions(shell, 'help', args, 'dms');
    if (typeof options === 'number') return options;
    const { version } = shell.state;
    const lines = (names: readonly string[]) => names.map((name) => `${name}: ${synopsis(name, version)}\n`).join('');
    if (options.operands.length === 0) {
      return print(
        shell,
        'help',
        `${fullVersion(version).split('\n')[0]}\n${INTRODUCTION}\n\n${lines(Object.keys(USAGE).sort())}`,
      );
    }
    let status = 0;
    for (const topic of options.operands) {
      const found = Object.keys(USAGE).filter((name) => name === topic || matches(topic, name));
      if (found.length > 0) print(shell, 'help', lines(found));
      else {
        const hint = `Try \`help help' or \`man -k ${topic}' or \`info ${topic}'.`;
        complainAs(shell, 'help', `no help topics match \`${topic}'.  ${hint}`);
        status = 1;
      }
    }
    return status;
  },
};

const INTRODUCTION = `These shell commands are defined internally.  Type \`help' to see this list.
Type \`help name' to find out more about the function \`name'.`;

/** Names in rows that end behind column 60. */
function rows(names: readonly string[]): string {
  let text = '';
  let column = 0;
  for (const name of names) {
    text += `${column === 0 ? '\t' : ' '}${name}`;
    column += name.length + 1;
    if (column > 60) {
      text += '\n';
      column = 0;
    }
  }
  return `${text}\n`;
}

function ashHelp(shell: Shell): string {
  return `Built-in commands:\n------------------\n${rows([...shell.recursion.builtinNames('ash'), ...applets(shell)])}`;
}

/** The names in PATH that lead to busybox. */
function applets(shell: Shell): readonly string[] {
  const names = new Set<string>();
  const { sys } = shell;
  for (const folder of (getVariable(shell, 'PATH') ?? '').split(':')) {
    try {
      for (const { name, type } of sys.readdir(folder)) {
        if (name === 'busybox' || (type === 'symlink' && sys.readlink(`${folder}/${name}`).endsWith('busybox')))
          names.add(name);
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return [...names].sort();
}

/** bash's `enable`: lists the builtins; none can be switched off. */
export const enable: Builtin = {
  run(shell, args) {
    const options = readOptions(shell, 'enable', args, 'adnps', 'f');
    if (typeof options === 'number') return options;
    if (options.operands.length > 0 && /[ndf]/.test(options.letters)) {
      complainAs(shell, 'enable', `-${options.letters[0]}: not available in this shell`);
      return 1;
    }
    const names = shell.recursion.builtinNames('bash');
    let status = 0;
    for (const name of options.operands) {
      if (names.includes(name)) continue;
      complainAs(shell, 'enable', `${name}: not a shell builtin`);
      status = 1;
    }
    if (options.operands.length > 0 || options.has('n')) return status;
    return print(shell, 'enable', names.map((name) => `enable ${name}\n`).join(''));
  },
};

/** Completion is built in here: there are no rules of the user's, so there are none to show. */
export function completionRules(name: 'complete' | 'compopt' | 'bind'): Builtin {
  return {
    run(shell, args) {
      if (args.length === 0 || args[0] === '-p') {
        if (name !== 'bind' || shell.state.terminal !== undefined) return 0;
        complainAs(shell, 'bind', 'warning: line editing not enabled');
        return 0;
      }
      complainAs(shell, name, `${args[0]}: not available in this shell`);
      return 1;
    },
  };
}

/** bash's `compgen` for builtins, keywords, variables and word lists. */
export const compgen: Builtin = {
  run(shell, args) {
    const options = readOptions(shell, 'compgen', args, 'abcdefgjksuv', 'oAGWFCXPSV');
    if (typeof options === 'number') return options;
    const [word = ''] = options.operands;
    const action = options.values.A;
    let words: readonly string[] | undefined;
    if (options.values.W !== undefined) words = options.values.W.split(/\s+/).filter(Boolean);
    else if (options.has('b') || action === 'builtin') words = shell.recursion.builtinNames('bash');
    else if (options.has('a') || action === 'alias') words = [...shell.state.aliases.keys()].sort();
    else if (options.has('v') || action === 'variable') words = [...shell.state.variables.keys()].sort();
    else if (action === 'function') words = [...shell.state.functions.keys()].sort();
    if (!words) {
      complainAs(shell, 'compgen', `${args[0] ?? ''}: not available in this shell`);
      return 1;
    }
    const found = words.filter((each) => each.startsWith(word));
    print(shell, 'compgen', found.map((each) => `${each}\n`).join(''));
    return found.length > 0 ? 0 : 1;
  },
};
