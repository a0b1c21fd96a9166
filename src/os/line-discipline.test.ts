import { describe, expect, test } from 'vitest';
import type { GeneratorProgram } from './index.ts';
import recorded from './recorded/line-discipline.json' with { type: 'json' };
import { bench } from './testing.ts';

const stty: GeneratorProgram = {
  name: 'stty',
  *main(sys) {
    sys.ttyMode(0, JSON.parse(sys.argv[1] ?? ''));
    return 0;
  },
};

/** A terminal set up as the recorder's letters say: r raw, c without lines, n without echo, s without signals. */
function terminal(how: string) {
  const { kernel, start, settle } = bench([stty]);
  const { master, slave } = kernel.pty({ columns: 80, rows: 24 });
  const has = (letters: string) => [...letters].some((letter) => how.includes(letter));
  const mode = { canonical: !has('cr'), echo: !has('n'), signals: !has('rs'), output: !has('r') };
  start(`stty ${JSON.stringify(mode)}`, { fds: { 0: slave } });
  settle();
  const text = new TextDecoder();
  const read = (file: number) => {
    const bytes = kernel.read(file);
    return bytes && text.decode(bytes);
  };
  return {
    kernel,
    type: (typed: string) => kernel.write(master, new TextEncoder().encode(typed)),
    echoed: () => read(master) ?? '',
    delivered() {
      const reads: string[] = [];
      for (let next = read(slave); next !== undefined; next = read(slave)) reads.push(next);
      return reads;
    },
  };
}

describe('what Linux echoes and delivers', () => {
  test.each(recorded.cases)('$how $typed', ({ how, typed, echoed, delivered }) => {
    const tty = terminal(how);
    tty.type(typed);
    expect({ echoed: tty.echoed(), delivered: tty.delivered() }).toEqual({ echoed, delivered });
  });

  test.each(recorded.long)('a line of $length letters', ({ length, echoed, delivered }) => {
    const tty = terminal('');
    tty.type(`${'x'.repeat(length)}\r`);
    expect({ echoed: tty.echoed().length, delivered: tty.delivered().map((read) => read.length) }).toEqual({
      echoed,
      delivered,
    });
  });
});
