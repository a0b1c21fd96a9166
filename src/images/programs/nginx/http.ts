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

/** The status lines that nginx sends. */
export const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  410: 'Gone',
  416: 'Requested Range Not Satisfiable',
  418: '',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** nginx's own page for a status that isn't a success. */
export function statusPage(status: number, server: string): string {
  const words = status === 302 ? '302 Found' : `${status} ${REASONS[status] ?? ''}`;
  return (
    `<html>\r\n<head><title>${words}</title></head>\r\n<body>\r\n` +
    `<center><h1>${words}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`
  );
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number: number) => String(number).padStart(2, '0');

/** `Tue, 24 Nov 2026 10:15:35 GMT`. Milliseconds since the epoch, as everywhere here. */
export function httpDate(ms: number): string {
  const date = new Date(ms);
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]}`;
  return `${day} ${date.getUTCFullYear()} ${clock(date)} GMT`;
}

/** `24/Nov/2026:10:15:35 +0000`, as the access log has it. */
export function logDate(ms: number): string {
  const date = new Date(ms);
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock(date)} +0000`;
}

/** `2026/11/24 10:15:35`, as the error log has it. */
export function errorDate(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCFullYear()}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())} ${clock(date)}`;
}

/** `24-Nov-2026 09:54`, as folder listings have it. */
export function listDate(ms: number): string {
  const date = new Date(ms);
  return `${two(date.getUTCDate())}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()} ${clock(date).slice(0, 5)}`;
}

const clock = (date: Date) => [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
