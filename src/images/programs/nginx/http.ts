import { clock, MONTHS, two } from '../http.ts';

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
