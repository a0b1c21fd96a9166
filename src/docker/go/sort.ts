/** Go's string order (bytes of UTF-8), for Array.sort. */
export function byteOrder(a: string, b: string): number {
  if (a === b) return 0;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a.codePointAt(i)!;
    const y = b.codePointAt(i)!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

/** The order of `docker volume ls`: numbers within names count as numbers, digits come first, upper case before lower. */
export function naturalOrder(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const digits = [a, b].map((text, side) => /^\d*/.exec(text.slice(side === 0 ? i : j))![0]);
    const [x, y] = digits as [string, string];
    if ((x === '') !== (y === '')) return x === '' ? 1 : -1;
    if (x === '') {
      if (a[i] !== b[j]) return byteOrder(a.slice(i), b.slice(j));
      i++;
      j++;
      continue;
    }
    const [m, n] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')];
    if (m.length !== n.length) return m.length - n.length;
    if (m !== n) return m < n ? -1 : 1;
    if (x.length !== y.length) return x.length - y.length;
    i += x.length;
    j += y.length;
  }
  return a.length - i - (b.length - j);
}
