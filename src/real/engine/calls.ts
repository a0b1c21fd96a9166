import type Docker from 'dockerode';
import { DockerError, type DockerErrorKind } from '../../engine/errors.ts';

/** One request of the Engine API. */
export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** Raw bytes as the body. */
  readonly file?: Buffer;
}

const KINDS: Readonly<Record<number, DockerErrorKind>> = {
  304: 'notModified',
  400: 'invalidParameter',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  501: 'notImplemented',
};

const GOOD = { 101: true, 200: true, 201: true, 202: true, 204: true };

/** What dockerode's dial takes, as far as it is used here (its types leave this out). */
interface Dial {
  readonly path: string;
  readonly method: string;
  readonly options: object;
  readonly statusCodes: object;
  readonly isStream?: boolean;
  readonly hijack?: boolean;
  readonly openStdin?: boolean;
  readonly file?: Buffer;
}

function dial<T>(docker: Docker, { method, path, query = {}, body, file }: Call, more: Partial<Dial> = {}): Promise<T> {
  const options: Dial = {
    method,
    path: `${path}?`,
    options: { _query: said(query), _body: body ?? {} },
    statusCodes: GOOD,
    ...(file && { file }),
    ...more,
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(options as never, (error: unknown, data: unknown) =>
      error ? reject(asDockerError(error)) : resolve(data as T),
    );
  });
}

/** Asks and gives the JSON of the answer. @throws {DockerError} for a refusal. */
export function ask<T>(docker: Docker, call: Call): Promise<T> {
  return dial<T>(docker, call);
}

/** Asks and gives the answer as a stream. */
export function stream(docker: Docker, call: Call): Promise<NodeJS.ReadableStream> {
  return dial(docker, call, { isStream: true });
}

/** Asks for a connection in both directions. */
export function hijack(docker: Docker, call: Call): Promise<NodeJS.ReadWriteStream> {
  // Without a body dockerode would announce chunks, which the engine then takes for input; the engine reads no body here.
  return dial(docker, { body: { Detach: false }, ...call }, { isStream: true, hijack: true });
}

/** All bytes of an answer. */
export async function bytes(docker: Docker, call: Call): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of await stream(docker, call)) parts.push(Buffer.from(part as Buffer));
  return new Uint8Array(Buffer.concat(parts));
}

/** Parameters without those that aren't given; booleans and lists as the API wants them. */
function said(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]): [string, unknown][] => {
      if (value === undefined || value === '') return [];
      if (typeof value === 'boolean') return [[name, value ? '1' : '0']];
      // Repeated, as `names=a&names=b`.
      if (Array.isArray(value)) return [[name, value.map(String)]];
      return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
    }),
  );
}

function asDockerError(error: unknown): Error {
  const { statusCode, json, reason, message } = error as {
    statusCode?: number;
    json?: { message?: string } | Buffer | string | null;
    reason?: string;
    message: string;
  };
  if (statusCode === undefined) return error as Error;
  const text = typeof json === 'string' || Buffer.isBuffer(json) ? parsed(String(json)) : json;
  // Of a stream's refusal dockerode keeps only its own sentence around the engine's.
  const own = message.replace(/^\(HTTP code \d+\) .*? - /, '').trimEnd();
  return new DockerError(KINDS[statusCode] ?? 'system', text?.message ?? own ?? reason ?? '');
}

function parsed(text: string): { message?: string } {
  try {
    return JSON.parse(text) as { message?: string };
  } catch {
    return { message: text.trim() };
  }
}
