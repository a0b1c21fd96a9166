import type { ContainerConfig, ContainerCreateRequest, EndpointRequest, HostConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { findContainer } from '../containers/find.ts';
import { containerFolder } from '../containers/folder.ts';
import { type Daemon, patchContainer, random, randomHex } from '../daemon.ts';
import { writeFile } from '../files.ts';
import type { ContainerRecord, EndpointRecord, EndpointSettings, NetworkAttachment, NetworkRecord } from '../state.ts';
import { networkFileTexts } from './files.ts';
import { addressErrors, freeAddress, gatewayOf, takeAddress } from './ipam.ts';
import { joined, linksOf, namespaceOf, tellKernel, tellMembers } from './names.ts';
import { publish, unpublishAll } from './publish.ts';
import { emitNetwork, findNetwork, isUserDefined, lookForNetwork } from './records.ts';

/** The kernel's name of the network namespace that a container is in. */
export function networkOf(daemon: Daemon, container: ContainerRecord): string {
  const mode = container.HostConfig.NetworkMode ?? 'bridge';
  if (mode === 'host') return 'host';
  if (!mode.startsWith('container:')) return namespaceOf(container.Id);
  return networkOf(daemon, joined(daemon, mode));
}

function settingsOf(request: EndpointRequest): EndpointSettings {
  return {
    IPAMConfig: request.IPAMConfig ?? null,
    Links: request.Links ?? null,
    Aliases: request.Aliases ?? null,
    DriverOpts: request.DriverOpts ?? null,
    MacAddress: request.MacAddress ?? '',
    GwPriority: request.GwPriority ?? 0,
    NetworkID: '',
    named: false,
  };
}

/**
 * What a container to be that shares another one's network gets from it: its hostname, and the mode with the id.
 * @throws {DockerError} for what can't be had together
 */
export function sharedNetwork(daemon: Daemon, config: Partial<ContainerConfig>, host: HostConfig) {
  const { NetworkMode = 'bridge', PortBindings = {}, PublishAllPorts, ExtraHosts, Links } = host;
  if (!NetworkMode.startsWith('container:')) return undefined;
  const refuse = (why: string) => new DockerError('invalidParameter', `conflicting options: ${why}`);
  if ((Links as readonly string[] | null | undefined)?.length)
    throw refuse("container type network can't be used with links. This would result in undefined behavior");
  if (config.Hostname) throw refuse('hostname and the network mode');
  if ((host.Dns as readonly string[] | undefined)?.length) throw refuse('dns and the network mode');
  if (ExtraHosts?.length) throw refuse('custom host-to-IP mapping and the network mode');
  if (Object.keys(PortBindings).length > 0 || PublishAllPorts)
    throw refuse('port publishing and the container type network mode');
  if (Object.keys(config.ExposedPorts ?? {}).length > 0)
    throw refuse('port exposing and the container type network mode');
  try {
    const { Id, Config } = joined(daemon, NetworkMode);
    return { mode: `container:${Id}`, hostname: Config.Hostname };
  } catch (error) {
    // Whoever isn't there is missed at the start.
    if (error instanceof DockerError) return undefined;
    throw error;
  }
}

/** `HostConfig.Links` as inspect shows them: `/OTHER:/NAME/ALIAS`. Only on the default bridge. @throws {DockerError} */
export function legacyLinks(daemon: Daemon, name: string, host: HostConfig): readonly string[] | null {
  const given = host.Links as readonly string[] | null | undefined;
  if (!given?.length || (host.NetworkMode ?? 'bridge') !== 'bridge') return null;
  return linksOf(daemon, given).map(({ container, alias }) => `/${container.Name}:/${name}/${alias}`);
}

/** The networks that a container to be is in, with what the client asked for there. @throws {DockerError} */
export function networksFor(
  daemon: Daemon,
  { NetworkMode = 'bridge' }: HostConfig,
  { NetworkingConfig }: ContainerCreateRequest,
): ContainerRecord['networks'] {
  if (NetworkMode.startsWith('container:')) return {};
  const nameOf = (given: string) => (given === 'default' ? 'bridge' : (lookForNetwork(daemon, given)?.Name ?? given));
  const asked = Object.entries(NetworkingConfig?.EndpointsConfig ?? {}).map(
    ([name, endpoint]) => [nameOf(name), settingsOf(endpoint)] as const,
  );
  const first = nameOf(NetworkMode);
  const networks = asked.some(([name]) => name === first) ? asked : [[first, settingsOf({})] as const, ...asked];
  for (const [name, settings] of networks) {
    const network = lookForNetwork(daemon, name);
    try {
      checkSettings(network, name, settings);
    } catch (error) {
      if (error instanceof DockerError)
        throw new DockerError(error.kind, `invalid config for network ${name}: ${error.message}`);
      throw error;
    }
  }
  return Object.fromEntries(networks);
}

function checkSettings(
  network: NetworkRecord | undefined,
  name: string,
  { IPAMConfig, Aliases }: EndpointSettings,
): void {
  const address = IPAMConfig?.IPv4Address ?? '';
  const errors: string[] = [];
  if (!isUserDefined(name)) {
    if (address !== '' || IPAMConfig?.IPv6Address)
      errors.push('user specified IP address is supported on user defined networks only');
    if (Aliases?.length) errors.push('network-scoped alias is supported only for containers in user defined networks');
  }
  if (address !== '' && network) errors.push(...addressErrors(network, address));
  refuseSettings(errors);
}

/** @throws {DockerError} with what is wrong, if anything is. */
function refuseSettings(errors: readonly string[]): void {
  if (errors.length === 0) return;
  const list = errors.length === 1 ? errors[0] : errors.map((error) => `* ${error}`).join('\n');
  throw new DockerError('invalidParameter', `invalid endpoint settings:\n${list}`);
}

const failed = (why: string) => new DockerError('system', `failed to set up container networking: ${why}`);

/**
 * Connects a container that starts: an address on each of its networks, its published ports on the host.
 * @throws {DockerError} `failed to set up container networking: …`.
 */
export function connectNetwork(daemon: Daemon, container: ContainerRecord): NetworkAttachment | undefined {
  const mode = container.HostConfig.NetworkMode ?? 'bridge';
  if (mode.startsWith('container:')) {
    const other = joined(daemon, mode);
    if (!other.running)
      throw new DockerError('conflict', `cannot join network namespace of a non running container: ${other.Id}`);
    return undefined;
  }
  if (isUserDefined(mode) && !(mode in container.networks) && !lookForNetwork(daemon, mode))
    throw failed(`could not find a network matching network mode ${mode}: network ${mode} not found`);
  const networks = Object.entries(container.networks).map(([name, settings]) => {
    const network = lookForNetwork(daemon, settings.NetworkID || name);
    if (!network) throw failed(`network ${settings.NetworkID || name} not found`);
    return [network, settings] as const;
  });
  checkLinks(daemon, container);
  const SandboxID = randomHex(daemon, 64);
  let attachment: NetworkAttachment = { SandboxID, endpoints: {}, ports: {} };
  let settled = container.networks;
  try {
    for (const [network, settings] of networks) {
      const endpoint = makeEndpoint(daemon, container, network, settings);
      attachment = withEndpoint(attachment, network, endpoint);
      settled = { ...settled, [network.Name]: { ...settings, NetworkID: network.Id, named: true } };
      attachment = publishOn(daemon, container, attachment, network, endpoint);
    }
  } catch (error) {
    releaseAddresses(daemon, attachment);
    unpublishAll(daemon, attachment.ports);
    if (error instanceof DockerError) throw failed(error.message);
    throw error;
  }
  // A network's short id is told in full from now on.
  const byId = lookForNetwork(daemon, mode);
  const NetworkMode = byId && byId.Name !== mode ? byId.Id : mode;
  patchContainer(daemon, container.Id, { networks: settled, HostConfig: { ...container.HostConfig, NetworkMode } });
  if (mode !== 'host') daemon.kernel.network(namespaceOf(container.Id), [], {});
  for (const [network] of networks)
    if (network.Driver === 'bridge') emitNetwork(daemon, network, 'connect', container.Id);
  return attachment;
}

/** Who is linked to on the default bridge must be there. */
function checkLinks(daemon: Daemon, { HostConfig }: ContainerRecord): void {
  for (const link of (HostConfig.Links as readonly string[] | null | undefined) ?? []) {
    const other = daemon.state.containers.get(daemon.state.names.get(link.split(':')[0]!.slice(1)) ?? '');
    if (!other) continue;
    if (!other.running)
      throw new DockerError(
        'conflict',
        `Cannot link to a non running container: /${other.Name} AS ${link.split(':')[1]}`,
      );
    if (!other.running.network?.endpoints.bridge)
      throw new DockerError('system', `container ${other.Id} not attached to default bridge network`);
  }
}

/** The container runs now: it and those in its networks learn each other's names. */
export function networkStarted(daemon: Daemon, id: string): void {
  const container = daemon.state.containers.get(id);
  const attachment = container?.running?.network;
  if (!container || !attachment || container.HostConfig.NetworkMode === 'host') return;
  tellKernel(daemon, container);
  tellMembers(
    daemon,
    Object.values(attachment.endpoints).map(({ NetworkID }) => NetworkID),
  );
}

function makeEndpoint(
  daemon: Daemon,
  container: ContainerRecord,
  network: NetworkRecord,
  settings: EndpointSettings,
): EndpointRecord {
  const EndpointID = randomHex(daemon, 64);
  const base = { NetworkID: network.Id, EndpointID };
  if (network.Driver !== 'bridge')
    return { ...base, IPAddress: '', IPPrefixLen: 0, IPv6Address: '', Gateway: '', MacAddress: '' };
  const wanted = settings.IPAMConfig?.IPv4Address ?? '';
  if (wanted !== '') refuseSettings(addressErrors(network, wanted));
  const address = takeAddress(daemon, network, wanted, container.Id);
  return { ...base, ...address, Gateway: gatewayOf(network), MacAddress: settings.MacAddress || macAddress(daemon) };
}

function withEndpoint(
  attachment: NetworkAttachment,
  { Name }: NetworkRecord,
  endpoint: EndpointRecord,
): NetworkAttachment {
  return { ...attachment, endpoints: { ...attachment.endpoints, [Name]: endpoint } };
}

/** The first bridge that leads outside has the published ports. */
function publishOn(
  daemon: Daemon,
  container: ContainerRecord,
  attachment: NetworkAttachment,
  network: NetworkRecord,
  endpoint: EndpointRecord,
): NetworkAttachment {
  if (attachment.publisher !== undefined || endpoint.IPAddress === '' || network.Internal) return attachment;
  try {
    return { ...attachment, publisher: network.Name, ports: publish(daemon, container, endpoint.IPAddress) };
  } catch (error) {
    if (error instanceof DockerError)
      throw new DockerError(
        'system',
        `driver failed programming external connectivity on endpoint ${container.Name} (${endpoint.EndpointID}): ${error.message}`,
      );
    throw error;
  }
}

/** A locally administered address, as Docker 28 makes them. */
function macAddress(daemon: Daemon): string {
  const bytes = Array.from({ length: 6 }, () => Math.floor(random(daemon) * 256));
  bytes[0] = (bytes[0]! & 0xfe) | 0x02;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

function releaseAddresses(daemon: Daemon, { endpoints }: NetworkAttachment): void {
  for (const { NetworkID, IPAddress } of Object.values(endpoints)) freeAddress(daemon, NetworkID, IPAddress);
}

/** The container has stopped: its addresses and ports are free again. Call while its record still has the attachment. */
export function disconnectNetwork(daemon: Daemon, container: ContainerRecord): void {
  const attachment = container.running?.network;
  if (!attachment) return;
  unpublishAll(daemon, attachment.ports);
  if (networkOf(daemon, container) !== 'host') daemon.kernel.removeNetwork(namespaceOf(container.Id));
  releaseAddresses(daemon, attachment);
  for (const { NetworkID, IPAddress } of Object.values(attachment.endpoints)) {
    const network = daemon.state.networks.get(NetworkID);
    if (network && IPAddress !== '') emitNetwork(daemon, network, 'disconnect', container.Id);
  }
}

/** After {@link disconnectNetwork}, when its record is without: the others forget its names. */
export function networkStopped(daemon: Daemon, attachment: NetworkAttachment | undefined): void {
  tellMembers(
    daemon,
    Object.values(attachment?.endpoints ?? {}).map(({ NetworkID }) => NetworkID),
  );
}

/** See {@link Engine.networkConnect}. @throws {DockerError} */
export function connectContainer(daemon: Daemon, name: string, id: string, request: EndpointRequest): void {
  const network = findNetwork(daemon, name);
  const container = findContainer(daemon, id);
  const mode = container.HostConfig.NetworkMode ?? 'bridge';
  const refuse = (why: string) => new DockerError('forbidden', why);
  if (mode === 'host' || mode.startsWith('container:'))
    throw refuse(
      'container sharing network namespace with another container or host cannot be connected to any other network',
    );
  if (network.Name === 'host')
    throw refuse('cannot connect container to host network - container must be created in host network mode');
  if (network.Name in container.networks)
    throw refuse(`endpoint with name ${container.Name} already exists in network ${network.Name}`);
  if ((network.Name === 'none' || 'none' in container.networks) && Object.keys(container.networks).length > 0)
    throw refuse('container cannot be connected to multiple networks with one of the networks in private (none) mode');
  const settings = settingsOf({
    ...request,
    IPAMConfig: request.IPAMConfig ?? {},
    Aliases: request.Aliases ?? [],
    DriverOpts: request.DriverOpts ?? {},
  });
  checkSettings(network, network.Name, settings);
  const { running } = container;
  if (!running) {
    patchContainer(daemon, container.Id, {
      networks: { ...container.networks, [network.Name]: { ...settings, named: true } },
    });
    return;
  }
  const endpoint = makeEndpoint(daemon, container, network, settings);
  const before: NetworkAttachment = running.network ?? { SandboxID: randomHex(daemon, 64), endpoints: {}, ports: {} };
  const attachment = publishOn(daemon, container, withEndpoint(before, network, endpoint), network, endpoint);
  const changed = patchContainer(daemon, container.Id, {
    networks: { ...container.networks, [network.Name]: { ...settings, NetworkID: network.Id, named: true } },
    running: { ...running, network: attachment },
  });
  tellKernel(daemon, changed);
  tellMembers(daemon, [network.Id]);
  rewriteHosts(daemon, changed);
  emitNetwork(daemon, network, 'connect', container.Id);
}

/** See {@link Engine.networkDisconnect}. @throws {DockerError} */
export function disconnectContainer(daemon: Daemon, name: string, id: string, force: boolean): void {
  let container: ContainerRecord;
  // A container may still name a network that is gone.
  const left = daemon.state.containers.get(daemon.state.names.get(id) ?? id);
  if (left && !left.running && name in left.networks && !lookForNetwork(daemon, name)) {
    const { [name]: _, ...networks } = left.networks;
    patchContainer(daemon, left.Id, { networks });
    return;
  }
  const network = findNetwork(daemon, name);
  try {
    container = findContainer(daemon, id);
  } catch (error) {
    if (force && error instanceof DockerError && error.kind === 'notFound')
      throw new DockerError('notFound', `endpoint ${id} not found`);
    throw error;
  }
  if (network.Name === 'host' && container.HostConfig.NetworkMode === 'host')
    throw new DockerError(
      'forbidden',
      'cannot disconnect container from host network - container was created in host network mode',
    );
  const { [network.Name]: settings, ...others } = container.networks;
  if (!settings)
    throw new DockerError('forbidden', `container ${container.Id} is not connected to network ${network.Name}`);
  const { running } = container;
  const endpoint = running?.network?.endpoints[network.Name];
  if (!running?.network || !endpoint) {
    patchContainer(daemon, container.Id, { networks: others });
    return;
  }
  const { [network.Name]: _, ...endpoints } = running.network.endpoints;
  freeAddress(daemon, endpoint.NetworkID, endpoint.IPAddress);
  const published = running.network.publisher === network.Name;
  if (published) unpublishAll(daemon, running.network.ports);
  let attachment: NetworkAttachment = {
    SandboxID: running.network.SandboxID,
    endpoints,
    ports: published ? {} : running.network.ports,
  };
  if (!published && running.network.publisher !== undefined)
    attachment = { ...attachment, publisher: running.network.publisher };
  for (const [other, place] of Object.entries(endpoints)) {
    const record = daemon.state.networks.get(place.NetworkID);
    if (published && record && other === record.Name)
      attachment = publishOn(daemon, container, attachment, record, place);
  }
  const changed = patchContainer(daemon, container.Id, {
    networks: others,
    running: { ...running, network: attachment },
  });
  tellKernel(daemon, changed);
  tellMembers(daemon, [network.Id]);
  rewriteHosts(daemon, changed);
  if (network.Driver === 'bridge') emitNetwork(daemon, network, 'disconnect', container.Id);
}

function rewriteHosts(daemon: Daemon, container: ContainerRecord): void {
  const texts = networkFileTexts(daemon, container, container.running?.network);
  writeFile(daemon.host, `${containerFolder(container.Id)}/hosts`, texts.hosts);
}
