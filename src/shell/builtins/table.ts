import type { DialectName } from '../dialect.ts';
import type { Shell } from '../state.ts';
import type { Builtin } from './builtin.ts';
import { cd, dirs, popd, pushd, pwd } from './cd.ts';
import { declare, exportVariable, local, readonlyVariable, typeset, unset } from './declare.ts';
import { breakLoop, builtin, command, continueLoop, evaluate, execute, exit, returnFrom, source } from './flow.ts';
import { getopts } from './getopts.ts';
import { compgen, completionRules, enable, help } from './help.ts';
import { fc, history } from './history.ts';
import { bg, disown, fg, jobs, suspend } from './job-builtins.ts';
import { kill } from './kill.ts';
import { letBuiltin } from './let.ts';
import { mapfile, readarray } from './mapfile.ts';
import { alias, hash, umask, unalias } from './names.ts';
import { read } from './read.ts';
import { set, shift, shopt } from './set.ts';
import { caller, colon, echo, logout, no, printf, test, times, yes } from './text.ts';
import { trap } from './trap.ts';
import { type } from './type.ts';
import { ulimit } from './ulimit.ts';
import { wait } from './wait.ts';

export type { Builtin } from './builtin.ts';

const POSIX: Readonly<Record<string, Builtin>> = {
  '.': source,
  ':': colon,
  '[': test,
  alias,
  bg,
  break: breakLoop,
  cd,
  command,
  continue: continueLoop,
  echo,
  eval: evaluate,
  exec: execute,
  exit,
  export: exportVariable,
  false: no,
  fg,
  getopts,
  hash,
  jobs,
  kill,
  local,
  printf,
  pwd,
  read,
  readonly: readonlyVariable,
  return: returnFrom,
  set,
  shift,
  test,
  times,
  trap,
  true: yes,
  type,
  ulimit,
  umask,
  unalias,
  unset,
  wait,
};

const TABLES: Readonly<Record<DialectName, Readonly<Record<string, Builtin>>>> = {
  dash: POSIX,
  ash: { ...POSIX, '[[': test, chdir: cd, help, history, let: letBuiltin, source },
  bash: {
    ...POSIX,
    bind: completionRules('bind'),
    builtin,
    caller,
    compgen,
    complete: completionRules('complete'),
    compopt: completionRules('compopt'),
    declare,
    dirs,
    disown,
    enable,
    fc,
    help,
    history,
    let: letBuiltin,
    logout: { ...logout, run: (shell, args, frame) => logout.run(shell, args, frame) ?? exit.run(shell, args, frame) },
    mapfile,
    popd,
    pushd,
    readarray,
    shopt,
    source,
    suspend,
    typeset,
  },
};

/** The builtin of a name in the shell's dialect. */
export function builtinOf(shell: Shell, name: string): Builtin | undefined {
  const table = TABLES[shell.state.dialect];
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** All names, sorted. */
export function builtinNames(dialect: DialectName): readonly string[] {
  return Object.keys(TABLES[dialect]).sort();
}
