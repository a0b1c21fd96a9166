import { quoteAnsi, quoteDouble, quoteSingle } from '../builtins/quote.ts';
import type { Shell, Variable } from '../state.ts';
import { ansiQuoted } from '../syntax/ansi.ts';
import { isUtf8, variable } from '../variables.ts';
import type { Value } from './parameter.ts';

/** The letters of a variable's attributes, as `declare` shows them. */
export function attributes(found: Variable): string {
  return [
    found.items && 'a',
    found.table && 'A',
    found.integer && 'i',
    found.case === 'lower' && 'l',
    found.reference && 'n',
    found.readonly && 'r',
    found.case === 'upper' && 'u',
    found.exported && 'x',
  ]
    .filter(Boolean)
    .join('');
}

/** Quoted so that it can be read back: `${x@Q}`. */
export function quoteValue(text: string, utf8: boolean): string {
  const plain = utf8 ? !/[\x00-\x1f\x7f\udc80-\udcff]/.test(text) : /^[\x20-\x7e]*$/.test(text);
  return plain ? quoteSingle(text) : quoteAnsi(text, utf8);
}

/** `${name@X}`; undefined: no such transformation. */
export function transform(shell: Shell, letter: string, name: string, value: Value): Value | undefined {
  const utf8 = isUtf8(shell);
  const each = (change: (text: string) => string): Value => ({ ...value, values: value.values.map(change) });
  const found = variable(shell, name);
  switch (letter) {
    case 'Q':
      return each((text) => quoteValue(text, utf8));
    case 'E':
      return each((text) => ansiQuoted(text));
    case 'P':
      return value;
    case 'U':
      return each((text) => text.toUpperCase());
    case 'u':
      return each((text) => text.slice(0, 1).toUpperCase() + text.slice(1));
    case 'L':
      return each((text) => text.toLowerCase());
    case 'a': {
      const letters = found ? attributes(found) : '';
      return value.list ? { ...value, values: value.values.map(() => letters) } : { values: found ? [letters] : [] };
    }
    case 'A': {
      if (!found) return { values: [] };
      if (value.list && (found.items || found.table)) {
        return { values: [declaration(name, found, value, utf8)] };
      }
      const letters = attributes(found);
      const text = `${name}=${quoteValue(value.values[0] ?? '', utf8)}`;
      return { values: [letters ? `declare -${letters} ${text}` : text] };
    }
    case 'K':
      if (!value.keys) return each((text) => quoteValue(text, utf8));
      return { values: [value.keys.map((key, i) => `${key} ${quoteDouble(value.values[i]!, utf8)}`).join(' ')] };
    case 'k':
      if (!value.keys) return each((text) => quoteValue(text, utf8));
      return { ...value, values: value.keys.flatMap((key, i) => [key, value.values[i]!]) };
    default:
      return undefined;
  }
}

function declaration(name: string, found: Variable, value: Value, utf8: boolean): string {
  const items = (value.keys ?? []).map((key, i) => `[${key}]=${quoteDouble(value.values[i]!, utf8)}`).join(' ');
  return `declare -${attributes(found)} ${name}=(${items}${found.table && items ? ' ' : ''})`;
}
