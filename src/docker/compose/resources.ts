import type { Op } from '../../os/index.ts';
import { containerRemove } from '../requests/containers.ts';
import { networkCreate, networkInspect, networkList, networkRemove } from '../requests/networks.ts';
import { volumeCreate, volumeInspect, volumeRemove } from '../requests/volumes.ts';
import { confirmYes } from './confirm.ts';
import { eventName, projectContainers } from './containers.ts';
import { ask, COMPOSE_VERSION, type Compose, isKind, warn } from './context.ts';
import { stopServices } from './down.ts';
import { LABEL, networkHash, projectLabels, volumeHash } from './hash.ts';
import type { Project, ProjectNetwork, Resource } from './model/project.ts';
import { ComposeError } from './model/tree.ts';

/** Makes the project's networks; their ids by key. @throws {ComposeError} */
export function* ensureNetworks(compose: Compose, project: Project): Op<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const [key, network] of Object.entries(project.networks))
    ids[key] = network.external
      ? yield* externalNetwork(compose, network)
      : yield* ensureNetwork(compose, project, key, network);
  return ids;
}

function* externalNetwork({ cli }: Compose, { name }: ProjectNetwork): Op<string> {
  const found = (yield* ask(cli, networkList({ name: [name] }))).find((network) => network.Name === name);
  if (found) return found.Id;
  try {
    const network = yield* ask(cli, networkInspect(name));
    if (network.Id === name) return network.Id;
  } catch (error) {
    if (!isKind(error, 'notFound')) throw error;
  }
  throw new ComposeError(`network ${name} declared as external, but could not be found`);
}

function* ensureNetwork(compose: Compose, project: Project, key: string, network: ProjectNetwork): Op<string> {
  const { cli, progress } = compose;
  const { name } = network;
  const hash = networkHash(network);
  const found = (yield* ask(cli, networkList({ name: [name] }))).find((each) => each.Name === name);
  if (found) {
    const owner = found.Labels[LABEL.project];
    if (owner === undefined)
      yield* warn(
        compose,
        `a network with name ${name} exists but was not created by compose.\nSet \`external: true\` to use an existing network`,
      );
    else if (owner !== project.name)
      yield* warn(
        compose,
        `a network with name ${name} exists but was not created for project ${JSON.stringify(project.name)}.\nSet \`external: true\` to use an existing network`,
      );
    const label = found.Labels[LABEL.network] ?? '';
    if (label !== key)
      throw new ComposeError(
        `network ${name} was found but has incorrect label ${LABEL.network} set to ${JSON.stringify(label)} (expected: ${JSON.stringify(key)})`,
      );
    const before = found.Labels[LABEL.hash] ?? '';
    if (before === '' || before === hash) return found.Id;
    const users = Object.values(project.services)
      .filter(({ networks = {} }) => key in networks)
      .map((service) => service.name);
    yield* stopServices(compose, project, users, undefined);
    yield* ask(cli, networkRemove(name));
    yield* progress.event(`Network ${name}`, 'done', 'Removed');
  }
  const id = `Network ${name}`;
  yield* progress.event(id, 'working', 'Creating');
  const { ipam } = network;
  try {
    const created = yield* ask(
      cli,
      networkCreate({
        Name: name,
        ...(network.driver && { Driver: network.driver }),
        Options: network.driver_opts ?? {},
        Internal: network.internal ?? false,
        Attachable: network.attachable ?? false,
        ...(network.enable_ipv4 !== undefined && { EnableIPv4: network.enable_ipv4 }),
        ...(network.enable_ipv6 !== undefined && { EnableIPv6: network.enable_ipv6 }),
        ...((ipam.driver || ipam.config) && {
          IPAM: {
            ...(ipam.driver && { Driver: ipam.driver }),
            Config: (ipam.config ?? []).map((pool) => ({
              ...(pool.subnet && { Subnet: pool.subnet }),
              ...(pool.ip_range && { IPRange: pool.ip_range }),
              ...(pool.gateway && { Gateway: pool.gateway }),
              ...(pool.aux_addresses && { AuxiliaryAddresses: pool.aux_addresses }),
            })),
          },
        }),
        Labels: {
          ...network.labels,
          ...projectLabels(project, COMPOSE_VERSION),
          [LABEL.network]: key,
          [LABEL.hash]: hash,
        },
      }),
    );
    yield* progress.event(id, 'done', 'Created');
    return created.Id;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    yield* progress.event(id, 'error', 'Error');
    throw new ComposeError(`failed to create network ${name}: ${error.message}`);
  }
}

/** Makes the project's volumes; their names by key. @throws {ComposeError} */
export function* ensureVolumes(compose: Compose, project: Project, yes: boolean): Op<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const [key, volume] of Object.entries(project.volumes)) {
    yield* ensureVolume(compose, project, key, volume, yes);
    names[key] = volume.name;
  }
  return names;
}

function* ensureVolume(compose: Compose, project: Project, key: string, volume: Resource, yes: boolean): Op<void> {
  const { cli } = compose;
  const { name } = volume;
  let labels: Readonly<Record<string, string>>;
  try {
    labels = (yield* ask(cli, volumeInspect(name))).Labels ?? {};
  } catch (error) {
    if (!isKind(error, 'notFound')) throw error;
    if (volume.external) throw new ComposeError(`external volume ${JSON.stringify(name)} not found`);
    return yield* createVolume(compose, project, key, volume);
  }
  if (volume.external) return;
  const owner = labels[LABEL.project];
  if (owner === undefined)
    yield* warn(
      compose,
      `volume ${JSON.stringify(name)} already exists but was not created by Docker Compose. Use \`external: true\` to use an existing volume`,
    );
  else if (owner !== project.name)
    yield* warn(
      compose,
      `volume ${JSON.stringify(name)} already exists but was created for project ${JSON.stringify(owner)} (expected ${JSON.stringify(project.name)}). Use \`external: true\` to use an existing volume`,
    );
  const before = labels[LABEL.hash];
  if (before === undefined || before === volumeHash(volume)) return;
  const question = `Volume ${JSON.stringify(name)} exists but doesn't match configuration in compose file. Recreate (data will be lost)?`;
  if (!yes && !(yield* confirmYes(cli, question))) return;
  const users = Object.values(project.services)
    .filter(({ volumes = [] }) => volumes.some(({ source }) => source === key))
    .map((service) => service.name);
  yield* stopServices(compose, project, users, undefined);
  for (const container of yield* projectContainers(cli, project.name, 'exclude', true, users)) {
    const id = eventName(container);
    yield* compose.progress.event(id, 'working', 'Removing');
    yield* ask(cli, containerRemove(container.Id, { force: false, volumes: false, link: false }));
    yield* compose.progress.event(id, 'done', 'Removed');
  }
  yield* ask(cli, volumeRemove(name, true));
  yield* createVolume(compose, project, key, volume);
}

function* createVolume({ cli, progress }: Compose, project: Project, key: string, volume: Resource): Op<void> {
  const id = `Volume ${volume.name}`;
  yield* progress.event(id, 'working', 'Creating');
  try {
    yield* ask(
      cli,
      volumeCreate({
        Name: volume.name,
        ...(volume.driver && { Driver: volume.driver }),
        ...(volume.driver_opts && { DriverOpts: volume.driver_opts }),
        Labels: {
          ...volume.labels,
          ...projectLabels(project, COMPOSE_VERSION),
          [LABEL.volume]: key,
          [LABEL.hash]: volumeHash(volume),
        },
      }),
    );
  } catch (error) {
    if (error instanceof Error) yield* progress.event(id, 'error', 'Error');
    throw error;
  }
  yield* progress.event(id, 'done', 'Created');
}
