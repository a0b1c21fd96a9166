import { allFields, elements, type Field, fieldValue, type GoValue, isNil, mapIndex, sortedKeys } from './value.ts';

/** Go's escapes in JSON strings: JSON.stringify's, with \b and \f, U+2028 and U+2029, and perhaps `<`, `>` and `&`. */
export function jsonString(text: string, escapeHtml: boolean): string {
  const plain = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  const controls = plain.replaceAll('\x7f', '\\u007f').replaceAll('\\u007f', '\x7f');
  return escapeHtml ? escapeHtmlInJson(controls) : controls;
}

/** What Go's encoder does to `<`, `>` and `&` unless told not to. */
export function escapeHtmlInJson(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
}

function isEmpty(value: GoValue): boolean {
  switch (value.type.kind) {
    case 'slice':
      return !Array.isArray(value.value) || value.value.length === 0;
    case 'map':
      return sortedKeys(value).length === 0;
    case 'struct':
      return false;
    case 'pointer':
    case 'interface':
      return isNil(value);
    default:
      return value.value === '' || value.value === 0 || value.value === false;
  }
}

/**
 * Go's json.Marshal of a value.
 * @param escapeHtml as json.Marshal does; the template function `json` doesn't
 */
export function marshal(value: GoValue | undefined, escapeHtml = false): string {
  if (!value) return 'null';
  const { type } = value;
  switch (type.kind) {
    case 'string':
      return type.name === 'json.Number' ? String(value.value) : jsonString(String(value.value), escapeHtml);
    case 'bool':
    case 'int':
    case 'uint':
      return String(value.value);
    case 'float':
      return JSON.stringify(value.value);
    case 'slice':
      if (!Array.isArray(value.value)) return 'null';
      return `[${elements(value)
        .map((item) => marshal(item, escapeHtml))
        .join(',')}]`;
    case 'map':
      if (isNil(value)) return 'null';
      return `{${sortedKeys(value)
        .map((key) => `${jsonString(key, escapeHtml)}:${marshal(mapIndex(value, key), escapeHtml)}`)
        .join(',')}}`;
    case 'pointer':
      return isNil(value) ? 'null' : marshal({ type: type.elem, value: value.value }, escapeHtml);
    case 'interface':
      return isNil(value) ? 'null' : marshalPlain(value.value, escapeHtml);
    case 'struct':
      if (type.isContext && type.methods) return marshalMethods(value, type.methods);
      return `{${allFields(type)
        .filter((field) => !field.embedded && field.key !== '')
        .flatMap((field) => member(value, field, escapeHtml))
        .join(',')}}`;
    default:
      return type satisfies never;
  }
}

function member(value: GoValue, field: Field, escapeHtml: boolean): string[] {
  const content = fieldValue(value, field);
  if (field.omitempty && isEmpty(content)) return [];
  return [`${jsonString(field.key, escapeHtml)}:${marshal(content, escapeHtml)}`];
}

/**
 * A formatter's context is marshalled as an object of its methods without parameters, sorted by name. That is Go's own
 * json.Marshal, so it always escapes HTML.
 */
function marshalMethods(
  value: GoValue,
  methods: NonNullable<Extract<GoValue['type'], { kind: 'struct' }>['methods']>,
): string {
  return `{${Object.keys(methods)
    .filter((name) => methods[name]!.params.length === 0 && name !== 'FullHeader')
    .sort()
    .map((name) => {
      const method = methods[name]!;
      const result = { type: method.result, value: method.call(value.value) };
      return `${jsonString(name, true)}:${marshal(result, true)}`;
    })
    .join(',')}}`;
}

/** JSON data as it came, the keys of its objects in their own order. */
export function marshalPlain(value: unknown, escapeHtml = false): string {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => marshalPlain(item, escapeHtml)).join(',')}]`;
  if (typeof value === 'string') return jsonString(value, escapeHtml);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  return `{${Object.keys(value)
    .filter((key) => (value as Record<string, unknown>)[key] !== undefined)
    .map((key) => `${jsonString(key, escapeHtml)}:${marshalPlain((value as Record<string, unknown>)[key], escapeHtml)}`)
    .join(',')}}`;
}

/** Go's json.Indent: `{}` and `[]` stay on one line. */
export function indent(json: string, by: string): string {
  let out = '';
  let depth = 0;
  const line = () => `\n${by.repeat(depth)}`;
  for (let i = 0; i < json.length; i++) {
    const character = json[i]!;
    if (character === '"') {
      let end = i + 1;
      while (json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
      out += json.slice(i, end + 1);
      i = end;
    } else if (character === '{' || character === '[') {
      const close = json[i + 1];
      if (close === '}' || close === ']') {
        out += character + close;
        i++;
      } else {
        depth++;
        out += character + line();
      }
    } else if (character === '}' || character === ']') {
      depth--;
      out += line() + character;
    } else if (character === ',') out += `,${line()}`;
    else if (character === ':') out += ': ';
    else out += character;
  }
  return out;
}
