import type { IncomingMessage } from 'node:http';
import type { Answer } from '../connection.ts';

/** A request as the guard looks at it. */
export interface Asked {
  readonly method: string;
  /** Without the version in front and the query behind. */
  readonly path: string;
  /** `/v1.51`, or empty. */
  readonly version: string;
  readonly query: URLSearchParams;
  /** The whole body. */
  body(): Promise<Buffer>;
}

/** What becomes of a request. */
export type Decision =
  | { readonly kind: 'refuse'; readonly status: number; readonly message: string }
  | {
      readonly kind: 'forward';
      /** Instead of the query that came. */
      readonly query?: URLSearchParams;
      /** Instead of the body that came. */
      readonly body?: Buffer;
      /** The answer is read whole; what this returns is sent in place of the text of a good one. */
      readonly edit?: (text: string) => string | Promise<string>;
      /** Before the client sees the (whole) answer. */
      readonly after?: (answer: Answer) => Promise<void>;
      /** The answer is passed on line by line; undefined leaves one out. */
      readonly line?: (line: string) => Promise<string | undefined>;
      /** The answer is passed on as it comes; afterwards, before its end, this sees the text of it. */
      readonly watch?: (text: string, status: number) => Promise<void>;
    };

/** How every refusal begins. */
export const REFUSED = "the replay's guard refuses";

/** A refusal in words: of a thing, or (`to change …`) of a deed. */
export function refusalWords(what: string): string {
  return `${REFUSED} ${what}`;
}

export function refusal(what: string): Decision {
  return { kind: 'refuse', status: 403, message: refusalWords(what) };
}

/** As the engine says that something isn't there. */
export function missing(message: string): Decision {
  return { kind: 'refuse', status: 404, message };
}

export const FORWARD: Decision = { kind: 'forward' };

/** A request as the rules see it; its body is read when they ask for it. */
export function askedOf(request: IncomingMessage, body: () => Promise<Buffer>): Asked {
  const [target = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const [, version = '', path = '/'] = /^(\/v\d+\.\d+)?(\/.*)$/.exec(target) ?? [];
  return { method: request.method ?? 'GET', path, version, query: new URLSearchParams(search), body };
}

/** Headers with repeated ones kept apart: BuildKit's session sends the same name many times. */
export function headersOf({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name, value] = [rawHeaders[at]!.toLowerCase(), rawHeaders[at + 1]!];
    const before = headers[name];
    headers[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return headers;
}
