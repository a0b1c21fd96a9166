import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseSsh, type SshPlace } from './ssh.ts';

/*
 * Which engine the docker command would talk to. The order is the CLI's own (cli/command/cli.go): DOCKER_HOST, then
 * DOCKER_CONTEXT, then the current context of config.json, then the default socket.
 */

/** PEM texts for a connection over TLS. `ca` undefined: the system's authorities. */
export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** False: any certificate of the server will do, as with DOCKER_TLS or a context's SkipTLSVerify. */
  readonly verify: boolean;
}

export type Endpoint = {
  /** As docker writes it: `unix:///run/docker.sock`, `tcp://host:2376`. */
  readonly host: string;
  /** Where that was said: `DOCKER_HOST`, `context NAME`, `default`. */
  readonly from: string;
} & (
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly hostname: string; readonly port: number; readonly tls?: TlsFiles }
  | ({ readonly kind: 'ssh' } & SshPlace)
);

/** No engine can be named; the message is a sentence for a person. */
export class EndpointError extends Error {
  override name = 'EndpointError';
}

type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_HOST = 'unix:///var/run/docker.sock';

/**
 * The engine that the docker command would use.
 * @throws {EndpointError} for a context that isn't there, or an address that this can't reach.
 */
export function resolveEndpoint(env: Env = process.env): Endpoint {
  if (env.DOCKER_HOST) return parseHost(env.DOCKER_HOST, 'DOCKER_HOST', tlsOfEnvironment(env));
  const config = env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
  const name = env.DOCKER_CONTEXT || currentContext(config);
  if (name === undefined || name === 'default') return parseHost(DEFAULT_HOST, 'default', undefined);
  return contextEndpoint(config, name);
}

/** An address as the CLI takes it. */
export function parseHost(host: string, from: string, tls: TlsFiles | undefined): Endpoint {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/.exec(host) ?? [];
  switch (scheme) {
    case 'unix':
      return { host, from, kind: 'unix', path: rest || '/var/run/docker.sock' };
    case 'tcp':
    case 'http':
    case 'https': {
      let url: URL;
      try {
        url = new URL(`http://${rest || 'localhost'}`);
      } catch {
        throw new EndpointError(`${from} names the address ${host}, which is none.`);
      }
      const secure = tls ?? (scheme === 'https' ? { verify: true } : undefined);
      const port = Number(/:(\d+)$/.exec(url.host)?.[1] ?? (rest.includes(':80') ? 80 : secure ? 2376 : 2375));
      const hostname = url.hostname.replace(/^\[|\]$/g, '');
      return { host, from, kind: 'tcp', hostname, port, ...(secure && { tls: secure }) };
    }
    case 'ssh': {
      const place = parseSsh(host);
      if (typeof place === 'string') throw new EndpointError(`${from} names ${host}, which is no place: ${place}.`);
      return { host, from, kind: 'ssh', ...place };
    }
    default:
      throw new EndpointError(
        `${from} names ${host}. Drydock reaches an engine through unix://, tcp:// and ssh:// addresses only.`,
      );
  }
}

/** Whether the engine is on another machine, as far as the address tells. */
export function isRemote(endpoint: Endpoint): boolean {
  if (endpoint.kind === 'unix') return false;
  return !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(endpoint.hostname);
}

function tlsOfEnvironment(env: Env): TlsFiles | undefined {
  if (!env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS) return undefined;
  const folder = env.DOCKER_CERT_PATH || env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
  return { ...pemFiles(folder), verify: Boolean(env.DOCKER_TLS_VERIFY) };
}

function pemFiles(folder: string): Omit<TlsFiles, 'verify'> {
  const read = (file: string) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file)) : undefined);
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map(read);
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function currentContext(config: string): string | undefined {
  const settings = json(join(config, 'config.json')) as { currentContext?: string } | undefined;
  return settings?.currentContext || undefined;
}

/** A context lies in a folder that is named by the SHA-256 of its name (cli/context/store). */
function contextEndpoint(config: string, name: string): Endpoint {
  const id = createHash('sha256').update(name).digest('hex');
  const from = `context ${name}`;
  const meta = json(join(config, 'contexts', 'meta', id, 'meta.json')) as ContextMeta | undefined;
  const docker = meta?.Endpoints?.docker;
  if (!docker)
    throw new EndpointError(`There is no docker context "${name}". docker context ls shows those there are.`);
  const folder = join(config, 'contexts', 'tls', id, 'docker');
  const pems = pemFiles(folder);
  const tls = existsSync(folder) || docker.SkipTLSVerify ? { ...pems, verify: !docker.SkipTLSVerify } : undefined;
  return parseHost(docker.Host || DEFAULT_HOST, from, tls);
}

interface ContextMeta {
  readonly Endpoints?: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } };
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
