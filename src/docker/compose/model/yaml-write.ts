/*
 * YAML as go-yaml v3 writes it with an indentation of two: keys of maps in natural order, strings plain where they can be,
 * in double quotes where they would be something else, in single quotes where plain isn't allowed, several lines as `|`.
 */

/** A value to be written. Maps keep their order; `sortedMap` makes one in go-yaml's. */
export type Output = string | number | boolean | null | readonly Output[] | { readonly [key: string]: Output };

const OTHER_TYPE =
  /^(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|<<|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN)$/;
const NUMBER =
  /^[-+]?(0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|\d[\d_]*|(\d[\d_]*)?\.\d+([eE][-+]?\d+)?|\d[\d_]*\.?([eE][-+]?\d+)|\d[\d_]*\.)$/;
const BASE60 = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?$/;
const DATE = /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/;

const isOtherType = (text: string): boolean =>
  text === '' || OTHER_TYPE.test(text) || NUMBER.test(text) || BASE60.test(text) || DATE.test(text);

function doubleQuoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '\0': '\\0',
    '\x07': '\\a',
    '\b': '\\b',
    '\t': '\\t',
    '\n': '\\n',
    '\v': '\\v',
    '\f': '\\f',
    '\r': '\\r',
    '\x1b': '\\e',
    '"': '\\"',
    '\\': '\\\\',
  };
  const escaped = text.replace(/["\\\x00-\x1f\x7f]/g, (char) => {
    return escapes[char] ?? `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

/** libyaml's yaml_emitter_analyze_scalar, as far as block style goes. */
function plainAllowed(text: string): boolean {
  if (/^[\s]|[\s]$/.test(text) || text.startsWith('---') || text.startsWith('...')) return false;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:](\s|$)/.test(text)) return false;
  return !/:(\s|$)/.test(text) && !/\s#/.test(text);
}

function scalar(text: string, indent: number, key: boolean): string {
  const special = /[\x00-\x08\x0b-\x1f\x7f]/.test(text) || /[ \t]\n/.test(text);
  if (text.includes('\n')) {
    if (key || special || /^\s+$/.test(text) || / $/.test(text)) return doubleQuoted(text);
    const body = text.replace(/\n+$/, '');
    const ending = text.length - body.length;
    const hint = /^[ \n]/.test(text) ? '2' : '';
    const chomp = ending === 0 ? '-' : ending > 1 ? '+' : '';
    const pad = ' '.repeat(indent);
    const lines = [...body.split('\n'), ...Array<string>(Math.max(0, ending - 1)).fill('')];
    return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
  }
  if (special) return doubleQuoted(text);
  if (isOtherType(text)) return doubleQuoted(text);
  if (plainAllowed(text) && !text.includes('\t')) return text;
  return text.includes('\t') ? doubleQuoted(text) : `'${text.replaceAll("'", "''")}'`;
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : String(value).replace('e', 'e');
}

function lines(value: Output, indent: number): string {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) {
    return (value as readonly Output[]).map((item) => `${pad}- ${inline(item, indent)}`).join('\n');
  }
  return Object.entries(value as { readonly [key: string]: Output })
    .map(([name, item]) => `${pad}${scalar(name, indent, true)}:${behind(item, indent)}`)
    .join('\n');
}

const isEmpty = (value: Output): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) ? value.length : Object.keys(value).length) === 0;

/** What stands behind a key. */
function behind(value: Output, indent: number): string {
  if (value === null || typeof value !== 'object' || isEmpty(value)) return ` ${simple(value, indent + 2)}`;
  return `\n${lines(value, indent + 2)}`;
}

/** What stands behind a dash: the first line of it on the same line. */
function inline(value: Output, indent: number): string {
  if (value === null || typeof value !== 'object' || isEmpty(value)) return simple(value, indent + 2);
  return lines(value, indent + 2).slice(indent + 2);
}

function simple(value: Output, indent: number): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return scalar(value, indent, false);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? '[]' : '{}';
}

export function writeYaml(value: Output): string {
  if (value === null || typeof value !== 'object' || isEmpty(value)) return `${simple(value, 0)}\n`;
  return `${lines(value, 0)}\n`;
}

const isLetter = (char: string) => /\p{L}/u.test(char);
const isDigit = (char: string) => char >= '0' && char <= '9';

/** go-yaml's order of keys: letters behind all else, digits as the numbers that they make. */
export function keyOrder(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  let digits = false;
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [l, r] = [left[i]!, right[i]!];
    if (l === r) {
      digits = isDigit(l);
      continue;
    }
    const [al, bl] = [isLetter(l), isLetter(r)];
    if (al && bl) return l < r ? -1 : 1;
    if (al || bl) {
      if (digits) return al ? -1 : 1;
      return bl ? -1 : 1;
    }
    const run = (chars: readonly string[]): number => {
      let value = 0;
      for (let at = i; at < chars.length && isDigit(chars[at]!); at++) value = value * 10 + Number(chars[at]);
      return value;
    };
    if (isDigit(l) && isDigit(r) && run(left) !== run(right)) return run(left) - run(right);
    return l < r ? -1 : 1;
  }
  return left.length - right.length;
}

/** A map in the order that go-yaml writes one in. */
export function sortedMap<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => keyOrder(a, b)));
}

/** encoding/json writes HTML's signs as escapes. */
const escapeHtml = (json: string): string =>
  json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');

/** encoding/json's MarshalIndent with two spaces, in the order that the value has. */
export const writeJson = (value: Output): string => escapeHtml(JSON.stringify(value, null, 2));

/** encoding/json's Marshal. */
export const goJson = (value: unknown): string => escapeHtml(JSON.stringify(value));
