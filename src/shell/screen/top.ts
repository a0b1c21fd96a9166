import type { ProcessInfo, Sys } from '../../os/index.ts';
import { type Dialect, parseOptions, UsageError } from '../applets/applet.ts';
import { MEMORY } from '../applets/memory.ts';
import { strftime } from '../applets/times.ts';
import { upTime } from '../applets/uptime.ts';
import { toBytes } from '../bytes.ts';
import { type Copying, copyOn, readWhole } from './input.ts';
import type { Screen, ScreenState } from './screen.ts';
import { CLEAR_BELOW, CLEAR_LINE, goTo, openTerminal, PLAIN, REVERSE } from './terminal.ts';

interface Top extends ScreenState {
  readonly dialect: Dialect;
  readonly batch: boolean;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Looks left; undefined: no end. */
  left: number | undefined;
  next: number;
  readonly printing: Copying;
  readonly owners: Readonly<Record<string, string>>;
}

/** Columns of a look that goes to no terminal. */
const WIDE = 512;

function start(sys: Sys, args: readonly string[], dialect: Dialect): Top {
  const gnu = dialect === 'gnu';
  const parsed = parseOptions(gnu ? args.map((arg) => (/^[bn]/.test(arg) ? `-${arg}` : arg)) : args, {
    b: ['b', 'flag'],
    n: ['n', 'value'],
    d: ['d', 'value'],
    ...(gnu ? ({ c: ['c', 'flag'], H: ['H', 'flag'], i: ['i', 'flag'] } as const) : ({ m: ['m', 'flag'] } as const)),
  });
  const number = (option: string, usual: number | undefined) => {
    const word = parsed.value(option);
    if (word === undefined) return usual;
    if (!/^\d+(\.\d+)?$/.test(word))
      throw new UsageError(
        gnu ? `bad ${option === 'n' ? 'iterations argument' : 'delay interval'} '${word}'` : `invalid number '${word}'`,
        1,
        false,
      );
    return Number(word);
  };
  const batch = parsed.has('b');
  const terminal = batch ? undefined : openTerminal(sys, false);
  if (!batch && (!terminal || !sys.isatty(1))) {
    if (gnu) throw new UsageError('failed tty get', 1, false);
  }
  return {
    terminal: batch ? undefined : terminal,
    dialect,
    batch: batch || !terminal,
    interval: (number('d', gnu ? 3 : 5) ?? 3) * 1000,
    left: number('n', undefined),
    next: 0,
    printing: { parts: [], unsent: new Uint8Array(0) },
    owners: owners(sys),
  };
}

function owners(sys: Sys): Record<string, string> {
  if (!sys.access('/etc/passwd', { read: true })) return {};
  const lines = readWhole(sys, '/etc/passwd').split('\n');
  return Object.fromEntries(lines.map((line) => line.split(':')).map(([name = '', , uid = '']) => [uid, name]));
}

const nameOf = ({ argv, state }: ProcessInfo): string => {
  const name = (argv[0] ?? '').replace(/^.*\//, '').slice(0, 15);
  return state === 'Z' ? `[${name}]` : name;
};

/** The processes, those that run first. */
function listed(sys: Sys): readonly ProcessInfo[] {
  const all = sys.processes();
  return [...all.filter(({ pid }) => pid === sys.pid), ...all.filter(({ pid }) => pid !== sys.pid)];
}

function gnuLines(sys: Sys, { owners }: Top): readonly string[] {
  const processes = listed(sys);
  const count = (states: string) => processes.filter(({ state }) => states.includes(state)).length;
  const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1).padStart(8);
  const { total, used, cache } = MEMORY;
  const head = [
    `top - ${strftime('%H:%M:%S', sys.now())} up ${upTime(sys.uptime())},  0 users,  load average: 0.00, 0.00, 0.00`,
    `Tasks: ${processes.length} total, ${count('R')} running, ${count('SD')} sleep, 0 d-sleep, ${count('T')} stopped, ${count('Z')} zombie`,
    '%Cpu(s):  0.0 us,  0.0 sy,  0.0 ni,100.0 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st ',
    `MiB Mem :${mebibytes(total)} total,${mebibytes(total - used - cache)} free,${mebibytes(used)} used,${mebibytes(cache)} buff/cache     `,
    `MiB Swap:${mebibytes(0)} total,${mebibytes(0)} free,${mebibytes(0)} used.${mebibytes(total - used)} avail Mem `,
    '',
    '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
  ];
  const rows = processes.map((process) => {
    const user = (owners[process.uid] ?? String(process.uid)).slice(0, 8).padEnd(8);
    return `${String(process.pid).padStart(7)} ${user}  20   0       0      0      0 ${process.state.padEnd(1)}   0.0   0.0   0:00.00 ${nameOf(process)}`;
  });
  return [...head, ...rows];
}

function busyboxLines(sys: Sys, { owners }: Top): readonly string[] {
  const { total, used, cache } = MEMORY;
  const kibibytes = (bytes: number) => `${Math.floor(bytes / 1024)}K`;
  const processes = listed(sys);
  const running = processes.filter(({ state }) => state === 'R').length;
  const head = [
    `Mem: ${kibibytes(used)} used, ${kibibytes(total - used - cache)} free, 0K shrd, 0K buff, ${kibibytes(cache)} cached`,
    'CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq',
    `Load average: 0.00 0.00 0.00 ${running}/${processes.length} ${sys.pid}`,
    '  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND',
  ];
  const rows = processes.map(({ pid, ppid, uid, state, argv }) => {
    const user = (owners[uid] ?? String(uid)).slice(0, 8).padEnd(8);
    return `${String(pid).padStart(5)} ${String(ppid).padStart(5)} ${user} ${state.padEnd(4)}     0   0%   0% ${argv.join(' ')}`;
  });
  return [...head, ...rows];
}

/** One look, as lines of a batch or as a whole screen. */
function look(sys: Sys, state: Top): void {
  const lines = state.dialect === 'gnu' ? gnuLines(sys, state) : busyboxLines(sys, state);
  const { terminal } = state;
  if (!terminal) {
    const text = lines.map((line) => `${line.slice(0, WIDE)}\n`).join('');
    state.printing.unsent = toBytes(state.dialect === 'gnu' && state.next > 0 ? `\n${text}` : text);
    return;
  }
  const title = lines.findIndex((line) => /^ +PID /.test(line));
  const rows = lines.slice(0, terminal.rows - 1).map((line, row) => {
    const cut = line.slice(0, terminal.columns);
    return `${row === title ? `${REVERSE}${cut.padEnd(terminal.columns)}${PLAIN}` : cut}${CLEAR_LINE}`;
  });
  terminal.out += `${goTo(1, 1)}${rows.join('\r\n')}\r\n${CLEAR_BELOW}`;
}

function over(state: Top): void {
  const terminal = state.terminal!;
  terminal.out += `${goTo(terminal.rows, 1)}\n`;
  state.ended = 0;
}

/** procps' top, and busybox's. Processors and memory of processes aren't counted here: they are idle and 0. */
export const top: Screen<Top> = {
  name: 'top',
  start,
  draw: look,
  key(sys, state, key) {
    if (key === 'q' || key === 'Q' || key === '\x03') over(state);
    else if (key === ' ' || key === '\r') state.next = sys.uptime();
  },
  park: (state) => `${goTo(state.terminal!.rows, 1)}\n`,
  work(sys, state) {
    if (!state.terminal) {
      const printed = copyOn(sys, state.printing);
      if (printed !== 'over') return printed;
    }
    if (state.left !== undefined && state.left <= 0) {
      if (state.terminal) over(state);
      else state.ended = 0;
      return state.terminal ? 'continue' : undefined;
    }
    if (sys.uptime() < state.next) return { on: [], until: state.next };
    look(sys, state);
    state.next = sys.uptime() + Math.max(100, state.interval);
    if (state.left !== undefined) state.left--;
    return 'continue';
  },
};
