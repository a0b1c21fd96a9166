import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { type FailedStep, failedText, LAST_LINES, type Progress, type Viewer, warningsText } from './progress.ts';

/** Bytes as the progress writes them: `156B`, `10.51kB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes}B`;
  let value = bytes;
  for (const unit of ['kB', 'MB', 'GB', 'TB']) {
    value /= 1000;
    if (value < 1000) return `${value.toFixed(2)}${unit}`;
  }
  return `${value.toFixed(2)}TB`;
}

export const secondsText = (milliseconds: number, digits: number): string =>
  (Math.max(0, milliseconds) / 1000).toFixed(digits);

/** A step's output by lines, with the time of each. */
export function logLines() {
  const decoder = new TextDecoder();
  let partial = '';
  const lines: string[] = [];
  return {
    lines,
    /** The lines that are whole now. */
    add(data: Uint8Array, seconds: string): readonly string[] {
      const parts = (partial + decoder.decode(data, { stream: true })).split('\n');
      partial = parts.pop()!;
      const whole = parts.map((line) => `${seconds} ${line}`);
      lines.push(...whole);
      return whole;
    },
    /** What came without a newline. */
    rest(seconds: string): readonly string[] {
      if (partial === '') return [];
      const line = `${seconds} ${partial}`;
      partial = '';
      lines.push(line);
      return [line];
    },
  };
}

/** Progress as lines, for what is no terminal (BuildKit util/progress/progressui). */
export function plainProgress(cli: Cli, viewer: Viewer): Progress {
  const write = (text: string) => (viewer === 'buildx' ? cli.err(text) : cli.out(text));
  const numbers = new Map<string, number>();
  const started = new Map<string, number>();
  const names = new Map<string, string>();
  const logs = new Map<string, ReturnType<typeof logLines>>();
  const warnings: { rule: string; message: string; line: number }[] = [];
  let current = '';
  let failed: FailedStep | undefined;
  let begun = false;

  function* head(id: string): Op<string> {
    if (!begun && viewer === 'buildx') yield* write('#0 building with "default" instance using docker driver\n');
    let number = numbers.get(id);
    if (number === undefined) numbers.set(id, (number = numbers.size + 1));
    const gap = begun || viewer === 'buildx' ? '\n' : '';
    if (current !== id) yield* write(`${gap}#${number} ${names.get(id)}\n`);
    begun = true;
    current = id;
    return `#${number}`;
  }

  return {
    *show(event) {
      const { id } = event;
      if (event.type === 'start') {
        names.set(id, event.name);
        started.set(id, event.time);
        yield* head(id);
        return;
      }
      const number = yield* head(id);
      const seconds = (time: number, digits: number) => secondsText(time - (started.get(id) ?? time), digits);
      switch (event.type) {
        case 'status': {
          const bytes = event.bytes === undefined ? '' : ` ${bytesText(event.bytes)}`;
          const took = event.time - event.started >= 50 ? ` ${secondsText(event.time - event.started, 1)}s` : '';
          yield* write(`${number} ${event.text}${bytes}${took} done\n`);
          return;
        }
        case 'log': {
          const own = logs.get(id) ?? logLines();
          logs.set(id, own);
          for (const line of own.add(event.data, seconds(event.time, 3))) yield* write(`${number} ${line}\n`);
          return;
        }
        case 'warning':
          warnings.push(event);
          yield* write(`${number} WARN: ${event.rule}: ${event.message} (line ${event.line})\n`);
          return;
        default: {
          const own = logs.get(id);
          for (const line of own?.rest(seconds(event.time, 3)) ?? []) yield* write(`${number} ${line}\n`);
          if (event.type === 'done') {
            yield* write(`${number} ${event.cached ? 'CACHED' : `DONE ${seconds(event.time, 1)}s`}\n`);
            return;
          }
          if (event.type === 'canceled') {
            yield* write(`${number} CANCELED\n`);
            return;
          }
          yield* write(`${number} ERROR: ${event.message}\n`);
          failed = { name: names.get(id) ?? '', log: (own?.lines ?? []).slice(-LAST_LINES) };
        }
      }
    },
    expect: () => undefined,
    *tick() {
      return undefined;
    },
    *end() {
      if (failed) yield* write(failedText(failed));
      if (viewer === 'buildx') yield* write(warningsText(warnings));
    },
  };
}
