/** A request as it came in, its head at least. */
export interface Request {
  readonly method: string;
  /** As it was sent, with its query. */
  readonly target: string;
  readonly version: string;
  /** The first line. */
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Is the connection kept for another request? */
  readonly keepAlive: boolean;
}

/** A whole head was read, with or without sense in it; `length` bytes of the input are used up. */
export type Parsed =
  | { readonly kind: 'request'; readonly request: Request; readonly length: number }
  | { readonly kind: 'bad'; readonly line: string; readonly length: number };

const decoder = new TextDecoder();

/** Reads a request off the beginning of the input; undefined: more is to come. */
export function parseRequest(input: Uint8Array): Parsed | undefined {
  const text = decoder.decode(input);
  const firstEnd = text.indexOf('\n');
  if (firstEnd < 0) return undefined;
  const line = text.slice(0, firstEnd).replace(/\r$/, '');
  const match = /^([A-Z_]+) (\S+) HTTP\/(\d\.\d)$/.exec(line);
  const headEnd = /\r?\n\r?\n/.exec(text);
  if (!match || !headEnd) return match ? undefined : { kind: 'bad', line, length: input.length };
  const [, method = '', target = '', version = ''] = match;
  const lines = text.slice(firstEnd + 1, headEnd.index + 1).split(/\r?\n/);
  const headers: Record<string, string> = {};
  for (const header of lines) {
    const colon = header.indexOf(':');
    if (colon > 0) headers[header.slice(0, colon).toLowerCase()] = header.slice(colon + 1).trim();
  }
  const head = new TextEncoder().encode(text.slice(0, headEnd.index + headEnd[0].length)).length;
  const length = head + Number(headers['content-length'] ?? 0);
  if (input.length < length) return undefined;
  if (version === '1.1' && headers.host === undefined) return { kind: 'bad', line, length };
  const asked = headers.connection?.toLowerCase();
  const keepAlive = version === '1.1' ? asked !== 'close' : asked === 'keep-alive';
  return { kind: 'request', request: { method, target, version, line, headers, keepAlive }, length };
}

/** English names, as dates in headers and logs have them. */
export const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A number in two digits. */
export const two = (number: number) => String(number).padStart(2, '0');

/** `Tue, 24 Nov 2026 10:15:35 GMT`. Milliseconds since the epoch, as everywhere here. */
export function httpDate(ms: number): string {
  const date = new Date(ms);
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]}`;
  return `${day} ${date.getUTCFullYear()} ${clock(date)} GMT`;
}

/** `24/Nov/2026:10:15:35 +0000`, as access logs have it. */
export function logDate(ms: number): string {
  const date = new Date(ms);
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock(date)} +0000`;
}

/** `10:15:35` of a date, in UTC. */
export const clock = (date: Date) =>
  [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');

/** The path that a target names: escapes undone, dots resolved; undefined if it leads out of the root. */
export function decodePath(target: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(target);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith('/') || decoded.includes('\0')) return undefined;
  const parts: string[] = [];
  for (const part of decoded.split('/').slice(1)) {
    if (part === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  const slash = /\/\.{0,2}$/.test(decoded) && parts.length > 0 ? '/' : '';
  return `/${parts.join('/')}${slash}`;
}
