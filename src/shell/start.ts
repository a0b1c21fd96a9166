import { isErrno } from '../fs/index.ts';
import type { Fd, Sys } from '../os/index.ts';
import { BUSYBOX_BANNER } from './applets/applet.ts';
import { fullVersion, release } from './bash-version.ts';
import { DEFAULT_SHOPTS, knownFlags } from './builtins/set.ts';
import { toBytes } from './bytes.ts';
import type { DialectName } from './dialect.ts';
import { readFile } from './files.ts';
import { say } from './messages.ts';
import { optionLetter, setLongOption } from './options.ts';
import { write } from './output.ts';
import type { Recursion } from './recursion.ts';
import { importFunctions } from './run/import-functions.ts';
import type { BashVersion, Frame, InputFrame, Shell, ShellState, Variable } from './state.ts';
import { isName } from './variables.ts';

/** The descriptor that `--control-fd` names: scripts of the conformance tests feed an interactive bash through it. */
export const CONTROL_FD = 255;

/** What the command line asks for. */
interface Invocation {
  readonly flags: string;
  readonly longOptions: readonly string[];
  readonly shopts: readonly (readonly [string, boolean])[];
  readonly command: string | undefined;
  readonly operands: readonly string[];
  readonly stdin: boolean;
  readonly interactive: boolean;
  readonly login: boolean;
  readonly rc: boolean;
  readonly profile: boolean;
  readonly rcfile: string | undefined;
  readonly control: Fd | undefined;
}

/** Ends before it has begun: a message, and the status. */
class Refusal {
  constructor(
    readonly text: string,
    readonly status: number,
    readonly stdout = false,
  ) {}
}

/** A shell's state at its start. */
export function startShell(sys: Sys, dialect: DialectName, version: BashVersion, recursion: Recursion): ShellState {
  const argv0 = sys.argv[0] ?? dialect;
  const state = blankState(sys, dialect, version, argv0.replace(/^-/, ''));
  const shell: Shell = { sys, state, recursion };
  try {
    const invocation = parseArguments(shell, sys.argv.slice(1), argv0.startsWith('-'));
    return begin(shell, invocation);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const fd = refusal.stdout ? 1 : 2;
    try {
      sys.tryWrite(fd, toBytes(refusal.text));
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
    return { ...state, frames: [], exiting: refusal.status };
  }
}

function blankState(sys: Sys, dialect: DialectName, version: BashVersion, name: string): ShellState {
  return {
    dialect,
    version,
    name,
    interactive: false,
    login: false,
    fromString: false,
    fromText: false,
    flags: '',
    options: new Set(),
    shopt: new Set(dialect === 'bash' ? DEFAULT_SHOPTS : []),
    variables: initialVariables(sys, dialect, version, sys.env),
    functions: new Map(),
    aliases: new Map(),
    hashed: new Map(),
    positional: [],
    frames: [],
    fds: Object.fromEntries(sys.fds().map((fd) => [fd, fd])),
    status: 0,
    pipeStatus: [],
    lastArgument: sys.env._ ?? sys.argv[0] ?? '',
    line: 1,
    pid: sys.pid,
    lastBackground: undefined,
    jobs: [],
    children: new Map(),
    orders: 0,
    traps: new Map(),
    pendingTraps: [],
    ignored: (['HUP', 'INT', 'QUIT', 'TERM', 'PIPE'] as const).filter(
      (signal) => sys.signalAction(signal) === 'ignore',
    ),
    subshell: 0,
    evaluations: 0,
    errexitIgnored: false,
    output: [],
    directories: [],
    getopts: 0,
    started: sys.uptime(),
    special: new Map(),
    history: [],
    saved: 0,
    prompting: {},
    terminal: undefined,
    depth: 0,
  };
}

function parseArguments(shell: Shell, args: readonly string[], loginName: boolean): Invocation {
  const { state } = shell;
  const bash = state.dialect === 'bash';
  let [flags, login, stdin, interactive, takesCommand] = ['', loginName, false, false, false];
  let [rc, profile] = [true, true];
  let rcfile: string | undefined;
  let control: Fd | undefined;
  const longOptions: string[] = [];
  const shopts: (readonly [string, boolean])[] = [];
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '-' || arg === '--') {
      i++;
      break;
    }
    if (bash && arg.startsWith('--')) {
      const name = arg.slice(2);
      if (name === 'login') login = true;
      else if (name === 'norc') rc = false;
      else if (name === 'noprofile') profile = false;
      else if (name === 'rcfile' || name === 'init-file') rcfile = args[++i];
      else if (name === 'control-fd') control = Number(args[++i]);
      else if (name === 'version') throw new Refusal(fullVersion(state.version), 0, true);
      else if (name === 'help') throw new Refusal(bashUsage(state.version), 0, true);
      else if (name === 'verbose') flags += 'v';
      else if (name === 'posix') longOptions.push('posix');
      else if (name !== 'noediting') throw new Refusal(`${state.name}: ${arg}: invalid option\n${bashSynopsis()}`, 2);
      continue;
    }
    if (!/^[-+]./.test(arg) || (state.dialect === 'ash' && arg === '--login')) {
      if (arg === '--login') login = true;
      else break;
      continue;
    }
    for (const letter of arg.slice(1)) {
      if (letter === 'c') takesCommand = true;
      else if (letter === 's') stdin = true;
      else if (letter === 'i') interactive = true;
      else if (letter === 'l') login = true;
      else if (letter === 'o') longOptions.push(args[++i] ?? '');
      else if (letter === 'O' && bash) shopts.push([args[++i] ?? '', arg[0] === '-']);
      else if (knownFlags(shell).includes(letter)) {
        flags = flags.replace(letter, '') + (arg[0] === '-' ? letter : '');
      } else throw badLetter(shell, letter);
    }
  }
  const rest = args.slice(i);
  if (takesCommand && rest.length === 0) {
    if (bash) throw new Refusal(`${state.name}: -c: option requires an argument\n`, 2);
    throw new Refusal(`${state.name}: ${state.dialect === 'dash' ? '0: ' : ''}-c requires an argument\n`, 2);
  }
  return {
    flags,
    longOptions,
    shopts,
    command: takesCommand ? rest[0] : undefined,
    operands: takesCommand ? rest.slice(1) : rest,
    stdin,
    interactive,
    login,
    rc,
    profile,
    rcfile,
    control,
  };
}

function badLetter(shell: Shell, letter: string): Refusal {
  const { state } = shell;
  switch (state.dialect) {
    case 'bash':
      return new Refusal(`${state.name}: -${letter}: invalid option\n${bashSynopsis()}`, 2);
    case 'dash':
      return new Refusal(`${state.name}: 0: Illegal option -${letter}\n`, 2);
    default:
      return new Refusal(`${state.name}: illegal option -${letter}\n`, 2);
  }
}

function begin(shell: Shell, invocation: Invocation): ShellState {
  const { sys, state } = shell;
  const { operands, command, control } = invocation;
  const bash = state.dialect === 'bash';
  let flags = invocation.flags;
  for (const name of invocation.longOptions) {
    if (optionLetter(shell, name) === undefined) throw badLongName(shell, name);
  }
  const script = command === undefined && !invocation.stdin && control === undefined ? operands[0] : undefined;
  const reads = command === undefined && script === undefined;
  const terminals = bash ? sys.isatty(0) && sys.isatty(2) : sys.isatty(0) && sys.isatty(1);
  const interactive = control !== undefined || invocation.interactive || (reads && open(shell, 0) && terminals);
  const onTerminal = interactive && control === undefined && reads && open(shell, 0) && sys.isatty(0);
  if (interactive && onTerminal && !flags.includes('m')) flags += 'm';
  if (interactive && onTerminal && bash) flags += 'H';
  if (reads && control === undefined) flags += bash ? '' : 's';
  const fds: Record<number, Fd> = { ...state.fds };
  if (control !== undefined) delete fds[control];
  const started: ShellState = {
    ...state,
    flags,
    interactive,
    login: invocation.login,
    fromString: command !== undefined,
    fromText: script === undefined,
    fds,
    positional: script === undefined ? (command === undefined ? operands : operands.slice(1)) : operands.slice(1),
    name: command !== undefined ? (operands[0] ?? state.name) : (script ?? state.name),
    terminal: onTerminal ? 0 : undefined,
  };
  const next: Shell = { ...shell, state: started };
  for (const name of invocation.longOptions) setLongOption(next, name, true);
  for (const [name, on] of invocation.shopts) {
    if (on) started.shopt.add(name);
    else started.shopt.delete(name);
  }
  if (interactive && bash) started.shopt.add('expand_aliases');
  if (bash && command !== undefined) started.variables.set('BASH_EXECUTION_STRING', { value: command });
  if (bash) importFunctions(next, sys.env);
  setPrompts(next);
  started.frames.push(
    mainFrame({ ...shell, state: { ...started, name: state.name } }, command, script, control, onTerminal),
  );
  started.frames.push(...startupFrames(next, invocation, interactive));
  if (interactive && control === undefined) takeSignalsOver(next);
  if (onTerminal) sys.foreground(0, sys.pgid);
  if (interactive && control === undefined) greet(next, onTerminal);
  return started;
}

/** What an interactive shell says first: busybox its name, one without a terminal that it controls no jobs. */
function greet(shell: Shell, onTerminal: boolean): void {
  const { state } = shell;
  if (!onTerminal && state.dialect !== 'bash') {
    say(shell, `${state.name}: ${state.dialect === 'dash' ? '0: ' : ''}can't access tty; job control turned off`);
  }
  if (!onTerminal && state.dialect === 'bash') {
    say(shell, 'bash: cannot set terminal process group (-1): Inappropriate ioctl for device');
    say(shell, 'bash: no job control in this shell');
  }
  if (state.dialect !== 'ash') return;
  const banner = BUSYBOX_BANNER.replace(/ multi-call binary\.$/, ' built-in shell (ash)');
  write(shell, 1, `\n\n${banner}\nEnter 'help' for a list of built-in commands.\n\n`);
}

function badLongName(shell: Shell, name: string): Refusal {
  const { state } = shell;
  if (state.dialect === 'bash') return new Refusal(`${state.name}: ${state.name}: ${name}: invalid option name\n`, 2);
  if (state.dialect === 'dash') return new Refusal(`${state.name}: 0: Illegal option -o ${name}\n`, 2);
  return new Refusal(`${state.name}: illegal option -o ${name}\n`, 0);
}

function open(shell: Shell, fd: number): boolean {
  return shell.sys.fds().includes(fd);
}

function mainFrame(
  shell: Shell,
  command: string | undefined,
  script: string | undefined,
  control: Fd | undefined,
  onTerminal: boolean,
): InputFrame {
  const { state } = shell;
  const text = (content: string) => ({ text: content, at: 0, line: 1, final: true });
  if (command !== undefined) return { type: 'input', kind: 'string', script: text(command) };
  if (script !== undefined) return { type: 'input', kind: 'file', script: text(scriptText(shell, script)) };
  const stream = { text: '', at: 0, line: 1, final: false };
  if (control !== undefined) {
    return { type: 'input', kind: 'interactive', script: stream, feed: { fd: control, how: 'control' } };
  }
  if (onTerminal) return { type: 'input', kind: 'interactive', script: stream, feed: { fd: 0, how: 'terminal' } };
  const how = state.dialect === 'bash' ? 'bytes' : 'blocks';
  return { type: 'input', kind: state.interactive ? 'interactive' : 'file', script: stream, feed: { fd: 0, how } };
}

/** The text of a script file; bash also looks for it in PATH. */
function scriptText(shell: Shell, path: string): string {
  const { sys, state } = shell;
  const bash = state.dialect === 'bash';
  let found = path;
  try {
    sys.stat(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    try {
      if (path.includes('/') || !bash) throw error;
      found = sys.which(path);
    } catch {
      throw new Refusal(missingScript(shell, path, error.message), bash ? (error.code === 'ENOENT' ? 127 : 126) : 2);
    }
  }
  if (sys.stat(found).type === 'directory') {
    if (bash) throw new Refusal(`${path}: ${path}: Is a directory\n`, 126);
    return '';
  }
  try {
    sys.close(sys.open(found, { read: true }));
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Refusal(missingScript(shell, path, error.message), bash ? 126 : 2);
  }
  const text = readFile(sys, found) ?? '';
  const line = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  if (bash && line.includes('\0')) throw new Refusal(`${path}: ${path}: cannot execute binary file\n`, 126);
  return text;
}

function missingScript(shell: Shell, path: string, message: string): string {
  const { state } = shell;
  switch (state.dialect) {
    case 'bash':
      return `${state.name}: ${path}: ${message}\n`;
    case 'dash':
      return `${state.name}: 0: cannot open ${path}: ${message === 'No such file or directory' ? 'No such file' : message}\n`;
    default:
      return `${state.name}: can't open '${path}': ${message}\n`;
  }
}

/** Startup files, the first to be read on top. */
function startupFrames(shell: Shell, invocation: Invocation, interactive: boolean): readonly Frame[] {
  const { sys, state } = shell;
  if (invocation.control !== undefined) return [];
  const home = state.variables.get('HOME')?.value;
  const bash = state.dialect === 'bash';
  const files: string[] = [];
  if (invocation.login && invocation.profile) {
    files.push('/etc/profile');
    const names = bash ? ['.bash_profile', '.bash_login', '.profile'] : ['.profile'];
    const own = names.map((name) => `${home}/${name}`).find((path) => home !== undefined && exists(sys, path));
    if (own) files.push(own);
  } else if (bash && interactive && invocation.rc) {
    if (invocation.rcfile !== undefined) files.push(invocation.rcfile);
    else {
      files.push('/etc/bash.bashrc');
      if (home !== undefined) files.push(`${home}/.bashrc`);
    }
  }
  const env = state.variables.get(bash ? 'BASH_ENV' : 'ENV')?.value;
  if (env && bash !== interactive) files.push(env);
  return files
    .flatMap((path): Frame[] => {
      const text = readFile(sys, path);
      if (text === undefined) return [];
      return [
        { type: 'input', kind: 'startup', script: { text, at: 0, line: 1, final: true }, name: path, outerLine: 1 },
      ];
    })
    .reverse();
}

function exists(sys: Sys, path: string): boolean {
  try {
    return sys.stat(path).type === 'file';
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** An interactive shell is not ended by Ctrl-C, nor stopped by Ctrl-Z. */
function takeSignalsOver({ sys, state }: Shell): void {
  sys.onSignal('INT', 'catch');
  sys.onSignal('TERM', 'ignore');
  sys.onSignal('HUP', 'catch');
  if (!state.flags.includes('m')) return;
  for (const signal of ['TSTP', 'TTIN', 'TTOU', 'QUIT'] as const) sys.onSignal(signal, 'ignore');
}

function setPrompts({ sys, state }: Shell): void {
  const { variables } = state;
  const set = (name: string, value: string) => {
    if (!variables.has(name)) variables.set(name, { value });
  };
  set('PS4', '+ ');
  switch (state.dialect) {
    case 'bash':
      if (!state.interactive) return;
      set('PS1', '\\s-\\v\\$ ');
      set('PS2', '> ');
      return;
    case 'dash':
      set('PS1', sys.credentials.uid === 0 ? '# ' : '$ ');
      set('PS2', '> ');
      return;
    default:
      set('PS1', '\\w \\$ ');
      set('PS2', '> ');
  }
}

/** The variables that a shell has when it begins: the environment, and what it sets itself. */
function initialVariables(
  sys: Sys,
  dialect: DialectName,
  version: BashVersion,
  env: Readonly<Record<string, string>>,
): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const [name, value] of Object.entries(env)) {
    if (isName(name) && name !== 'IFS' && name !== 'PPID') variables.set(name, { value, exported: true });
  }
  const set = (name: string, value: string, more: Partial<Variable> = {}) => variables.set(name, { value, ...more });
  const exported = { exported: true };
  set('IFS', ' \t\n');
  set('OPTIND', '1');
  set('PPID', String(sys.ppid), dialect === 'bash' ? { integer: true, readonly: true } : {});
  set('PWD', workingFolder(sys, env.PWD), exported);
  if (dialect !== 'dash') {
    const level = Number.parseInt(env.SHLVL ?? '0', 10);
    set('SHLVL', String((Number.isNaN(level) ? 0 : level) + 1), exported);
  }
  if (dialect === 'ash') {
    set('FUNCNAME', '');
    set('LINENO', '');
  }
  if (dialect !== 'bash') return variables;
  set('BASH', sys.argv[0]?.includes('/') ? sys.argv[0].replace(/^-/, '') : '/usr/bin/bash');
  set('BASH_VERSION', release(version));
  const [major, minor, patch] = release(version).replace(/\(.*/, '').split('.');
  const parts = [major!, minor!, patch!, '1', 'release', 'x86_64-pc-linux-gnu'];
  variables.set('BASH_VERSINFO', { items: new Map(parts.map((part, i) => [i, part])), readonly: true });
  set('EUID', String(sys.credentials.uid), { integer: true, readonly: true });
  set('UID', String(sys.credentials.uid), { integer: true, readonly: true });
  set('HOSTNAME', env.HOSTNAME ?? sys.hostname, env.HOSTNAME === undefined ? {} : exported);
  set(
    'BASH_LOADABLES_PATH',
    '/usr/local/lib/bash:/usr/lib/bash:/opt/local/lib/bash:/usr/pkg/lib/bash:/opt/pkg/lib/bash:.',
  );
  set('HOSTTYPE', 'x86_64');
  set('MACHTYPE', 'x86_64-pc-linux-gnu');
  set('OSTYPE', 'linux-gnu');
  set('OPTERR', '1');
  if (env.SHELL === undefined) set('SHELL', '/bin/bash');
  if (env.TERM === undefined) set('TERM', 'dumb');
  if (env.PATH === undefined) set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  if (env.OLDPWD === undefined) variables.set('OLDPWD', { exported: true });
  return variables;
}

/** PWD from the environment if it leads to where the process is. */
function workingFolder(sys: Sys, pwd: string | undefined): string {
  if (!pwd?.startsWith('/')) return sys.cwd;
  try {
    const [a, b] = [sys.stat(pwd), sys.stat('.')];
    return a.dev === b.dev && a.ino === b.ino ? pwd : sys.cwd;
  } catch (error) {
    if (isErrno(error)) return sys.cwd;
    throw error;
  }
}

/** The state of a shell that runs a script in the place of a program: what is exported is all that it inherits. */
export function scriptState(
  shell: Shell,
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  text: string,
): ShellState {
  const { sys, state } = shell;
  const blank = blankState(sys, state.dialect, state.version, path);
  const next: ShellState = {
    ...blank,
    variables: initialVariables(sys, state.dialect, state.version, env),
    positional: args,
    fds: Object.fromEntries(Object.keys(state.fds).map((number) => [number, Number(number)])),
    forked: 'foreground',
    traps: new Map([...state.traps].filter(([, command]) => command === '')),
    frames: [{ type: 'input', kind: 'file', script: { text, at: 0, line: 1, final: true } }],
  };
  if (state.dialect === 'bash') importFunctions({ ...shell, state: next }, env);
  setPrompts({ ...shell, state: next });
  return next;
}

function bashSynopsis(): string {
  return `Usage:\tbash [GNU long option] [option] ...
\tbash [GNU long option] [option] script-file ...
GNU long options:
\t--debug
\t--debugger
\t--dump-po-strings
\t--dump-strings
\t--help
\t--init-file
\t--login
\t--noediting
\t--noprofile
\t--norc
\t--posix
\t--pretty-print
\t--rcfile
\t--restricted
\t--verbose
\t--version
Shell options:
\t-ilrsD or -c command or -O shopt_option\t\t(invocation only)
\t-abefhkmnptuvxBCEHPT or -o option
`;
}

function bashUsage(version: BashVersion): string {
  return `GNU bash, version ${release(version)}-(x86_64-pc-linux-gnu)
${bashSynopsis()}Type \`bash -c "help set"' for more information about shell options.
Type \`bash -c help' for more information about shell builtin commands.
Use the \`bashbug' command to report bugs.

bash home page: <http://www.gnu.org/software/bash>
General help using GNU software: <http://www.gnu.org/gethelp/>
`;
}
