/*
 * Go's reflection, as far as templates show it: a value is plain data seen through a type. The same JSON from the API is
 * a struct with known fields when seen as `container.InspectResponse`, and a `map[string]interface {}` when it is not.
 */

/** A type by Go's kinds. `name` is what error messages and %T call it. */
export type GoType =
  | { readonly kind: 'string' | 'bool' | 'int' | 'uint' | 'float'; readonly name: string; readonly methods?: Methods }
  | { readonly kind: 'slice'; readonly name: string; readonly elem: GoType; readonly length?: number }
  | {
      readonly kind: 'map';
      readonly name: string;
      readonly key: GoType;
      readonly elem: GoType;
      readonly methods?: Methods;
    }
  | { readonly kind: 'pointer'; readonly name: string; readonly elem: GoType }
  | {
      readonly kind: 'struct';
      readonly name: string;
      readonly fields: () => readonly Field[];
      readonly methods?: Methods;
      /** A formatter's context: in JSON it is an object of its methods. */
      readonly isContext?: boolean;
    }
  | { readonly kind: 'interface'; readonly name: string };

/** A struct's field: its name in Go, its key in the data. */
export interface Field {
  readonly name: string;
  /** The JSON key; undefined for a field that JSON doesn't show. */
  readonly key: string;
  readonly type: GoType;
  readonly omitempty?: boolean;
  /** An embedded struct: its fields are the outer struct's too, in the same object. */
  readonly embedded?: boolean;
}

export interface Method {
  readonly params: readonly GoType[];
  readonly result: GoType;
  readonly call: (receiver: unknown, ...args: readonly unknown[]) => unknown;
}

export type Methods = Readonly<Record<string, Method>>;

/** A value; `value` is null for nil. An invalid value (Go's zero reflect.Value) is undefined. */
export interface GoValue {
  readonly type: GoType;
  readonly value: unknown;
}

export const STRING: GoType = { kind: 'string', name: 'string' };
export const BOOL: GoType = { kind: 'bool', name: 'bool' };
export const INT: GoType = { kind: 'int', name: 'int' };
export const INT64: GoType = { kind: 'int', name: 'int64' };
export const FLOAT64: GoType = { kind: 'float', name: 'float64' };
export const INTERFACE: GoType = { kind: 'interface', name: 'interface {}' };
/** What a number of undescribed JSON is: a string kind, as the API's decoder leaves it. */
const JSON_NUMBER: GoType = { kind: 'string', name: 'json.Number' };

export function sliceOf(elem: GoType): GoType {
  return { kind: 'slice', name: `[]${elem.name}`, elem };
}

export function mapOf(key: GoType, elem: GoType): GoType {
  return { kind: 'map', name: `map[${key.name}]${elem.name}`, key, elem };
}

export function pointerTo(elem: GoType): GoType {
  return { kind: 'pointer', name: `*${elem.name}`, elem };
}

export const STRINGS = sliceOf(STRING);
const ANY_SLICE = sliceOf(INTERFACE);
const ANY_MAP = mapOf(STRING, INTERFACE);

export function string(value: string): GoValue {
  return { type: STRING, value };
}

/** JSON data without a description, as Go decodes it into an `interface {}`. */
export function dynamic(value: unknown): GoValue | undefined {
  switch (typeof value) {
    case 'string':
      return { type: STRING, value };
    case 'boolean':
      return { type: BOOL, value };
    case 'number':
      return { type: JSON_NUMBER, value: String(value) };
    case 'object':
      if (value === null) return undefined;
      return { type: Array.isArray(value) ? ANY_SLICE : ANY_MAP, value };
    default:
      return undefined;
  }
}

/** True for nil pointers, maps, slices and interfaces. */
export function isNil(value: GoValue): boolean {
  return value.value === null || value.value === undefined;
}

/** The elements of a slice. */
export function elements(value: GoValue): readonly GoValue[] {
  if (value.type.kind !== 'slice' || !Array.isArray(value.value)) return [];
  const { elem } = value.type;
  return value.value.map((item: unknown) => ({ type: elem, value: item ?? zero(elem).value }));
}

/** A map's or a struct's data as an object. */
export function record(value: GoValue): Readonly<Record<string, unknown>> {
  return typeof value.value === 'object' && value.value !== null ? (value.value as Record<string, unknown>) : {};
}

/** A map's keys in the order in which Go prints and ranges over them. */
export function sortedKeys(value: GoValue): readonly string[] {
  const keys = Object.keys(record(value));
  if (value.type.kind === 'map' && value.type.key.kind !== 'string') return keys.sort((a, b) => Number(a) - Number(b));
  return keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A map's entry; undefined if there is none. */
export function mapIndex(value: GoValue, key: string): GoValue | undefined {
  const data = record(value);
  if (value.type.kind !== 'map' || !Object.hasOwn(data, key)) return undefined;
  const { elem } = value.type;
  return { type: elem, value: data[key] ?? zero(elem).value };
}

/** The zero value of a type. */
export function zero(type: GoType): GoValue {
  switch (type.kind) {
    case 'string':
      return { type, value: '' };
    case 'bool':
      return { type, value: false };
    case 'int':
    case 'uint':
    case 'float':
      return { type, value: 0 };
    case 'struct':
      return { type, value: {} };
    case 'slice':
      return { type, value: type.length === undefined ? null : Array(type.length).fill(zero(type.elem).value) };
    default:
      return { type, value: null };
  }
}

/** One level down a pointer or an interface; undefined for nil. */
export function elem(value: GoValue): GoValue | undefined {
  if (isNil(value)) return undefined;
  if (value.type.kind === 'interface') return dynamic(value.value);
  return value.type.kind === 'pointer' ? { type: value.type.elem, value: value.value } : value;
}

/** Down all pointers and interfaces; stops at a nil one. */
export function indirect(value: GoValue | undefined): { readonly value: GoValue | undefined; readonly isNil: boolean } {
  let current = value;
  while (current && (current.type.kind === 'pointer' || current.type.kind === 'interface')) {
    if (isNil(current)) return { value: current, isNil: true };
    current = elem(current);
  }
  return { value: current, isNil: false };
}

/** The concrete value in an interface; invalid for a nil one. */
export function indirectInterface(value: GoValue | undefined): GoValue | undefined {
  return value?.type.kind === 'interface' ? elem(value) : value;
}

/** A struct's fields with those of embedded structs in their places. */
export function allFields(type: GoType): readonly Field[] {
  if (type.kind !== 'struct') return [];
  return type.fields().flatMap((field) => {
    if (!field.embedded) return [field];
    const inner = field.type.kind === 'pointer' ? field.type.elem : field.type;
    return [field, ...allFields(inner)];
  });
}

/** The value of a struct's field. */
export function fieldValue(value: GoValue, field: Field): GoValue {
  // The same data seen as another struct: an embedded one, or what a context is about.
  if (field.embedded || field.key === '') return { type: field.type, value: value.value };
  return { type: field.type, value: record(value)[field.key] ?? zero(field.type).value };
}

/** Is a value of the first type assignable to the second (Go's rule, for the types that occur)? */
export function assignable(from: GoType, to: GoType): boolean {
  if (to.kind === 'interface' || from === to || (from.name === to.name && from.kind === to.kind)) return true;
  // A named slice and an unnamed one of the same elements.
  const unnamed = from.name.startsWith('[') || to.name.startsWith('[');
  return from.kind === 'slice' && to.kind === 'slice' && unnamed && from.elem.name === to.elem.name;
}
