import type { Op } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import { encodeWord } from './binary.ts';
import { busyboxNumber } from './counts.ts';
import { quote } from './quote.ts';
import { compileRegex } from './regex.ts';
import {
  busyboxPlain,
  closeOperand,
  type Input,
  inputError,
  inputOn,
  openOperand,
  plainMessage,
  readLine,
  type Text,
  takeLine,
  textApplet,
} from './text.ts';

const GNU: OptionSpec = {
  'body-numbering': ['b', 'value'],
  'section-delimiter': ['d', 'value'],
  'footer-numbering': ['f', 'value'],
  'header-numbering': ['h', 'value'],
  'line-increment': ['i', 'value'],
  'join-blank-lines': ['l', 'value'],
  'number-format': ['n', 'value'],
  'no-renumber': ['p', 'flag'],
  'number-separator': ['s', 'value'],
  'starting-line-number': ['v', 'value'],
  'number-width': ['w', 'value'],
};
const BUSYBOX: OptionSpec = {
  'body-numbering': ['b', 'value'],
  'line-increment': ['i', 'value'],
  'number-separator': ['s', 'value'],
  'starting-line-number': ['v', 'value'],
  'number-width': ['w', 'value'],
};

interface State {
  index: number;
  status: number;
  input: Input | undefined;
  number: number;
  section: 'header' | 'body' | 'footer';
  blanks: number;
}

/** Which lines of a section are numbered. */
type Style = (line: string) => boolean;

function styleOf(text: Text, what: string, value: string): Style {
  if (value === 'a') return () => true;
  if (value === 'n') return () => false;
  if (value === 't') return (line) => line !== '';
  if (value.startsWith('p') && text.gnu) {
    const regex = compileRegex(encodeWord(value.slice(1)));
    return 'error' in regex ? text.die(regex.error) : (line) => regex.test(line);
  }
  // busybox takes any other letter for n.
  return text.gnu ? text.usage(`invalid ${what} numbering style: ${quote(value)}`) : () => false;
}

function* main(text: Text): Op<number> {
  const { gnu } = text;
  const parsed = text.parse(gnu ? GNU : BUSYBOX, {
    longs: ['body-numbering', 'line-increment', 'number-separator', 'starting-line-number', 'number-width'],
  });
  const number = (name: string, what: string, fallback: number, least: number): number => {
    const value = parsed.value(name);
    if (value === undefined) return fallback;
    if (!gnu) return busyboxNumber(text, value, { min: least });
    if (!/^[-+]?\d+$/.test(value)) return text.die(`invalid ${what}: ${quote(value)}`);
    if (Number(value) < least) return text.die(`invalid ${what}: ${quote(value)}: Numerical result out of range`);
    return Number(value);
  };
  const styles = {
    header: styleOf(text, 'header', parsed.value('header-numbering') ?? 'n'),
    body: styleOf(text, 'body', parsed.value('body-numbering') ?? 't'),
    footer: styleOf(text, 'footer', parsed.value('footer-numbering') ?? 'n'),
  };
  const first = number('starting-line-number', 'starting line number', 1, gnu ? -1e15 : 0);
  const increment = number('line-increment', 'line number increment', 1, gnu ? -1e15 : 0);
  const joined = number('join-blank-lines', 'line number of blank lines', 1, 1);
  const width = number('number-width', 'line number field width', 6, 1);
  const format = parsed.value('number-format') ?? 'rn';
  if (!['ln', 'rn', 'rz'].includes(format)) text.usage(`invalid line numbering format: ${quote(format)}`);
  const separator = encodeWord(parsed.value('number-separator') ?? '\t');
  const given = encodeWord(parsed.value('section-delimiter') ?? '\\:');
  const mark = given.length === 1 ? `${given}:` : given;
  const names = parsed.operands.length > 0 ? parsed.operands : ['-'];
  const state = (text.saved as State | undefined) ?? {
    index: 0,
    status: 0,
    input: undefined,
    number: first,
    section: 'body',
    blanks: 0,
  };
  text.status = state.status;
  const shown = (value: number): string =>
    format === 'ln'
      ? String(value).padEnd(width)
      : format === 'rn'
        ? String(value).padStart(width)
        : `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(width - (value < 0 ? 1 : 0), '0')}`;
  for (; state.index < names.length; state.index++) {
    const name = names[state.index]!;
    if (!state.input) {
      const fd = yield* openOperand(text, name, gnu ? plainMessage : busyboxPlain);
      state.status = text.status;
      if (fd === undefined) continue;
      state.input = inputOn(fd);
    }
    const { input } = state;
    for (;;) {
      const line = takeLine(input) ?? (yield* readLine(text, input, state));
      if (line === undefined) break;
      if (text.full) yield* text.flush();
      const section =
        gnu && mark !== ''
          ? { [mark.repeat(3)]: 'header', [mark.repeat(2)]: 'body', [mark]: 'footer' }[line]
          : undefined;
      if (section !== undefined) {
        state.section = section as State['section'];
        if (!parsed.has('no-renumber')) state.number = first;
        text.put('\n');
        continue;
      }
      let counts = styles[state.section](line);
      if (counts && line === '' && joined > 1) {
        counts = ++state.blanks % joined === 0;
      } else if (line !== '') state.blanks = 0;
      if (counts) {
        text.put(`${shown(state.number)}${separator}${line}\n`);
        state.number += increment;
      } else text.put(`${' '.repeat(width + separator.length)}${line}\n`);
    }
    if (input.error && gnu) yield* text.fail(plainMessage(name, { message: inputError(input) }));
    closeOperand(text, input.fd);
    state.input = undefined;
    state.status = text.status;
  }
  return text.status;
}

export const nl = textApplet('nl', main);
