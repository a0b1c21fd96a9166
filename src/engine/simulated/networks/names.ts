import { DockerError } from '../../errors.ts';
import { findContainer } from '../containers/find.ts';
import type { Daemon } from '../daemon.ts';
import type { ContainerRecord, EndpointSettings } from '../state.ts';
import { endpointsOf, GATEWAY, isUserDefined } from './records.ts';

/** The kernel's name of a container's own network namespace. */
export const namespaceOf = (container: string): string => `container:${container}`;

/** The container whose network another one shares. */
export function joined(daemon: Daemon, mode: string): ContainerRecord {
  try {
    return findContainer(daemon, mode.slice('container:'.length));
  } catch (error) {
    if (error instanceof DockerError)
      throw new DockerError('notFound', `joining network namespace of container: ${error.message}`);
    throw error;
  }
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

/** What a container is called in a network that a person made; null in the others. */
export function dnsNames(container: ContainerRecord, network: string, { Aliases }: EndpointSettings) {
  if (!isUserDefined(network)) return null;
  const { Id, Name, Config } = container;
  return [...new Set([Name, ...(Aliases ?? []), Id.slice(0, 12), Config.Hostname])];
}

/** `NAME:ALIAS` of `--link`: the other container and what it is to be called. @throws {DockerError} */
export function linksOf(daemon: Daemon, links: readonly string[]) {
  return links.map((link) => {
    const [name = '', alias = name] = link.replace(/^\//, '').split(':');
    let container: ContainerRecord;
    try {
      container = findContainer(daemon, name);
    } catch (error) {
      if (error instanceof DockerError)
        throw new DockerError('invalidParameter', `could not get container for ${name}: ${error.message}`);
      throw error;
    }
    return { container, alias: alias.split('/').pop()! };
  });
}

/** Links on the default bridge, whose names stand in /etc/hosts: only to those that run there. */
export function linkedHosts(daemon: Daemon, { HostConfig }: ContainerRecord) {
  const links = (HostConfig.Links as readonly string[] | null | undefined) ?? [];
  return links.flatMap((link) => {
    const [name = '', alias = ''] = link.split(':');
    const id = daemon.state.names.get(name.replace(/^\//, ''));
    const container = id === undefined ? undefined : daemon.state.containers.get(id);
    const address = container?.running?.network?.endpoints.bridge?.IPAddress;
    if (!container || !address) return [];
    const { Id, Name } = container;
    return [{ address, names: [alias.split('/').pop()!, Id.slice(0, 12), Name], container }];
  });
}

/** The variables that a link brings: its name, and where the linked container's ports are. */
export function linkVariables(daemon: Daemon, container: ContainerRecord): readonly string[] {
  return linkedHosts(daemon, container).flatMap(({ address, names, container: other }) => {
    const alias = names[0]!;
    const prefix = alias.toUpperCase().replaceAll('-', '_');
    const ports = Object.keys(other.Config.ExposedPorts ?? {}).sort(
      (a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10),
    );
    const url = (port: string) => `${port.split('/')[1]}://${address}:${port.split('/')[0]}`;
    return [
      ...ports.slice(0, 1).map((port) => `${prefix}_PORT=${url(port)}`),
      ...ports.flatMap((port) => {
        const [number, protocol = ''] = port.split('/');
        const name = `${prefix}_PORT_${number}_${protocol.toUpperCase()}`;
        return [
          `${name}=${url(port)}`,
          `${name}_ADDR=${address}`,
          `${name}_PORT=${number}`,
          `${name}_PROTO=${protocol}`,
        ];
      }),
      `${prefix}_NAME=/${container.Name}/${alias}`,
      ...(other.Config.Env ?? [])
        .filter((entry) => !/^(PATH|HOME|HOSTNAME|TERM)=/.test(entry))
        .map((entry) => `${prefix}_ENV_${entry}`),
    ];
  });
}

/** Tells the kernel where a running container is and whom it knows by name. */
export function tellKernel(daemon: Daemon, container: ContainerRecord): void {
  const attachment = container.running?.network;
  if (!attachment) return;
  const hosts: Record<string, string> = {};
  for (const [network, { NetworkID, IPAddress }] of Object.entries(attachment.endpoints)) {
    hosts[container.Config.Hostname] ??= IPAddress;
    const record = daemon.state.networks.get(NetworkID);
    if (!record || !isUserDefined(network)) continue;
    const members = endpointsOf(daemon, record);
    for (const { container: other, endpoint } of members)
      for (const name of dnsNames(other, network, other.networks[network] ?? NO_SETTINGS) ?? [])
        if (endpoint.IPAddress !== '') hosts[name] ??= endpoint.IPAddress;
    for (const link of container.networks[network]?.Links ?? []) {
      const [name = '', alias = name] = link.split(':');
      const found = members.find(({ container: { Name, Id } }) => Name === name || Id.startsWith(name));
      if (found) hosts[alias] = found.endpoint.IPAddress;
    }
  }
  for (const { address, names } of linkedHosts(daemon, container)) for (const name of names) hosts[name] = address;
  Object.assign(hosts, extraHosts(container));
  const links = Object.values(attachment.endpoints)
    .filter(({ IPAddress }) => IPAddress !== '')
    .map(({ IPAddress, Gateway }) => ({ address: IPAddress, gateway: Gateway }));
  daemon.kernel.network(namespaceOf(container.Id), links, hosts);
}

const NO_SETTINGS: EndpointSettings = {
  IPAMConfig: null,
  Links: null,
  Aliases: null,
  DriverOpts: null,
  MacAddress: '',
  GwPriority: 0,
  NetworkID: '',
  named: false,
};

/** The others in a network learn of a change of its members' names or addresses. */
export function tellMembers(daemon: Daemon, networks: readonly string[]): void {
  const told = new Set<string>();
  for (const id of networks) {
    const network = daemon.state.networks.get(id);
    if (!network || !isUserDefined(network.Name)) continue;
    for (const { container } of endpointsOf(daemon, network)) {
      if (told.has(container.Id)) continue;
      told.add(container.Id);
      tellKernel(daemon, container);
    }
  }
}
