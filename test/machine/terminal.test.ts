import { expect, test } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import { morePrograms } from '../../src/machine/programs.ts';
import type { ScriptShell } from '../../src/machine/script-shell.ts';
import recorded from './recorded/terminal.json' with { type: 'json' };

/*
 * What a terminal shows of docker's commands and of the keys that are typed to them, against a recording of a real one
 * (test/recorders/terminal.py).
 */

interface Recorded {
  readonly name: string;
  /** Run elsewhere before it and after it. */
  readonly before: string;
  readonly after: string;
  /** The command line, and what is typed then: what to wait for (any case: some time), and the keys. */
  readonly line: string;
  readonly steps: readonly (readonly [wait: string | null, keys: string, pause: number])[];
  readonly output: string;
  readonly exit: number | null;
}

const PROMPT = /PROMPT:(\d+)> $/;
const decoder = new TextDecoder();
const machine = Machine.boot(
  { epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 5, user: 'root', cwd: '/root' },
  morePrograms,
);
const elsewhere: ScriptShell = machine.scriptShell();
const number = machine.openTerminal({ columns: 80, rows: 24 });
let shown = '';

/** Lets time pass until the screen shows it. */
function until(pattern: RegExp, milliseconds: number, from: number): boolean {
  for (let passed = 0; passed <= milliseconds; passed += 20) {
    shown += machine
      .takeOutput()
      .map(({ data }) => decoder.decode(data, { stream: true }))
      .join('');
    shown = shown.replaceAll(/\x1b\[\?2004[hl]\r?|\r\x1b\[\d+C/g, '');
    if (pattern.test(shown.slice(from))) return true;
    machine.advance(machine.uptime() + 20);
  }
  return false;
}

const never = /(?!)/;

function typed({ line, steps }: Recorded): { output: string; exit: number | null } {
  const start = shown.length;
  let from = start;
  machine.type(number, `${line}\r`);
  for (const [wait, keys, pause] of steps) {
    if (wait !== null) until(new RegExp(wait, 's'), 3000, from);
    until(never, pause * 1000, from);
    from = shown.length;
    machine.type(number, keys);
  }
  until(PROMPT, 30_000, from);
  const output = shown.slice(start).replace(/^[^\n]*\n/, '');
  const exit = PROMPT.exec(output)?.[1];
  return { output: output.replace(PROMPT, ''), exit: exit === undefined ? null : Number(exit) };
}

/**
 * Frames that are drawn again and again differ in number; ids and the packager's mark differ anyway. BusyBox asks the
 * terminal where its cursor is, and draws its prompt again when the window's size comes; ours doesn't.
 */
function plain(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'ID')
    .replaceAll(/\x1b\[6n|\r\/ # \x1b\[J/g, '')
    .replace(/^\r?\n(?=\/ # )/, '')
    .replaceAll(/\(Debian [^)]*\)/g, '(BUILD)')
    .replaceAll(/\x1b\[Hpt6\r\n.*?\x1b\[J/gs, 'FRAME')
    .replaceAll(/(FRAME)+/g, 'FRAME');
}

machine.type(number, "PS1='PROMPT:$?> '\r");
until(PROMPT, 2000, 0);

test.each((recorded as unknown as readonly Recorded[]).map((each) => [each.name, each] as const))('%s', (_, each) => {
  if (each.before) elsewhere.run(each.before);
  const { output, exit } = typed(each);
  if (each.after) elsewhere.run(each.after);
  expect({ output: plain(output), exit }).toEqual({ output: plain(each.output), exit: each.exit });
});
