import { Failure } from '../failure.ts';
import { complainAs } from '../messages.ts';
import { optionOn, optionTable, setFlag, setLongOption, toggle } from '../options.ts';
import type { Shell } from '../state.ts';
import { variableNames } from '../variables.ts';
import { type Builtin, print } from './builtin.ts';
import { assignmentLine, functionLines } from './declare.ts';
import { badNumber, badOption, usage } from './options.ts';

/** The letters that `set` and the command line take. */
export function knownFlags(shell: Shell): string {
  const letters = Object.values(optionTable(shell)).join('');
  return shell.state.dialect === 'bash' ? letters : letters.replace(/[is]/g, '');
}

function listOptions(shell: Shell, plus: boolean): string {
  const bash = shell.state.dialect === 'bash';
  const lines = Object.keys(optionTable(shell)).map((name) => {
    const on = optionOn(shell, name);
    if (plus) return `set ${on ? '-' : '+'}o ${name}\n`;
    return bash ? `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n` : `${name.padEnd(16)}${on ? 'on' : 'off'}\n`;
  });
  return `${!plus && shell.state.dialect === 'dash' ? 'Current option settings\n' : ''}${lines.join('')}`;
}

/** `set -o name` of one that there isn't. */
export function badLongOption(shell: Shell, name: string, sign: string): number {
  switch (shell.state.dialect) {
    case 'bash':
      complainAs(shell, 'set', `${name}: invalid option name`);
      return 2;
    case 'dash':
      complainAs(shell, 'set', `Illegal option ${sign}o ${name}`);
      throw new Failure('shell', 2);
    default:
      complainAs(shell, 'set', `illegal option ${sign}o ${name}`);
      return 1;
  }
}

export const set: Builtin = {
  special: true,
  run(shell, args) {
    const { state } = shell;
    if (args.length === 0) {
      const lines = variableNames(shell).map((name) => assignmentLine(shell, name));
      const shown = lines.filter((line) => line !== undefined).map((line) => `${line}\n`);
      return print(shell, 'set', [...shown, ...(state.dialect === 'bash' ? functionLines(shell) : [])].join(''));
    }
    const known = knownFlags(shell);
    let i = 0;
    for (; i < args.length; i++) {
      const arg = args[i]!;
      if (arg === '--' || arg === '-') {
        if (arg === '-') for (const letter of 'xv') setFlag(shell, letter, false);
        if (arg === '--' || i + 1 < args.length) state.positional = args.slice(i + 1);
        return 0;
      }
      if (!/^[-+]./.test(arg)) break;
      const on = arg[0] === '-';
      for (const letter of arg.slice(1)) {
        if (letter === 'o') {
          const name = args[++i];
          if (name === undefined) {
            print(shell, 'set', listOptions(shell, !on));
            break;
          }
          if (!setLongOption(shell, name, on)) return badLongOption(shell, name, arg[0]!);
        } else if (!known.includes(letter)) return badSetFlag(shell, arg[0]!, letter);
        else if (letter === 'B') toggle(state.shopt, 'braceexpand', on);
        else setFlag(shell, letter, on);
      }
    }
    if (i < args.length) state.positional = args.slice(i);
    return 0;
  },
};

function badSetFlag(shell: Shell, sign: string, letter: string): number {
  if (shell.state.dialect === 'bash') {
    complainAs(shell, 'set', `${sign}${letter}: invalid option`);
    return usage(shell, 'set');
  }
  badOption(shell, 'set', letter);
  throw new Failure('shell', 2);
}

export const shift: Builtin = {
  special: true,
  run(shell, args) {
    const { state } = shell;
    const [text = '1'] = args[0] === '--' ? args.slice(1) : args;
    const bash = state.dialect === 'bash';
    if (!/^-?\d+$/.test(text) || (!bash && text.startsWith('-'))) {
      const status = badNumber(shell, 'shift', text);
      if (!bash) throw new Failure('shell', status);
      return state.version === '5.2' ? 1 : 2;
    }
    const count = Number(text);
    if (count < 0) {
      complainAs(shell, 'shift', `${text}: shift count out of range`);
      return 1;
    }
    if (count > state.positional.length) {
      if (state.dialect !== 'dash') return 1;
      complainAs(shell, 'shift', "can't shift that many");
      throw new Failure('shell', 2);
    }
    state.positional = state.positional.slice(count);
    return 0;
  },
};

/** bash's `shopt` options; those that are on by default. */
const SHOPTS = [
  'array_expand_once',
  'assoc_expand_once',
  'autocd',
  'bash_source_fullpath',
  'cdable_vars',
  'cdspell',
  'checkhash',
  'checkjobs',
  'checkwinsize',
  'cmdhist',
  'compat31',
  'compat32',
  'compat40',
  'compat41',
  'compat42',
  'compat43',
  'compat44',
  'complete_fullquote',
  'direxpand',
  'dirspell',
  'dotglob',
  'execfail',
  'expand_aliases',
  'extdebug',
  'extglob',
  'extquote',
  'failglob',
  'force_fignore',
  'globasciiranges',
  'globskipdots',
  'globstar',
  'gnu_errfmt',
  'histappend',
  'histreedit',
  'histverify',
  'hostcomplete',
  'huponexit',
  'inherit_errexit',
  'interactive_comments',
  'lastpipe',
  'lithist',
  'localvar_inherit',
  'localvar_unset',
  'login_shell',
  'mailwarn',
  'no_empty_cmd_completion',
  'nocaseglob',
  'nocasematch',
  'noexpand_translation',
  'nullglob',
  'patsub_replacement',
  'progcomp',
  'progcomp_alias',
  'promptvars',
  'restricted_shell',
  'shift_verbose',
  'sourcepath',
  'varredir_close',
  'xpg_echo',
] as const;

/** What is on when bash starts; `braceexpand` is kept with them. */
export const DEFAULT_SHOPTS: readonly string[] = [
  'braceexpand',
  'checkwinsize',
  'cmdhist',
  'complete_fullquote',
  'extquote',
  'force_fignore',
  'globasciiranges',
  'globskipdots',
  'hostcomplete',
  'interactive_comments',
  'patsub_replacement',
  'progcomp',
  'promptvars',
  'sourcepath',
];

/** Options whose effect this shell has; the others can be read, and set only to what they are. */
const CHANGEABLE = new Set<string>([
  'autocd',
  'checkhash',
  'checkjobs',
  'checkwinsize',
  'cmdhist',
  'dotglob',
  'expand_aliases',
  'extglob',
  'failglob',
  'globstar',
  'histappend',
  'huponexit',
  'inherit_errexit',
  'lithist',
  'nocaseglob',
  'nocasematch',
  'nullglob',
  'patsub_replacement',
  'progcomp',
  'promptvars',
  'xpg_echo',
]);

/** bash 5.3 has two more than 5.2. */
function shoptNames({ state }: Shell): readonly string[] {
  if (state.version === '5.3') return SHOPTS;
  return SHOPTS.filter((name) => name !== 'array_expand_once' && name !== 'bash_source_fullpath');
}

export const shopt: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const letters = args
      .filter((arg) => /^-[a-z]+$/.test(arg))
      .join('')
      .replaceAll('-', '');
    const bad = [...letters].find((letter) => !'pqsuo'.includes(letter));
    if (bad !== undefined) return badOption(shell, 'shopt', bad);
    const names = args.filter((arg) => !/^-[a-z]+$/.test(arg));
    const [on, off, quiet, parts] = ['s', 'u', 'q', 'p'].map((letter) => letters.includes(letter));
    if (letters.includes('o')) return shoptLong(shell, names, on!, off!, quiet!);
    const is = (name: string) => state.shopt.has(name);
    const show = (name: string) =>
      parts
        ? `shopt -${is(name) ? 's' : 'u'} ${name}\n`
        : `${name.padEnd(state.version === '5.3' ? 20 : 15)}\t${is(name) ? 'on' : 'off'}\n`;
    if (names.length === 0) {
      const wanted = shoptNames(shell).filter((name) => (on ? is(name) : off ? !is(name) : true));
      return quiet ? 0 : print(shell, 'shopt', wanted.map(show).join(''));
    }
    let status = 0;
    for (const name of names) {
      if (!shoptNames(shell).includes(name)) {
        complainAs(shell, 'shopt', `${name}: invalid shell option name`);
        status = 1;
      } else if (on || off) {
        if (is(name) !== on && !CHANGEABLE.has(name)) {
          complainAs(shell, 'shopt', `${name}: not available in this shell`);
          status = 1;
        } else toggle(state.shopt, name, on!);
      } else {
        if (!is(name)) status = 1;
        if (!quiet) print(shell, 'shopt', show(name));
      }
    }
    return status;
  },
};

function shoptLong(shell: Shell, names: readonly string[], on: boolean, off: boolean, quiet: boolean): number {
  let status = 0;
  for (const name of names.length > 0 ? names : Object.keys(optionTable(shell))) {
    const now = optionOn(shell, name);
    if (now === undefined) {
      complainAs(shell, 'shopt', `${name}: invalid option name`);
      status = 1;
    } else if (on || off) setLongOption(shell, name, on);
    else {
      if (!now) status = 1;
      if (!quiet) print(shell, 'shopt', `${name.padEnd(15)}\t${now ? 'on' : 'off'}\n`);
    }
  }
  return status;
}
