import { say } from '../messages.ts';
import { write } from '../output.ts';
import type { Frame, Shell } from '../state.ts';
import { getVariable, setVariable } from '../variables.ts';
import { collectWords } from './compound.ts';
import { pop } from './unwind.ts';

type SelectFrame = Extract<Frame, { type: 'for' }>;

/** bash's `select`: a menu on standard error, an answer from standard input, until `break` or the input's end. */
export function selectStep(shell: Shell, frame: SelectFrame): void {
  const { state } = shell;
  if (!frame.values) {
    collectWords(shell, frame);
    if (!frame.values) return;
  }
  const { control } = frame;
  delete frame.control;
  if (control === 'break' || frame.values.length === 0) {
    pop(shell);
    return;
  }
  if (frame.reading) {
    frame.reading = false;
    if (state.status !== 0) {
      write(shell, 1, '\n');
      pop(shell);
      state.status = 1;
      return;
    }
    const answer = getVariable(shell, 'REPLY') ?? '';
    if (answer === '') {
      frame.shown = false;
      return;
    }
    setVariable(shell, frame.command.name, /^\d+$/.test(answer.trim()) ? (frame.values[Number(answer) - 1] ?? '') : '');
    state.frames.push({ type: 'list', list: frame.command.body, index: 0 });
    return;
  }
  if (!frame.shown) {
    frame.shown = true;
    for (const line of menu(frame.values)) say(shell, line);
  }
  write(shell, 2, getVariable(shell, 'PS3') ?? '#? ');
  const fd = state.fds[0];
  if (fd === undefined) {
    pop(shell);
    return;
  }
  frame.reading = true;
  state.frames.push({
    type: 'read',
    fd,
    options: { raw: true, delimiter: '\n', silent: false },
    names: ['REPLY'],
    text: '',
    quoted: [],
    escaped: false,
    partial: [],
  });
}

/** One item a line, or in columns if there are many and they are short. */
function menu(values: readonly string[]): readonly string[] {
  const width = String(values.length).length;
  return values.map((value, i) => `${String(i + 1).padStart(width)}) ${value}`);
}
