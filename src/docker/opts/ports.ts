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
  if (text === '') throw new PortError('Empty string specified for ports.');
  try {
    if (!text.includes('-')) {
      const port = readUint(text, 10, 16);
      return [port, port];
    }
    const parts = text.split('-');
    const [start, end] = [readUint(parts[0]!, 10, 16), readUint(parts[1]!, 10, 16)];
    if (end < start) throw new PortError(`Invalid range specified for the Port: ${text}`);
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

/** The address of `[::1]` or `1.2.3.4`; an IPv6 address has to be in brackets. */
function hostAddress(text: string): string {
  const invalid = (reason: string) => new PortError(`Invalid ip address ${text}: address ${text}:: ${reason}`);
  let address = text;
  if (text.startsWith('[')) {
    if (!text.includes(']')) throw invalid("missing ']' in address");
    if (!text.endsWith(']')) throw invalid('missing port in address');
    address = text.slice(1, -1);
  } else if (text.includes(':')) throw invalid('too many colons in address');
  if (address !== '' && parseIP(address) === undefined) throw new PortError(`Invalid ip address: ${address}`);
  return address;
}

/**
 * `[[IP:][HOST_PORT]:]CONTAINER_PORT[/PROTO]`, ports or ranges.
 * @throws {PortError}
 */
export function parsePortSpec(raw: string): readonly PortMapping[] {
  const parts = raw.split(':');
  const hostPort = parts.length > 1 ? parts.at(-2)! : '';
  const [protocol, containerPort] = splitProtoPort(parts.at(-1)!);
  const ip = hostAddress(parts.slice(0, -2).join(':'));
  if (containerPort === '') throw new PortError(`No port specified: ${raw}<empty>`);
  const [start, end] = range(containerPort, `Invalid containerPort: ${containerPort}`);
  const host = hostPort === '' ? undefined : range(hostPort, `Invalid hostPort: ${hostPort}`);
  if (host && end - start !== host[1] - host[0] && end !== start)
    throw new PortError(`Invalid ranges specified for container and host Ports: ${containerPort} and ${hostPort}`);
  const proto = protocol.toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(proto)) throw new PortError(`Invalid proto: ${protocol}`);
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
