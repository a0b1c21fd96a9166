import type { PortBinding } from '../../engine/index.ts';
import { NumError, readUint } from '../go/strconv.ts';
import { parseIP } from './net.ts';

/** A refused `-p` or `--expose`. */
export class PortError extends Error {}

export interface PortMapping {
  /** `80/tcp` */
  readonly port: string;
  readonly binding: PortBinding;
}

/** The protocol and the port (or range) of `80/udp`; both empty if there is no port. */
export function splitProtoPort(text: string): readonly [proto: string, port: string] {
  const slash = text.indexOf('/');
  const port = slash < 0 ? text : text.slice(0, slash);
  if (port === '') return ['', ''];
  return [(slash < 0 ? '' : text.slice(slash + 1)) || 'tcp', port];
}

/**
 * `80` or `8000-8010`.
 * @throws {PortError}
 */
export function parsePortRange(text: string): readonly [start: number, end: number] {
  if (text === '') throw new PortError('empty string specified for ports');
  try {
    if (!text.includes('-')) {
      const port = readUint(text, 10, 16);
      return [port, port];
    }
    const parts = text.split('-');
    const [start, end] = [readUint(parts[0]!, 10, 16), readUint(parts[1]!, 10, 16)];
    if (end < start) throw new PortError(`invalid range specified for port: ${text}`);
    return [start, end];
  } catch (error) {
    if (error instanceof NumError) throw new PortError(error.message);
    throw error;
  }
}

function range(text: string, complaint: string): readonly [number, number] {
  try {
    return parsePortRange(text);
  } catch (error) {
    if (error instanceof PortError) throw new PortError(complaint);
    throw error;
  }
}

/**
 * `[[IP:][HOST_PORT]:]CONTAINER_PORT[/PROTO]`, ports or ranges.
 * @throws {PortError}
 */
export function parsePortSpec(raw: string): readonly PortMapping[] {
  const parts = raw.split(':');
  let ip = parts.slice(0, -2).join(':');
  const hostPort = parts.length > 1 ? parts.at(-2)! : '';
  const [protocol, containerPort] = splitProtoPort(parts.at(-1)!);
  const proto = protocol.toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(proto)) throw new PortError(`invalid proto: ${proto}`);
  if (ip.startsWith('[')) {
    if (!ip.endsWith(']'))
      throw new PortError(
        `invalid IP address ${ip}: address ${ip}:: ${ip.includes(']') ? 'missing port in address' : "missing ']' in address"}`,
      );
    ip = ip.slice(1, -1);
  }
  if (ip !== '' && parseIP(ip) === undefined) throw new PortError(`invalid IP address: ${ip}`);
  if (containerPort === '') throw new PortError(`no port specified: ${raw}<empty>`);
  const [start, end] = range(containerPort, `invalid containerPort: ${containerPort}`);
  const host = hostPort === '' ? undefined : range(hostPort, `invalid hostPort: ${hostPort}`);
  if (host && end - start !== host[1] - host[0] && end !== start)
    throw new PortError(`invalid ranges specified for container and host Ports: ${containerPort} and ${hostPort}`);
  return Array.from({ length: end - start + 1 }, (_, index) => {
    let published = host ? String(host[0] + index) : '';
    // One container port and a range on the host: the daemon picks a free one of them.
    if (host && start === end && host[0] !== host[1]) published += `-${host[1]}`;
    return { port: `${start + index}/${proto}`, binding: { HostIp: ip, HostPort: published } };
  });
}

/**
 * `-p target=80,published=8080,protocol=udp` in the short form; others as they are.
 * @throws {PortError}
 */
export function standardNotation(publish: string): string {
  if (!publish.includes('=')) return publish;
  const params: Record<string, string> = { protocol: 'tcp' };
  for (const param of publish.split(',')) {
    const equals = param.indexOf('=');
    if (equals <= 0) throw new PortError(`invalid publish opts format (should be name=value but got '${param}')`);
    params[param.slice(0, equals)] = param.slice(equals + 1);
  }
  return `${params.published ?? ''}:${params.target ?? ''}/${params.protocol}`;
}
