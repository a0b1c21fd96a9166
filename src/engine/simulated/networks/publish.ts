import { isErrno } from '../../../fs/index.ts';
import type { PortBinding } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import type { Daemon } from '../daemon.ts';
import type { ContainerRecord, NetworkAttachment } from '../state.ts';

/** Where Docker looks for a free port of the host. */
const EPHEMERAL = 32768;

/** Publishes a container's ports, to an address of it. @throws {DockerError} and then none is. */
export function publish(daemon: Daemon, container: ContainerRecord, address: string): NetworkAttachment['ports'] {
  const { PortBindings = {}, PublishAllPorts } = container.HostConfig;
  const wanted: Record<string, readonly PortBinding[]> = { ...PortBindings };
  if (PublishAllPorts)
    for (const port of Object.keys(container.Config.ExposedPorts ?? {}))
      wanted[port] ??= [{ HostIp: '', HostPort: '' }];
  const result: Record<string, { HostIp: string; HostPort: string }[]> = {};
  const taken: number[] = [];
  try {
    for (const [port, bindings] of Object.entries(wanted).sort(
      ([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10),
    )) {
      result[port] = bindings.flatMap((binding) => {
        const host = publishOne(daemon, container, address, port, binding);
        if (port.endsWith('/tcp')) taken.push(host);
        const HostPort = String(host);
        if (binding.HostIp !== '' && binding.HostIp !== '0.0.0.0') return [{ HostIp: binding.HostIp, HostPort }];
        const both = [{ HostIp: '0.0.0.0', HostPort }];
        return binding.HostIp === '' ? [...both, { HostIp: '::', HostPort }] : both;
      });
    }
    return result;
  } catch (error) {
    for (const port of taken) unpublish(daemon, port);
    throw error;
  }
}

function publishOne(
  daemon: Daemon,
  container: ContainerRecord,
  address: string,
  port: string,
  { HostIp, HostPort }: PortBinding,
): number {
  const [number = '', protocol] = port.split('/');
  const [low, high] = portRange(HostPort);
  if (protocol !== 'tcp') return low;
  for (let host = low; ; host++) {
    try {
      if (daemon.state.ports.has(host))
        throw new DockerError('system', `Bind for ${HostIp || '0.0.0.0'}:${host} failed: port is already allocated`);
      daemon.kernel.publish(host, address, Number(number));
      daemon.state.ports.set(host, container.Id);
      return host;
    } catch (error) {
      const busy = isErrno(error, 'EADDRINUSE');
      if (!busy && !(error instanceof DockerError)) throw error;
      if (host < high) continue;
      if (!busy) throw error;
      throw new DockerError(
        'system',
        `failed to bind host port for ${HostIp || '0.0.0.0'}:${host}:${address}:${port}: address already in use`,
      );
    }
  }
}

function portRange(text: string): readonly [number, number] {
  if (text === '' || text === '0') return [EPHEMERAL, 60999];
  const [low = '', high = low] = text.split('-');
  return [Number(low), Number(high)];
}

function unpublish(daemon: Daemon, port: number): void {
  daemon.kernel.unpublish(port);
  daemon.state.ports.delete(port);
}

/** Takes back what {@link publish} did. */
export function unpublishAll(daemon: Daemon, ports: NetworkAttachment['ports']): void {
  for (const [port, bindings] of Object.entries(ports))
    if (port.endsWith('/tcp'))
      for (const host of new Set(bindings.map(({ HostPort }) => Number(HostPort)))) unpublish(daemon, host);
}
