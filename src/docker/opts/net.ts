/** Go's net, as far as flags check addresses. */

function parseV6(text: string): readonly number[] | undefined {
  let source = text;
  const v4 = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (v4) {
    const parts = parseV4(v4[2]!);
    if (!parts) return undefined;
    const [a, b, c, d] = parts as [number, number, number, number];
    source = `${v4[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (groups.flat().some((group) => !/^[\da-fA-F]{1,4}$/.test(group))) return undefined;
  const numbers = groups.map((half) => half.map((group) => Number.parseInt(group, 16)));
  const count = numbers.flat().length;
  if (halves.length === 1) return count === 8 ? numbers[0] : undefined;
  if (count > 7) return undefined;
  return [...numbers[0]!, ...Array<number>(8 - count).fill(0), ...numbers[1]!];
}

function parseV4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255))
    return undefined;
  return parts.map(Number);
}

/** net.ParseIP and its String: the address in its usual form; undefined: not an address. */
export function parseIP(text: string): string | undefined {
  const v4 = parseV4(text);
  if (v4) return v4.join('.');
  if (!text.includes(':')) return undefined;
  const groups = parseV6(text);
  if (!groups) return undefined;
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.');
  let [best, bestLength] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (groups[i + length] === 0) length++;
    if (length > bestLength) [best, bestLength] = [i, length];
  }
  const hex = groups.map((group) => group.toString(16));
  if (best < 0) return hex.join(':');
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + bestLength).join(':')}`;
}

/** Is it a loopback address? */
export function isLoopback(address: string): boolean {
  const ip = parseIP(address);
  return ip !== undefined && (ip.startsWith('127.') || ip === '::1');
}

/** net.ParseMAC's forms of 6, 8 or 20 bytes. */
export function isMac(text: string): boolean {
  const bytes = /^[\da-fA-F]{2}(([:-])[\da-fA-F]{2})(\2[\da-fA-F]{2})*$/.test(text) ? text.split(/[:-]/).length : 0;
  const words = /^[\da-fA-F]{4}(\.[\da-fA-F]{4})+$/.test(text) ? text.split('.').length * 2 : 0;
  return [6, 8, 20].includes(bytes || words);
}

/** net.JoinHostPort. */
export function joinHostPort(host: string, port: string | number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
