import { isErrno } from '../../fs/index.ts';
import type { Filters, PortBinding } from '../api.ts';
import { DockerError } from '../errors.ts';
import { findContainer } from './containers/find.ts';
import { type Daemon, emit, random, randomHex } from './daemon.ts';
import { readText } from './files.ts';
import { checkFilters, matchesLabels } from './filters.ts';
import type { ContainerRecord, NetworkAttachment } from './state.ts';

/** The default bridge: 172.17.0.0/16, the host is its first address. */
const PREFIX = '172.17.';
export const GATEWAY = '172.17.0.1';
const FIRST = 2;
/** Where Docker looks for a free port of the host. */
const EPHEMERAL = 32768;

/** The kernel's name of the network namespace that a container is in. */
export function networkOf(daemon: Daemon, container: ContainerRecord): string {
  const mode = container.HostConfig.NetworkMode ?? 'bridge';
  if (mode === 'host') return 'host';
  if (!mode.startsWith('container:')) return `container:${container.Id}`;
  return networkOf(daemon, joined(daemon, mode));
}

function joined(daemon: Daemon, mode: string): ContainerRecord {
  try {
    return findContainer(daemon, mode.slice('container:'.length));
  } catch (error) {
    if (error instanceof DockerError)
      throw new DockerError('notFound', `joining network namespace of container: ${error.message}`);
    throw error;
  }
}

/**
 * Connects a container that starts: an address of the bridge, its published ports on the host.
 * @throws {DockerError} `failed to set up container networking: …`.
 */
export function connectNetwork(daemon: Daemon, container: ContainerRecord): NetworkAttachment | undefined {
  const mode = container.HostConfig.NetworkMode ?? 'bridge';
  const refuse = (why: string) => new DockerError('system', `failed to set up container networking: ${why}`);
  if (mode.startsWith('container:')) {
    if (!joined(daemon, mode).running)
      throw new DockerError(
        'conflict',
        `cannot join network namespace of a non running container: ${joined(daemon, mode).Id}`,
      );
    return undefined;
  }
  const network = Object.keys(container.networks)[0] ?? mode;
  if (!(network in daemon.state.networkIds)) throw refuse(`network ${network} not found`);
  const EndpointID = randomHex(daemon, 64);
  const SandboxID = randomHex(daemon, 64);
  if (network !== 'bridge') {
    if (network === 'none') daemon.kernel.network(`container:${container.Id}`, '', {});
    return { EndpointID, SandboxID, IPAddress: '', MacAddress: '', ports: {} };
  }
  const number = freeAddress(daemon);
  const IPAddress = `${PREFIX}${number >> 8}.${number & 255}`;
  const name = `container:${container.Id}`;
  daemon.kernel.network(name, IPAddress, { [container.Config.Hostname]: IPAddress, ...extraHosts(container) });
  let ports: NetworkAttachment['ports'];
  try {
    ports = publish(daemon, container, IPAddress);
  } catch (error) {
    daemon.kernel.removeNetwork(name);
    if (error instanceof DockerError)
      throw refuse(
        `driver failed programming external connectivity on endpoint ${container.Name} (${EndpointID}): ${error.message}`,
      );
    throw error;
  }
  daemon.state.addresses.set(number, container.Id);
  emitNetwork(daemon, container, 'connect');
  return { EndpointID, SandboxID, IPAddress, MacAddress: macAddress(daemon), ports };
}

function emitNetwork(daemon: Daemon, { Id }: ContainerRecord, action: string): void {
  emit(daemon, 'network', action, daemon.state.networkIds.bridge ?? '', {
    container: Id,
    name: 'bridge',
    type: 'bridge',
  });
}

function freeAddress(daemon: Daemon): number {
  let number = FIRST;
  while (daemon.state.addresses.has(number)) number++;
  return number;
}

/** A locally administered address, as Docker 28 makes them. */
function macAddress(daemon: Daemon): string {
  const bytes = Array.from({ length: 6 }, () => Math.floor(random(daemon) * 256));
  bytes[0] = (bytes[0]! & 0xfe) | 0x02;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** `--add-host NAME:ADDRESS`. */
export function extraHosts({ HostConfig }: ContainerRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (HostConfig.ExtraHosts ?? []).map((entry) => {
      const colon = entry.indexOf(':');
      const address = entry.slice(colon + 1);
      return [entry.slice(0, colon), address === 'host-gateway' ? GATEWAY : address];
    }),
  );
}

function publish(daemon: Daemon, container: ContainerRecord, address: string): NetworkAttachment['ports'] {
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

/** The container has stopped: its address and ports are free again. */
export function disconnectNetwork(daemon: Daemon, container: ContainerRecord): void {
  const attachment = container.running?.network;
  if (!attachment) return;
  for (const [port, bindings] of Object.entries(attachment.ports))
    if (port.endsWith('/tcp'))
      for (const host of new Set(bindings.map(({ HostPort }) => Number(HostPort)))) unpublish(daemon, host);
  if (networkOf(daemon, container) !== 'host') daemon.kernel.removeNetwork(`container:${container.Id}`);
  if (attachment.IPAddress === '') return;
  const [, , high, low] = attachment.IPAddress.split('.').map(Number);
  daemon.state.addresses.delete((high! << 8) | low!);
  emitNetwork(daemon, container, 'disconnect');
}

/** The texts of the three files that the daemon keeps for a container. */
export function networkFileTexts(
  daemon: Daemon,
  container: ContainerRecord,
  attachment: NetworkAttachment | undefined,
): Readonly<Record<'hostname' | 'hosts' | 'resolv.conf', string>> {
  const { Hostname, Domainname } = container.Config;
  const hostMode = container.HostConfig.NetworkMode === 'host';
  const full = Domainname === '' ? Hostname : `${Hostname}.${Domainname}`;
  const short = full.includes('.') ? ` ${full.slice(0, full.indexOf('.'))}` : '';
  const lines = [
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::\tip6-localnet',
    'ff00::\tip6-mcastprefix',
    'ff02::1\tip6-allnodes',
    'ff02::2\tip6-allrouters',
    ...Object.entries(extraHosts(container)).map(([name, address]) => `${address}\t${name}`),
    ...(attachment?.IPAddress ? [`${attachment.IPAddress}\t${full}${short}`] : []),
  ];
  const nameservers = readText(daemon.host, '/etc/resolv.conf')
    .split('\n')
    .filter((line) => line.startsWith('nameserver '));
  return {
    hostname: `${Hostname}\n`,
    hosts: hostMode ? readText(daemon.host, '/etc/hosts') : `${lines.join('\n')}\n`,
    'resolv.conf': [
      '# Generated by Docker Engine.',
      '# This file can be edited; Docker Engine will not make further changes once it',
      '# has been modified.',
      '',
      ...nameservers,
      '',
      "# Based on host file: '/etc/resolv.conf' (legacy)",
      '# Overrides: []',
      '',
    ].join('\n'),
  };
}

/** The networks that every engine has, as the API tells of them. */
export function listNetworks(daemon: Daemon, filters: Filters): readonly Readonly<Record<string, unknown>>[] {
  checkFilters(filters, ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type']);
  const all = Object.entries(daemon.state.networkIds).map(([Name, Id]) => describeNetwork(daemon, Name, Id));
  return all.filter(
    (network) =>
      (filters.name?.some((part) => network.Name.includes(part)) ?? true) &&
      (filters.id?.some((part) => network.Id.includes(part)) ?? true) &&
      (filters.driver?.includes(network.Driver) ?? true) &&
      (filters.scope?.includes('local') ?? true) &&
      (filters.type?.includes('builtin') ?? true) &&
      matchesLabels(filters, {}),
  );
}

function describeNetwork(daemon: Daemon, Name: string, Id: string) {
  const bridge = Name === 'bridge';
  return {
    Name,
    Id,
    Created: daemon.state.startedAt,
    Scope: 'local',
    Driver: Name === 'none' ? 'null' : Name,
    EnableIPv4: true,
    EnableIPv6: false,
    IPAM: {
      Driver: 'default',
      Options: null,
      Config: bridge ? [{ Subnet: '172.17.0.0/16', Gateway: GATEWAY }] : null,
    },
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: {},
    Options: bridge
      ? {
          'com.docker.network.bridge.default_bridge': 'true',
          'com.docker.network.bridge.enable_icc': 'true',
          'com.docker.network.bridge.enable_ip_masquerade': 'true',
          'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
          'com.docker.network.bridge.name': 'docker0',
          'com.docker.network.driver.mtu': '1500',
        }
      : {},
    Labels: {},
  };
}
