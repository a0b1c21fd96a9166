import { expect, test } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import { morePrograms } from '../../src/machine/programs.ts';

/* What a terminal shows while one types. */

const decoder = new TextDecoder();
// biome-ignore lint/complexity/useRegexLiterals: the sequences begin with a control character
const SEQUENCES = new RegExp('\\x1b\\[[0-9;?]*[A-Za-z]|\\x1b\\][^\\x07]*\\x07', 'g');

function terminal() {
  const machine = Machine.boot({ epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 5, user: 'learner' }, morePrograms);
  const number = machine.openTerminal({ columns: 80, rows: 24 });
  machine.advance(100);
  machine.takeOutput();
  /** Types, and what is shown for it, without control sequences. */
  return (keys: string): string => {
    machine.type(number, keys);
    machine.advance(machine.uptime() + 200);
    const shown = machine.takeOutput().map(({ data }) => decoder.decode(data, { stream: true }));
    return shown.join('').replace(SEQUENCES, '');
  };
}

test('a line that Ctrl-R found stands behind its own prompt when it runs', () => {
  const type = terminal();
  type('echo one\r');
  expect(type('\x12on')).toMatch(/\(reverse-i-search\)`on': echo one\r$/);
  expect(type('\r')).toMatch(/^\rlearner@docker-host:~\$ echo one\r+\n\r*one\r\n/);
});
