import { isErrno } from '../../fs/index.ts';
import type { Fd, Pid, Sys } from '../../os/index.ts';
import { type Dialect, parseOptions, UsageError } from '../applets/applet.ts';
import { strftime } from '../applets/times.ts';
import { TEXT_USAGE } from '../applets/usage/texts.ts';
import { toBytes } from '../bytes.ts';
import { pull, type Source } from './input.ts';
import type { Screen, ScreenState } from './screen.ts';
import { CLEAR_BELOW, FIRST_SCREEN, goTo, OTHER_SCREEN, openTerminal } from './terminal.ts';

interface Watch extends ScreenState {
  readonly dialect: Dialect;
  /** Milliseconds between the end of a run and the next one. */
  readonly interval: number;
  readonly header: boolean;
  readonly argv: readonly string[];
  /** What is shown after `Every 2.0s:`. */
  readonly told: string;
  /** The run that is under way, and what it printed. */
  run?: { readonly pid: Pid; readonly output: Source };
  /** When the next one begins, in milliseconds since boot. */
  next: number;
  /** What the last run printed. */
  shown: string;
}

/** procps takes no less. */
const SHORTEST = 100;

function start(sys: Sys, args: readonly string[], dialect: Dialect): Watch {
  const gnu = dialect === 'gnu';
  const spec = {
    interval: ['n', 'value'],
    'no-title': ['t', 'flag'],
    ...(gnu ? ({ exec: ['x', 'flag'], help: ['h', 'flag'], version: ['v', 'flag'] } as const) : {}),
  } as const;
  let parsed: ReturnType<typeof parseOptions>;
  try {
    parsed = parseOptions(args, spec, { stopAtOperand: true });
  } catch (error) {
    if (!gnu || !(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}\n\n${usage().trimEnd()}`, 1, false);
  }
  const given = parsed.value('interval') ?? '2';
  const seconds = Number(given.replace(',', '.'));
  if (!/^\d*[.,]?\d+$/.test(given))
    throw new UsageError(gnu ? `failed to parse argument: '${given}'` : `invalid number '${given}'`, 1, false);
  if (parsed.operands.length === 0) {
    if (gnu) sys.tryWrite(2, toBytes(`\n${usage()}`));
    throw new UsageError('', 1, !gnu);
  }
  const line = parsed.operands.join(' ');
  const interval = Math.max(SHORTEST, seconds * 1000);
  const state: Watch = {
    terminal: openTerminal(sys, true),
    dialect,
    interval,
    header: !parsed.has('no-title'),
    argv: parsed.has('exec') ? parsed.operands : ['sh', '-c', line],
    told: `Every ${(interval / 1000).toFixed(1)}s: ${line}`,
    next: 0,
    shown: '',
  };
  if (!state.terminal) throw new UsageError('no terminal', 1, false);
  if (gnu) state.terminal.out += OTHER_SCREEN;
  return state;
}

const usage = () => TEXT_USAGE.watch?.gnu ?? '';

function begin(sys: Sys, state: Watch): void {
  const [command = '', ...rest] = state.argv;
  const [output, input] = sys.pipe();
  try {
    const path = sys.which(command);
    const fds: Record<number, Fd> = { 0: state.terminal!.keyboard, 1: input, 2: input };
    const pid = sys.spawn({ path, argv: [command, ...rest], fds });
    state.run = { pid, output: { fd: output, text: '', ended: false } };
  } catch (error) {
    if (!isErrno(error)) throw error;
    state.shown = `${command}: ${error.message}\n`;
    state.next = sys.uptime() + state.interval;
    sys.close(output);
    draw(sys, state);
  }
  sys.close(input);
}

function draw(sys: Sys, state: Watch): void {
  const terminal = state.terminal!;
  const { rows, columns } = terminal;
  const { shown, dialect } = state;
  let out = `${goTo(1, 1)}${CLEAR_BELOW}`;
  let left = rows;
  if (state.header) {
    out += `${title(sys, state, columns)}\n\n`;
    left -= 2;
  }
  const lines = shown
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((line) => wrap(line, columns));
  if (dialect === 'busybox') terminal.out += out + (shown === '' ? '' : `${lines.join('\n')}\n`);
  else terminal.out += out + lines.slice(0, left).join('\n');
}

/** The first line: what runs, where and when. */
function title(sys: Sys, { dialect, told }: Watch, columns: number): string {
  const clock =
    dialect === 'busybox'
      ? strftime('%Y-%m-%d %H:%M:%S', sys.now())
      : `${sys.hostname}: ${strftime('%a %b %e %H:%M:%S %Y', sys.now())}`;
  const room = columns - clock.length - 1;
  return `${told.slice(0, Math.max(0, room)).padEnd(Math.max(0, room))} ${clock}`.slice(0, columns);
}

function wrap(line: string, columns: number): string[] {
  const expanded = line.replace(/\t/g, '        ');
  if (expanded === '') return [''];
  const parts: string[] = [];
  for (let at = 0; at < expanded.length; at += columns) parts.push(expanded.slice(at, at + columns));
  return parts;
}

function over(state: Watch, status: number): void {
  state.ended = status;
  if (state.dialect === 'gnu') state.terminal!.out += FIRST_SCREEN;
}

/** procps' watch, and busybox's. */
export const watch: Screen<Watch> = {
  name: 'watch',
  start,
  draw,
  key(sys, state, key) {
    if (state.dialect !== 'gnu') return;
    if (key === 'q') over(state, 0);
    else if (key === ' ') state.next = sys.uptime();
  },
  interrupt(_, state) {
    // busybox leaves the terminal as it is, so that it shows the key.
    if (state.dialect === 'busybox') state.terminal!.out += '^C';
    over(state, state.dialect === 'gnu' ? 0 : 130);
  },
  park: (state) => (state.dialect === 'gnu' ? FIRST_SCREEN : ''),
  work(sys, state) {
    const { run } = state;
    if (!run) {
      if (sys.uptime() < state.next) return { on: [], until: state.next };
      begin(sys, state);
      return 'continue';
    }
    if (!run.output.ended) return pull(sys, run.output) ? 'continue' : sys.readable(run.output.fd);
    if (!sys.tryWait(run.pid)) return sys.childWait();
    sys.close(run.output.fd);
    state.shown = run.output.text;
    state.next = sys.uptime() + state.interval;
    delete state.run;
    draw(sys, state);
    return 'continue';
  },
};
