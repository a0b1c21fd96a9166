import type { Value } from './awk-values.ts';

/*
 * Arrays, with the order in which `for (k in a)` goes over them: that of each awk's hash table. mawk keeps two kinds of
 * lists (by text and by whole number) and moves what was asked for to the front; busybox puts new ones in front.
 */

/** An array as plain data. */
export interface AwkArray {
  readonly values: Map<string, Value>;
  readonly order: MawkOrder | BusyboxOrder;
}

interface MawkOrder {
  readonly kind: 'mawk';
  /** So many elements that split() made, not yet in the table. */
  split: number;
  texts: boolean;
  numbers: boolean;
  mask: number;
  readonly byText: Map<number, string[]>;
  readonly byNumber: Map<number, string[]>;
}

interface BusyboxOrder {
  readonly kind: 'busybox';
  size: number;
  grown: number;
  lists: Map<number, string[]>;
}

const FIRST_MASK = 63;
const PER_LIST = 12;
const PRIMES = [251, 1021, 4093, 16381, 65521];

/** An empty array. */
export function createArray(mawk: boolean): AwkArray {
  return mawk
    ? {
        values: new Map(),
        order: {
          kind: 'mawk',
          split: 0,
          texts: false,
          numbers: false,
          mask: FIRST_MASK,
          byText: new Map(),
          byNumber: new Map(),
        },
      }
    : { values: new Map(), order: { kind: 'busybox', size: 61, grown: 0, lists: new Map() } };
}

/** FNV-1a over bytes. */
function fnv(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
  return hash;
}

function busyboxHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    hash = ((byte > 127 ? byte - 256 : byte) + (hash << 6) - hash) >>> 0;
  }
  return hash;
}

function list(lists: Map<number, string[]>, at: number): string[] {
  const found = lists.get(at);
  if (found) return found;
  const made: string[] = [];
  lists.set(at, made);
  return made;
}

function toFront(keys: string[], key: string): void {
  const at = keys.indexOf(key);
  if (at > 0) keys.splice(at, 1);
  if (at !== 0) keys.unshift(key);
}

function remove(keys: string[] | undefined, key: string): void {
  const at = keys?.indexOf(key) ?? -1;
  if (at >= 0) keys!.splice(at, 1);
}

/** The table that split()'s elements go to when more than their values is wanted. */
function convert(order: MawkOrder): void {
  if (order.split === 0) return;
  for (order.mask = FIRST_MASK; order.split > (order.mask + 1) * PER_LIST; ) order.mask = order.mask * 2 + 1;
  for (let i = 1; i <= order.split; i++) list(order.byNumber, i & order.mask).unshift(String(i));
  order.split = 0;
  order.numbers = true;
  order.texts = false;
}

function addTexts(order: MawkOrder): void {
  convert(order);
  if (order.texts) return;
  for (let i = 0; i <= order.mask; i++)
    for (const key of order.byNumber.get(i) ?? []) list(order.byText, fnv(key) & order.mask).unshift(key);
  order.texts = true;
}

function double(order: MawkOrder, count: number): void {
  if (count <= (order.mask + 1) * PER_LIST) return;
  const mask = order.mask * 2 + 1;
  const spread = (lists: Map<number, string[]>, hash: (key: string) => number) => {
    for (let i = 0; i <= order.mask; i++) {
      const keys = lists.get(i);
      if (!keys) continue;
      lists.set(
        i,
        keys.filter((key) => (hash(key) & mask) === i),
      );
      lists.set(
        i + order.mask + 1,
        keys.filter((key) => (hash(key) & mask) !== i),
      );
    }
  };
  spread(order.byText, fnv);
  spread(order.byNumber, (key) => Number(key) & mask);
  order.mask = mask;
}

/** Notes that an element was asked for (and made, if it is new) by a text or by a whole number. */
function touch({ values, order }: AwkArray, key: string, whole: boolean, fresh: boolean): void {
  if (order.kind === 'busybox') {
    if (!fresh) return;
    if (Math.floor((values.size + 1) / order.size) > 10 && order.grown < PRIMES.length) rebuild(order);
    list(order.lists, busyboxHash(key) % order.size).unshift(key);
    return;
  }
  if (order.split > 0) {
    if (whole && !fresh) return;
    convert(order);
  }
  if (fresh) double(order, values.size + 1);
  if (whole) {
    const keys = list(order.byNumber, Number(key) & order.mask);
    if (!keys.includes(key) && order.texts) toFront(list(order.byText, fnv(key) & order.mask), key);
    toFront(keys, key);
    order.numbers = true;
    return;
  }
  addTexts(order);
  toFront(list(order.byText, fnv(key) & order.mask), key);
}

function rebuild(order: BusyboxOrder): void {
  const size = PRIMES[order.grown++]!;
  const lists = new Map<number, string[]>();
  for (let i = 0; i < order.size; i++)
    for (const key of order.lists.get(i) ?? []) list(lists, busyboxHash(key) % size).unshift(key);
  order.lists = lists;
  order.size = size;
}

/** An element's value, which makes it if there is none. `whole`: the index was a whole number. */
export function element(array: AwkArray, key: string, whole: boolean): Value {
  const fresh = !array.values.has(key);
  touch(array, key, whole, fresh);
  if (fresh) array.values.set(key, undefined);
  return array.values.get(key);
}

export function setElement(array: AwkArray, key: string, whole: boolean, value: Value): void {
  touch(array, key, whole, !array.values.has(key));
  array.values.set(key, value);
}

export function hasElement(array: AwkArray, key: string, whole: boolean): boolean {
  const found = array.values.has(key);
  if (found) touch(array, key, whole, false);
  return found;
}

export function deleteElement(array: AwkArray, key: string, whole: boolean): void {
  const { values, order } = array;
  if (!values.has(key)) return;
  touch(array, key, whole, false);
  if (order.kind === 'busybox') remove(order.lists.get(busyboxHash(key) % order.size), key);
  else {
    convert(order);
    remove(order.byText.get(fnv(key) & order.mask), key);
    remove(order.byNumber.get(Number(key) & order.mask), key);
  }
  values.delete(key);
  if (values.size === 0) clearArray(array);
}

export function clearArray({ values, order }: AwkArray): void {
  values.clear();
  if (order.kind === 'busybox') {
    order.lists.clear();
    return;
  }
  Object.assign(order, { split: 0, texts: false, numbers: false, mask: FIRST_MASK });
  order.byText.clear();
  order.byNumber.clear();
}

/** Fills an array as split() does. */
export function loadArray(array: AwkArray, pieces: readonly Value[]): void {
  clearArray(array);
  for (const [i, piece] of pieces.entries()) {
    if (array.order.kind === 'busybox') setElement(array, String(i + 1), true, piece);
    else array.values.set(String(i + 1), piece);
  }
  if (array.order.kind === 'mawk') array.order.split = pieces.length;
}

/** The indexes in the order of `for (k in a)`. */
export function elementKeys({ values, order }: AwkArray): string[] {
  if (values.size === 0) return [];
  if (order.kind === 'busybox') {
    const keys: string[] = [];
    for (let i = 0; i < order.size; i++) keys.push(...(order.lists.get(i) ?? []));
    return keys;
  }
  addTexts(order);
  const keys: string[] = [];
  for (let i = 0; i <= order.mask; i++) keys.push(...(order.byText.get(i) ?? []));
  return keys;
}
