import { isPrint, quote, quoteRune } from '../go/strconv.ts';
import { dynamic, elem, elements, fieldValue, type GoValue, indirect, isNil, mapIndex, sortedKeys } from './value.ts';

/** What Go prints for a pointer inside something: an address, which differs from run to run. */
const ADDRESS = '0xc000012345';

/** A number as %v prints a float64: %g with the shortest digits. */
export function formatFloat(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (Number.isNaN(value)) return 'NaN';
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 21)
    return Object.is(value, -0) ? '-0' : value.toFixed(Math.max(0, digits.replace(/^-?\d\.?/, '').length - power));
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** %v: how Go prints a value within something or alone. `names` also prints the fields' names (%+v). */
export function format(value: GoValue | undefined, depth = 0, names = false): string {
  if (!value) return '<nil>';
  const { type } = value;
  const stringer = 'methods' in type ? type.methods?.String : undefined;
  if (stringer && stringer.params.length === 0) return String(stringer.call(value.value));
  switch (type.kind) {
    case 'string':
    case 'bool':
    case 'int':
    case 'uint':
      return String(value.value);
    case 'float':
      return formatFloat(Number(value.value));
    case 'interface':
      return format(dynamic(value.value), depth, names);
    case 'slice':
      return `[${elements(value)
        .map((item) => format(item, depth + 1, names))
        .join(' ')}]`;
    case 'map':
      return `map[${sortedKeys(value)
        .map((key) => `${key}:${format(mapIndex(value, key), depth + 1, names)}`)
        .join(' ')}]`;
    case 'struct':
      return `{${type
        .fields()
        .map((field) => (names ? `${field.name}:` : '') + format(fieldValue(value, field), depth + 1, names))
        .join(' ')}}`;
    case 'pointer': {
      if (isNil(value)) return '<nil>';
      const target = elem(value)!;
      if (target.type.kind === 'struct' && target.type.methods?.String && !target.type.isContext)
        return format(target, depth, names);
      if (depth > 0 || !['struct', 'map', 'slice'].includes(target.type.kind)) return ADDRESS;
      return `&${format(target, depth + 1, names)}`;
    }
    default:
      return type satisfies never;
  }
}

/** The value that is best printed: below its pointers; `<no value>` for an invalid one. */
export function printable(value: GoValue | undefined): GoValue | undefined {
  const target = value?.type.kind === 'pointer' ? indirect(value).value : value;
  return target ?? { type: { kind: 'string', name: 'string' }, value: '<no value>' };
}

const isString = (value: GoValue | undefined) => value?.type.kind === 'string';

/** fmt.Sprint: a space between two operands of which neither is a string. */
export function sprint(values: readonly (GoValue | undefined)[]): string {
  return values
    .map((value, index) => {
      const gap = index > 0 && !isString(value) && !isString(values[index - 1]) ? ' ' : '';
      return gap + format(value);
    })
    .join('');
}

/** fmt.Sprintln. */
export function sprintln(values: readonly (GoValue | undefined)[]): string {
  return `${values.map((value) => format(value)).join(' ')}\n`;
}

interface Directive {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

function pad(text: string, { flags, width }: Directive, zeros = true): string {
  const missing = (width ?? 0) - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0') || !zeros) return ' '.repeat(missing) + text;
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

const utf8 = (text: string) => new TextEncoder().encode(text);

function integer(value: number, base: number, directive: Directive, prefix: string): string {
  const digits = BigInt(Math.abs(value))
    .toString(base)
    .padStart(directive.precision ?? 0, '0');
  const sign = value < 0 ? '-' : directive.flags.includes('+') ? '+' : directive.flags.includes(' ') ? ' ' : '';
  return sign + (directive.flags.includes('#') ? prefix : '') + digits;
}

function float(value: number, verb: string, directive: Directive): string {
  const sign = directive.flags.includes('+') && value >= 0 ? '+' : '';
  const two = (text: string) => text.replace(/e([+-])(\d)$/, 'e$10$2');
  switch (verb) {
    case 'f':
    case 'F':
      return sign + value.toFixed(directive.precision ?? 6);
    case 'e':
    case 'E': {
      const text = two(value.toExponential(directive.precision ?? 6));
      return sign + (verb === 'E' ? text.toUpperCase() : text);
    }
    default: {
      if (directive.precision === undefined) return sign + formatFloat(value);
      const precision = Math.max(1, directive.precision);
      const power = value === 0 ? 0 : Number(value.toExponential(precision - 1).split('e')[1]);
      if (power < -4 || power >= precision)
        return sign + two(value.toExponential(precision - 1).replace(/\.?0+(?=e)/, ''));
      return sign + String(Number(value.toPrecision(precision)));
    }
  }
}

/** %g with a precision, as Go's units print sizes. */
export function formatG(value: number, precision: number): string {
  return float(value, 'g', { flags: '', width: undefined, precision });
}

/** A verb that doesn't fit the value: the value is printed as by %v, with the width and precision that were asked for. */
function badVerb(verb: string, value: GoValue | undefined, directive: Directive): string {
  if (!value) return `%!${verb}(<nil>)`;
  return `%!${verb}(${value.type.name}=${directiveText('v', value, directive)})`;
}

const cut = (text: string, { precision }: Directive): string =>
  precision === undefined ? text : [...text].slice(0, precision).join('');

function directiveText(verb: string, value: GoValue | undefined, directive: Directive): string {
  const { flags } = directive;
  if (verb === 'T') return pad(value?.type.name ?? '<nil>', directive);
  if (verb === 'v') {
    if (flags.includes('#')) return pad(value ? goSyntax(value) : '<nil>', directive, false);
    if (value?.type.kind === 'int' || value?.type.kind === 'uint')
      return pad(integer(Number(value.value), 10, directive, ''), directive);
    if (value?.type.kind === 'string') return pad(cut(String(value.value), directive), directive);
    if (value?.type.kind === 'float') return pad(float(Number(value.value), 'g', directive), directive);
    return pad(format(value, 0, flags.includes('+')), directive);
  }
  if (!value) return badVerb(verb, value, directive);
  const { type } = value;
  const stringer = 'methods' in type && /^[sqxX]$/.test(verb) ? type.methods?.String : undefined;
  if (stringer && stringer.params.length === 0)
    return directiveText(
      verb,
      { type: { kind: 'string', name: 'string' }, value: stringer.call(value.value) },
      directive,
    );
  switch (type.kind) {
    case 'string': {
      const text = cut(String(value.value), directive);
      if (verb === 's') return pad(text, directive);
      if (verb === 'q') return pad(flags.includes('#') && !text.includes('`') ? `\`${text}\`` : quote(text), directive);
      if (verb === 'x' || verb === 'X') {
        const bytes = [...utf8(text)].map((byte) => byte.toString(16).padStart(2, '0'));
        const joined = bytes.join(flags.includes(' ') ? ' ' : '');
        return pad(verb === 'X' ? joined.toUpperCase() : joined, directive);
      }
      return badVerb(verb, value, directive);
    }
    case 'bool':
      return verb === 't' ? pad(String(value.value), directive, false) : badVerb(verb, value, directive);
    case 'int':
    case 'uint': {
      const number = Number(value.value);
      const bases: Readonly<Record<string, readonly [number, string]>> = {
        d: [10, ''],
        b: [2, '0b'],
        o: [8, '0'],
        x: [16, '0x'],
        X: [16, '0X'],
      };
      const base = bases[verb];
      if (base) {
        const text = integer(number, base[0], directive, base[1]);
        return pad(verb === 'X' ? text.toUpperCase() : text, directive);
      }
      if (verb === 'O') return pad(`0o${integer(number, 8, directive, '')}`, directive);
      if (verb === 'c') return pad(String.fromCodePoint(number), directive);
      if (verb === 'q') return pad(quoteRune(String.fromCodePoint(number)), directive);
      if (verb === 'U') {
        const hex = number.toString(16).toUpperCase().padStart(4, '0');
        const character = String.fromCodePoint(number);
        return pad(`U+${hex}${flags.includes('#') && isPrint(character) ? ` '${character}'` : ''}`, directive);
      }
      return badVerb(verb, value, directive);
    }
    case 'float':
      return /^[eEfFgG]$/.test(verb)
        ? pad(float(Number(value.value), verb, directive), directive)
        : badVerb(verb, value, directive);
    case 'slice':
      return `[${elements(value)
        .map((item) => directiveText(verb, item, directive))
        .join(' ')}]`;
    case 'map':
      return `map[${sortedKeys(value)
        .map(
          (key) =>
            `${directiveText(verb, { type: type.key, value: key }, directive)}:${directiveText(verb, mapIndex(value, key), directive)}`,
        )
        .join(' ')}]`;
    case 'struct':
      return `{${type
        .fields()
        .map((field) => directiveText(verb, fieldValue(value, field), directive))
        .join(' ')}}`;
    case 'interface':
      return directiveText(verb, dynamic(value.value), directive);
    case 'pointer':
      if (isNil(value)) return badVerb(verb, undefined, directive);
      return `&${directiveText(verb, elem(value), directive)}`;
    default:
      return type satisfies never;
  }
}

/** %#v: Go syntax. */
function goSyntax(value: GoValue): string {
  const { type } = value;
  switch (type.kind) {
    case 'string':
      return quote(String(value.value));
    case 'slice':
      if (isNil(value)) return `${type.name}(nil)`;
      return `${type.name}{${elements(value).map(goSyntax).join(', ')}}`;
    case 'map':
      if (isNil(value)) return `${type.name}(nil)`;
      return `${type.name}{${sortedKeys(value)
        .map((key) => `${quote(key)}:${goSyntax(mapIndex(value, key)!)}`)
        .join(', ')}}`;
    case 'struct':
      return `${type.name}{${type
        .fields()
        .map((field) => `${field.name}:${goSyntax(fieldValue(value, field))}`)
        .join(', ')}}`;
    case 'pointer':
      return isNil(value) ? `(${type.name})(nil)` : `&${goSyntax(elem(value)!)}`;
    case 'interface':
      return isNil(value) ? `${type.name}(nil)` : goSyntax(dynamic(value.value)!);
    default:
      return format(value);
  }
}

/** fmt.Sprintf, with Go's complaints (`%!d(string=hi)`, `%!s(MISSING)`, `%!(EXTRA int=1)`). */
export function sprintf(text: string, values: readonly (GoValue | undefined)[]): string {
  let out = '';
  let used = 0;
  let reordered = false;
  const directive = /%([+\-# 0]*)(\d+|\*)?(?:\.(\d+|\*)?)?(?:\[(\d+)\])?/gy;
  for (let i = 0; i < text.length; ) {
    const percent = text.indexOf('%', i);
    if (percent < 0) {
      out += text.slice(i);
      break;
    }
    out += text.slice(i, percent);
    directive.lastIndex = percent;
    const match = directive.exec(text)!;
    const star = (part: string | undefined): number | undefined => {
      if (part !== '*') return part === undefined ? undefined : Number(part);
      return Number(values[used++]?.value ?? 0);
    };
    const width = star(match[2]);
    const precision = match[0].includes('.') ? (star(match[3]) ?? 0) : undefined;
    if (match[4] !== undefined) {
      used = Number(match[4]) - 1;
      reordered = true;
    }
    const verb = String.fromCodePoint(text.codePointAt(directive.lastIndex) ?? 0);
    i = directive.lastIndex + verb.length;
    if (directive.lastIndex >= text.length) {
      out += '%!(NOVERB)';
      break;
    }
    if (verb === '%') out += '%';
    else if (used < 0 || used >= values.length)
      out += match[4] === undefined ? `%!${verb}(MISSING)` : `%!${verb}(BADINDEX)`;
    else out += directiveText(verb, values[used++], { flags: match[1]!, width, precision });
  }
  if (!reordered && used < values.length) {
    const extra = values.slice(used).map((value) => (value ? `${value.type.name}=${format(value)}` : '<nil>'));
    out += `%!(EXTRA ${extra.join(', ')})`;
  }
  return out;
}
