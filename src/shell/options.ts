import { flag, type Shell } from './state.ts';

/** Long names of options, in the order in which the shells list them, with their letters. */
const OPTIONS = {
  bash: {
    allexport: 'a',
    braceexpand: 'B',
    emacs: '',
    errexit: 'e',
    errtrace: 'E',
    functrace: 'T',
    hashall: 'h',
    histexpand: 'H',
    history: '',
    ignoreeof: '',
    'interactive-comments': '',
    keyword: 'k',
    monitor: 'm',
    noclobber: 'C',
    noexec: 'n',
    noglob: 'f',
    nolog: '',
    notify: 'b',
    nounset: 'u',
    onecmd: 't',
    physical: 'P',
    pipefail: '',
    posix: '',
    privileged: 'p',
    verbose: 'v',
    vi: '',
    xtrace: 'x',
  },
  dash: {
    errexit: 'e',
    noglob: 'f',
    ignoreeof: 'I',
    interactive: 'i',
    monitor: 'm',
    noexec: 'n',
    stdin: 's',
    xtrace: 'x',
    verbose: 'v',
    vi: 'V',
    emacs: 'E',
    noclobber: 'C',
    allexport: 'a',
    notify: 'b',
    nounset: 'u',
    privileged: 'p',
    nolog: '',
    pipefail: '',
    debug: '',
  },
  ash: {
    errexit: 'e',
    noglob: 'f',
    ignoreeof: 'I',
    monitor: 'm',
    noexec: 'n',
    xtrace: 'x',
    verbose: 'v',
    noclobber: 'C',
    allexport: 'a',
    notify: 'b',
    nounset: 'u',
    errtrace: 'E',
    vi: 'V',
    pipefail: '',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

type OptionTable = Readonly<Record<string, string>>;

/** The long options of the shell's dialect, with their letters, in the order in which it lists them. */
export function optionTable({ state }: Shell): OptionTable {
  return OPTIONS[state.dialect];
}

/** Is a long option on? undefined: no such option. */
export function optionOn(shell: Shell, name: string): boolean | undefined {
  const { state } = shell;
  const letter = optionLetter(shell, name);
  if (letter === undefined) return undefined;
  if (state.dialect === 'bash') {
    if (name === 'braceexpand') return state.shopt.has('braceexpand');
    if (name === 'hashall') return !state.options.has('no-hashall');
    if (name === 'interactive-comments') return true;
    if (name === 'emacs') return state.terminal !== undefined && !state.options.has('no-emacs');
    if (name === 'history') return state.terminal !== undefined;
  }
  if (name === 'interactive') return state.interactive;
  return letter === '' ? state.options.has(name) : flag(shell, letter);
}

/** The long options that are on, sorted: SHELLOPTS. */
export function enabledOptions(shell: Shell): readonly string[] {
  return Object.keys(optionTable(shell)).filter((name) => optionOn(shell, name));
}

/** The letter of a long option, empty if it has none; undefined: no such option. */
export function optionLetter(shell: Shell, name: string): string | undefined {
  return Object.hasOwn(optionTable(shell), name) ? optionTable(shell)[name] : undefined;
}

/** Turns a long option on or off; false: there is none of that name. */
export function setLongOption(shell: Shell, name: string, on: boolean): boolean {
  const { state } = shell;
  const letter = optionLetter(shell, name);
  if (letter === undefined) return false;
  if (name === 'braceexpand') toggle(state.shopt, 'braceexpand', on);
  else if (name === 'hashall') toggle(state.options, 'no-hashall', !on);
  else if (letter === '') toggle(state.options, name, on);
  else setFlag(shell, letter, on);
  return true;
}

/** Puts a name into a set, or takes it out. */
export function toggle(set: Set<string>, name: string, on: boolean): void {
  if (on) set.add(name);
  else set.delete(name);
}

/** Turns an option on or off by its letter. */
export function setFlag(shell: Shell, letter: string, on: boolean): void {
  const { state } = shell;
  state.flags = state.flags.replace(letter, '') + (on ? letter : '');
}
