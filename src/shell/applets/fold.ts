import type { Op } from '../../os/index.ts';
import { busyboxNumber } from './counts.ts';
import { quote } from './quote.ts';
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

interface State {
  index: number;
  status: number;
  input: Input | undefined;
}

/** The column after a character: tabs go to the next stop, backspaces back. */
function advance(column: number, c: string, bytes: boolean): number {
  if (bytes) return column + 1;
  if (c === '\b') return Math.max(0, column - 1);
  if (c === '\r') return 0;
  if (c === '\t') return column + 8 - (column % 8);
  return column + 1;
}

/** A line in pieces of at most `width` columns, after blanks if asked. */
function folded(line: string, width: number, bytes: boolean, spaces: boolean): string {
  const pieces: string[] = [];
  let from = 0;
  let column = 0;
  for (let i = 0; i < line.length; i++) {
    const next = advance(column, line[i]!, bytes);
    if (next <= width || i === from) {
      column = next;
      continue;
    }
    let at = i;
    if (spaces)
      for (let j = i - 1; j >= from; j--)
        if (line[j] === ' ' || line[j] === '\t') {
          at = j + 1;
          break;
        }
    pieces.push(line.slice(from, at));
    from = at;
    column = 0;
    for (let j = at; j < i; j++) column = advance(column, line[j]!, bytes);
    i--;
  }
  pieces.push(line.slice(from));
  return pieces.join('\n');
}

function* main(text: Text): Op<number> {
  const { gnu } = text;
  // The old form of the width: -40.
  const args = text.args.map((arg) => (/^-\d+$/.test(arg) ? `-w${arg.slice(1)}` : arg));
  const spec = { bytes: ['b', 'flag'], spaces: ['s', 'flag'], width: ['w', 'value'] } as const;
  const parsed = gnu
    ? text.parse({ ...spec, characters: ['c', 'flag'] }, { args })
    : text.parse(spec, { args, longs: ['bytes', 'spaces', 'width'] });
  const given = parsed.value('width') ?? '80';
  let width: number;
  if (gnu) {
    if (!/^\+?\d+$/.test(given)) text.die(`invalid number of columns: ${quote(given)}`);
    width = Number(given);
    if (width === 0) text.die(`invalid number of columns: ${quote(given)}: Numerical result out of range`);
  } else width = busyboxNumber(text, given, { min: 1, max: 10_000 });
  const names = parsed.operands.length > 0 ? parsed.operands : ['-'];
  const state = (text.saved as State | undefined) ?? { index: 0, status: 0, input: undefined };
  text.status = state.status;
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
      text.put(folded(line, width, parsed.has('bytes') || parsed.has('characters'), parsed.has('spaces')));
      if (!input.open) text.put('\n');
      if (text.full) yield* text.flush();
    }
    if (input.error) yield* text.fail((gnu ? plainMessage : busyboxPlain)(name, { message: inputError(input) }));
    closeOperand(text, input.fd);
    state.input = undefined;
    state.status = text.status;
  }
  return text.status;
}

export const fold = textApplet('fold', main);
