import { isErrno, type Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import type { Progress, Status } from './progress.ts';

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
/** How often the display is redrawn at most, in milliseconds. */
export const TICK = 100;

const colour = (code: string) => (text: string) => (text === '' ? '' : `\x1b[${code}m${text}\x1b[0m`);
const [blue, yellow, green] = [colour('34'), colour('33'), colour('32')];
const bold = (code: string) => (text: string) => `\x1b[${code}m\x1b[1m${text}\x1b[0m`;
const [warning, failure] = [bold('33'), bold('31')];

const MARKS: Readonly<Record<Exclude<Status, 'working'>, string>> = {
  done: green('✔'),
  warning: warning('!'),
  error: failure('✘'),
};
const COLOURS: Readonly<Record<Status, (text: string) => string>> = {
  working: (text) => text,
  done: green,
  warning,
  error: failure,
};

/** The columns of the terminal that standard error is; undefined: it is none. */
export function terminalWidth(cli: Cli): number | undefined {
  try {
    return cli.sys.isatty(2) ? cli.sys.windowSize(2).columns : undefined;
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

interface Entry {
  status: Status;
  text: string;
  detail: string;
  readonly started: number;
  ended: number | undefined;
  turn: number;
}

/** The width of a text on the screen, without its colours. */
const visible = (text: string): number => [...text.replaceAll(/\x1b\[[\d;]*m/g, '')].length;

/** The display that is redrawn in place. */
export function ttyProgress(cli: Cli, width: number): Progress {
  let entries = new Map<string, Entry>();
  let title = '';
  let lines = 0;
  let repeated = false;
  let last = 0;

  const lineOf = (id: string, entry: Entry, padding: number): string => {
    const end = entry.status === 'working' ? cli.sys.now() : (entry.ended ?? entry.started);
    const label = `${id} ${entry.detail}`;
    const mark = entry.status === 'working' ? yellow(SPINNER[entry.turn++ % SPINNER.length]!) : MARKS[entry.status];
    const room = width - label.length - padding - 15;
    const status = room > 0 && entry.text.length > room ? `${entry.text.slice(0, room)}...` : entry.text;
    const left =
      `  ${mark} ${label}${' '.repeat(Math.max(0, padding - label.length))} ${COLOURS[entry.status](status)}`.slice(1);
    const right = blue(`${((end - entry.started) / 1000).toFixed(1)}s `);
    return `${left}${' '.repeat(Math.max(0, width - visible(left) - visible(right)))}${right}\n`;
  };

  function* draw(): Op<void> {
    if (entries.size === 0) return;
    last = cli.sys.now();
    const home = `${'\x1b[1A'.repeat(lines + 1)}${repeated ? '' : '\x1b[1B'}\x1b[0G`;
    repeated = true;
    const done = [...entries.values()].filter(({ status }) => status !== 'working').length;
    const heading = `[+] ${title} ${done}/${entries.size}`;
    const padding = Math.max(...[...entries].map(([id, { detail }]) => `${id} ${detail}`.length));
    const body = [...entries].map(([id, entry]) => lineOf(id, entry, padding)).join('');
    const first = lines !== 0 && done === lines ? blue(heading) : heading;
    lines = entries.size;
    yield* cli.err(`${home}\x1b[?25l${first}\n${body}\x1b[?25h`);
  }

  return {
    *start(heading) {
      entries = new Map();
      title = heading;
      lines = 0;
      repeated = false;
      last = 0;
    },
    *event(id, status, text, detail = '') {
      const now = cli.sys.now();
      const before = entries.get(id);
      const ended = status === 'working' ? undefined : (before?.ended ?? now);
      entries.set(id, { status, text, detail, started: before?.started ?? now, ended, turn: before?.turn ?? 0 });
      if (last === 0) last = now;
      if (now - last >= TICK) yield* draw();
    },
    *tick() {
      if (cli.sys.now() - last >= TICK) yield* draw();
    },
    *stop() {
      yield* draw();
      entries = new Map();
    },
  };
}
