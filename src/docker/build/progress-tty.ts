import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { type FailedStep, failedText, LAST_LINES, type Progress, type Viewer, warningsText } from './progress.ts';
import { bytesText, logLines, secondsText } from './progress-plain.ts';

/** How often running times are drawn anew, in milliseconds. */
const INTERVAL = 150;
/** How many lines of a running step's output are shown. */
const SHOWN_LINES = 6;

interface Step {
  readonly name: string;
  readonly started: number;
  completed?: number;
  cached?: boolean;
  error?: string;
  canceled?: boolean;
  readonly statuses: { text: string; started: number; completed: number }[];
  readonly warnings: string[];
  readonly log: ReturnType<typeof logLines>;
  readonly shown: string[];
}

const BLUE = '\x1b[34m';
const RED = '\x1b[31m';
const FAINT = '\x1b[2m';
const RESET = '\x1b[0m';

/** Progress drawn in place (BuildKit util/progress/progressui, ttyDisplay). */
export function ttyProgress(cli: Cli, viewer: Viewer): Progress {
  const fd = viewer === 'buildx' ? 2 : 1;
  const write = (text: string) => (fd === 2 ? cli.err(text) : cli.out(text));
  const steps = new Map<string, Step>();
  const warnings: { rule: string; message: string; line: number }[] = [];
  let begin: number | undefined;
  let expected = 1;
  let drawn = 0;
  let repeated = false;
  let failed: FailedStep | undefined;
  let now = 0;

  const width = () => cli.sys.windowSize(fd).columns || 80;

  /** A line with its time at the right: cut or filled to the terminal's width. */
  const timed = (text: string, milliseconds: number, columns: number) => {
    const time = `${secondsText(milliseconds, 1).padStart(5)}s`;
    const room = columns - time.length - 1;
    const cut = [...text].slice(0, room).join('');
    return `${cut.padEnd(room)}${time} `.slice(0, columns - 1);
  };

  function body(columns: number): readonly string[] {
    const lines: string[] = [];
    for (const step of steps.values()) {
      const done = step.completed !== undefined;
      const took = (step.completed ?? now) - step.started;
      const mark = step.cached ? 'CACHED ' : step.canceled ? 'CANCELED ' : step.error === undefined ? '' : 'ERROR ';
      const line = `${timed(` => ${mark}${step.name}`, took, columns)}\r\n`.replace('\r', '');
      const color = step.error !== undefined ? RED : step.canceled ? '\x1b[33m' : BLUE;
      lines.push(done ? `${color}${line}${RESET}` : line);
      for (const status of step.statuses)
        lines.push(`${BLUE}${timed(` => => ${status.text}`, status.completed - status.started, columns)}\n${RESET}`);
      for (const warning of step.warnings) lines.push(`${timed(` => ${warning}`, 0, columns)}\n`);
      if (!done)
        for (const text of step.shown.slice(-SHOWN_LINES))
          lines.push(`${FAINT}${` => => # ${text}`.slice(0, columns).padEnd(columns)}\n${RESET}`);
    }
    return lines;
  }

  function* draw(finished: boolean): Op<void> {
    const columns = width();
    now = Math.max(now, cli.sys.uptime());
    begin ??= now;
    const done = [...steps.values()].filter(({ completed }) => completed !== undefined).length;
    const total = Math.max(expected, steps.size);
    const counts = `(${done}/${finished ? done : total})${finished ? ' FINISHED' : ''}`;
    const left = `[+] Building ${secondsText(now - begin, 1)}s ${counts}`;
    const driver = viewer === 'buildx' ? 'docker:default' : '';
    const heading = `${left}${' '.repeat(Math.max(1, columns - left.length - driver.length - 1))}${driver}`;
    const lines = body(columns);
    const rows = lines.length;
    let text = repeated ? '\x1b[1A'.repeat(drawn + 1) : '\x1b[1A\x1b[1B';
    text += `\x1b[0G\x1b[?25l${heading}\n${lines.join('')}`;
    // What was longer before is wiped.
    if (rows < drawn) {
      text += `${' '.repeat(columns)}\n`.repeat(drawn - rows);
      text += `\x1b[${drawn - rows}A\x1b[0G`;
    }
    yield* write(`${text}\x1b[?25h`);
    drawn = rows;
    repeated = true;
  }

  return {
    *show(event) {
      now = Math.max(now, event.type === 'warning' ? now : event.time);
      const step = steps.get(event.id);
      switch (event.type) {
        case 'start':
          steps.set(event.id, {
            name: event.name,
            started: event.time,
            statuses: [],
            warnings: [],
            log: logLines(),
            shown: [],
          });
          if (!repeated) yield* draw(false);
          return;
        case 'status':
          step?.statuses.push({
            text: `${event.text}${event.bytes === undefined ? '' : ` ${bytesText(event.bytes)}`}`,
            started: event.started,
            completed: event.time,
          });
          return;
        case 'log':
          if (!step) return;
          for (const line of step.log.add(event.data, secondsText(event.time - step.started, 3)))
            step.shown.push(line.slice(line.indexOf(' ') + 1).replaceAll(/\x1b\[[0-9;]*[A-Za-z]|\r/g, ''));
          yield* draw(false);
          return;
        case 'warning':
          warnings.push(event);
          step?.warnings.push(`WARN: ${event.rule}: ${event.message} (line ${event.line})`);
          return;
        case 'done':
          if (!step) return;
          step.completed = event.time;
          if (event.cached) step.cached = true;
          break;
        case 'canceled':
          if (!step) return;
          step.completed = event.time;
          step.canceled = true;
          break;
        case 'error':
          if (!step) return;
          step.completed = event.time;
          step.error = event.message;
          step.log.rest(secondsText(event.time - step.started, 3));
          failed = { name: step.name, log: step.log.lines.slice(-LAST_LINES) };
          break;
      }
      yield* draw(false);
    },
    expect(count) {
      expected = count;
    },
    *tick() {
      if (repeated) yield* draw(false);
      return INTERVAL;
    },
    *end() {
      if (repeated) yield* draw(true);
      if (failed) yield* write(failedText(failed));
      if (viewer === 'buildx') yield* write(warningsText(warnings));
    },
  };
}
