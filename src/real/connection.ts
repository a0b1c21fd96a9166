import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { connect as connectPlain } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import Docker from 'dockerode';
import type { Endpoint } from './endpoint.ts';
import { openSsh } from './ssh.ts';

/** Older engines prune and list otherwise (`POST /volumes/prune` takes only anonymous volumes since 1.42). */
export const OLDEST_API = '1.42';

/** A new connection to the engine. The other half stays open when one side ends, as attached streams need it. */
export function openSocket(endpoint: Endpoint): Duplex {
  if (endpoint.kind === 'ssh') return openSsh(endpoint);
  if (endpoint.kind === 'unix') return connectPlain({ path: endpoint.path, allowHalfOpen: true });
  const { hostname: host, port, tls } = endpoint;
  if (!tls) return connectPlain({ host, port, allowHalfOpen: true });
  const { ca, cert, key, verify } = tls;
  const options = { host, port, ca, cert, key, rejectUnauthorized: verify, allowHalfOpen: true };
  return connectTls(options);
}

/** An answer of the engine, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A plain client of the engine's HTTP API. */
export class Connection {
  readonly agent: Agent;

  constructor(readonly endpoint: Endpoint) {
    this.agent = new Agent({ keepAlive: false });
    // Node's types have createConnection at requests only; agents have it as well.
    Object.assign(this.agent, { createConnection: () => openSocket(endpoint) });
  }

  /** dockerode over the same connection. */
  docker(): Docker {
    return new Docker({ protocol: 'http', host: 'docker', port: 2375, agent: this.agent } as Docker.DockerOptions);
  }

  /** A request that the caller writes and ends. */
  request(options: RequestOptions): ClientRequest {
    return httpRequest({ ...options, agent: this.agent, host: 'docker' });
  }

  /** Asks and reads the whole answer; rejects only when the connection fails. */
  ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const data = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const type: Record<string, string> = data === undefined ? {} : { 'Content-Type': 'application/json' };
      const request = this.request({ method, path, headers: { ...type, ...headers } });
      request.on('error', reject);
      request.on('response', (response) => {
        whole(response).then((bytes) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes });
        }, reject);
      });
      request.end(data);
    });
  }

  /** The JSON of an answer that is not an error; undefined otherwise. */
  async json<T>(method: string, path: string, body?: unknown): Promise<T | undefined> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300 || answer.body.length === 0) return undefined;
    return JSON.parse(answer.body.toString()) as T;
  }
}

/** All bytes of a stream. */
export async function whole(stream: Duplex | IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** What the engine says of itself. */
export interface EngineFacts {
  readonly version: string;
  readonly api: string;
  readonly platform: string;
  readonly name: string;
}

/**
 * Asks the engine for its version.
 * @throws {Error} with a sentence for a person: nobody there, no permission, no engine, too old.
 */
export async function greet(connection: Connection): Promise<EngineFacts> {
  const { host, from } = connection.endpoint;
  const where = `${host} (from ${from})`;
  let answer: Answer;
  try {
    answer = await connection.ask('GET', '/version');
  } catch (error) {
    throw new Error(unreachable(where, error as NodeJS.ErrnoException));
  }
  let facts: Partial<Record<string, string>> & { Platform?: { Name?: string } };
  try {
    facts = JSON.parse(answer.body.toString());
  } catch {
    throw new Error(`What answers at ${where} is no Docker Engine.`);
  }
  const { Version: version, ApiVersion: api, Os = '', Arch = '' } = facts as Record<string, string>;
  if (!version || !api) throw new Error(`What answers at ${where} is no Docker Engine.`);
  if (olderThan(api, OLDEST_API))
    throw new Error(
      `The engine at ${where} is ${version} with API ${api}. Drydock needs API ${OLDEST_API} (Docker 23) or later: prune and others were different before.`,
    );
  const info = await connection.json<{ Name?: string; OperatingSystem?: string }>('GET', '/info');
  return { version, api, platform: info?.OperatingSystem ?? `${Os}/${Arch}`, name: info?.Name ?? '' };
}

function unreachable(where: string, error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return `No Docker Engine: there is no socket at ${where}. Is Docker installed and running?`;
    case 'ECONNREFUSED':
      return `No Docker Engine answers at ${where}. Is it running?`;
    case 'EACCES':
    case 'EPERM':
      return `You may not use the engine at ${where}: permission denied. Members of the group docker may.`;
    case 'ECONNRESET':
      return `What is at ${where} ended the connection at once. Perhaps it wants TLS: set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH.`;
    default:
      return `The engine at ${where} can't be reached: ${error.message}.`;
  }
}

/** Compares versions like 1.9 and 1.42. */
export function olderThan(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major !== otherMajor ? major < otherMajor : minor < otherMinor;
}
