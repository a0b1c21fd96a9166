import type { ContainerSummary } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import { unlessModified } from '../container/each.ts';
import {
  containerCreate,
  containerInspect,
  containerRemove,
  containerRename,
  containerStop,
} from '../requests/containers.ts';
import { imageInspect } from '../requests/images.ts';
import type { BuildServicesOptions } from './build.ts';
import {
  eventName,
  isOrphan,
  nameOf,
  numberOf,
  projectContainers,
  serviceOfContainer,
  sortedByName,
} from './containers.ts';
import { all, ask, type Compose, warn } from './context.ts';
import { removeContainers, stopServices } from './down.ts';
import { LABEL, serviceHash } from './hash.ts';
import { ensureImages } from './images.ts';
import { serviceOf } from './model/load.ts';
import { type Project, type Service, scaleOf } from './model/project.ts';
import { ComposeError } from './model/tree.ts';
import { dependencyOrder } from './order.ts';
import { containerLabels, containerName, createRequest, imageOf, missingSecrets } from './request.ts';
import { ensureNetworks, ensureVolumes } from './resources.ts';

export type Recreate = 'never' | 'force' | 'diverged';

export interface CreateOptions {
  /** Those asked for; the others only as dependencies. Empty: all. */
  readonly services: readonly string[];
  readonly removeOrphans: boolean;
  readonly ignoreOrphans: boolean;
  readonly recreate: Recreate;
  readonly recreateDependencies: Recreate;
  readonly inherit: boolean;
  readonly timeout: number | undefined;
  readonly yes: boolean;
  /** Undefined: nothing is built (`--no-build`). */
  readonly build: BuildServicesOptions | undefined;
}

/** What was found of the project's containers and resources. */
export interface State {
  readonly containers: Map<string, readonly ContainerSummary[]>;
  readonly networks: Readonly<Record<string, string>> | undefined;
  readonly volumes: Readonly<Record<string, string>> | undefined;
  /** Image ids by service. */
  readonly images: Readonly<Record<string, string>>;
}

/** Makes networks, volumes and containers what the project says (Compose's create). @throws {CliError} {@link ComposeError} */
export function* create(compose: Compose, project: Project, options: CreateOptions): Op<State> {
  const { cli } = compose;
  checkNames(project);
  const images = yield* ensureImages(compose, project, options.build);
  const networks = yield* ensureNetworks(compose, project);
  const volumes = yield* ensureVolumes(compose, project, options.yes);
  const observed = yield* projectContainers(cli, project.name, 'include', true);
  const orphans = observed.filter(isOrphan(project));
  if (orphans.length > 0 && !options.ignoreOrphans) {
    if (options.removeOrphans) yield* removeContainers(compose, orphans, undefined, false);
    else
      yield* warn(
        compose,
        `Found orphan containers ([${orphans.map(nameOf).join(' ')}]) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.`,
      );
  }
  const containers = new Map<string, readonly ContainerSummary[]>();
  for (const name of Object.keys(project.services))
    containers.set(
      name,
      observed.filter((each) => serviceOfContainer(each) === name && each.Labels[LABEL.oneOff] === 'False'),
    );
  const state: State = { containers, networks, volumes, images };
  for (const level of dependencyOrder(project))
    yield* all(
      level.map((name) => {
        const asked = options.services.length === 0 || options.services.includes(name);
        const strategy = asked ? options.recreate : options.recreateDependencies;
        return ensureService(compose, project, project.services[name]!, strategy, options, state);
      }),
    );
  return state;
}

function checkNames(project: Project): void {
  const names = new Map<string, string>();
  for (const { name, container_name: own } of Object.values(project.services)) {
    if (!own) continue;
    const before = names.get(own);
    if (before !== undefined)
      throw new ComposeError(
        `services.${name}: container name ${JSON.stringify(own)} is already in use by service ${before}: invalid compose project`,
      );
    names.set(own, name);
  }
}

/** References to other services become containers. @throws {ComposeError} */
export function resolveReferences(service: Service, state: Pick<State, 'containers'>): Service {
  const first = (name: string, what: string): string => {
    const [container] = sortedByName(state.containers.get(name) ?? []);
    if (!container) throw new ComposeError(`cannot share ${what} with service ${name}: container missing`);
    return container.Id;
  };
  let raw = service.raw;
  if (service.volumes_from)
    raw = {
      ...raw,
      volumes_from: service.volumes_from.map((from) => {
        const [name = '', mode] = from.split(':');
        return name === 'container' ? (mode ?? '') : first(name, 'volume');
      }),
    };
  const shared = (mode: string | undefined, what: string) =>
    mode?.startsWith('service:') ? `container:${first(mode.slice(8), what)}` : mode;
  const network = shared(service.network_mode, 'network namespace');
  const ipc = shared(service.ipc, 'IPC namespace');
  const pid = shared(service.pid, 'PID namespace');
  raw = { ...raw, ...(network && { network_mode: network }), ...(ipc && { ipc }), ...(pid && { pid }) };
  return serviceOf(service.name, raw);
}

function mustRecreate(service: Service, container: ContainerSummary, policy: Recreate, state: State): boolean {
  if (policy === 'never') return false;
  if (policy === 'force') return true;
  if (container.Labels[LABEL.hash] !== serviceHash(service)) return true;
  if (container.Labels[LABEL.image] !== state.images[service.name]) return true;
  const networks = Object.values(container.NetworkSettings.Networks) as readonly { readonly NetworkID?: string }[];
  if (state.networks && container.State === 'running')
    for (const key of Object.keys(service.networks ?? {}))
      if (!networks.some(({ NetworkID }) => NetworkID === state.networks![key])) return true;
  if (state.volumes)
    for (const { type, source } of service.volumes ?? [])
      if (type === 'volume' && source && !container.Mounts.some(({ Name }) => Name === state.volumes![source]))
        return true;
  return false;
}

function* ensureService(
  compose: Compose,
  project: Project,
  given: Service,
  policy: Recreate,
  options: CreateOptions,
  state: State,
): Op<void> {
  const expected = scaleOf(given);
  if (expected > 1 && given.container_name)
    throw new ComposeError(
      `WARNING: The "${given.name}" service is using the custom container name "${given.container_name}". Docker requires each container to have a unique name. Remove the custom name to scale the service`,
    );
  const service = resolveReferences(given, state);
  const obsolete = (container: ContainerSummary) => mustRecreate(service, container, policy, state);
  const found = (state.containers.get(service.name) ?? []).toSorted(
    (a, b) => Number(obsolete(a)) - Number(obsolete(b)) || numberOf(a) - numberOf(b),
  );
  const updated: ContainerSummary[] = [];
  const tasks: Op<void>[] = [];
  found.forEach((container, index) => {
    if (index >= expected) {
      tasks.push(removeContainers(compose, [container], options.timeout, false));
      return;
    }
    if (obsolete(container)) {
      tasks.push(
        (function* () {
          yield* stopDependents(compose, project, service);
          updated[index] = yield* recreate(compose, project, service, container, options, state);
        })(),
      );
      return;
    }
    updated[index] = container;
    if (container.State === 'running') tasks.push(compose.progress.event(eventName(container), 'done', 'Running'));
  });
  const next = Math.max(0, ...found.map(numberOf)) + 1;
  for (let more = 0; more < expected - found.length; more++) {
    const number = next + more;
    tasks.push(
      (function* () {
        const name = containerName(project, service, number);
        updated[found.length + more] = yield* createOne(
          compose,
          project,
          service,
          name,
          number,
          state.images[service.name] ?? '',
        );
      })(),
    );
  }
  yield* all(tasks);
  state.containers.set(service.name, updated.filter(Boolean));
}

/** Who asked to be restarted with a service stops before that is recreated. */
function* stopDependents(compose: Compose, project: Project, { name }: Service): Op<void> {
  const dependents = Object.values(project.services)
    .filter(({ depends_on = {} }) => depends_on[name]?.restart)
    .map((service) => service.name);
  if (dependents.length > 0) yield* stopServices(compose, project, dependents, undefined);
}

export interface OneOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly inherited?: ContainerSummary;
  readonly autoRemove?: boolean;
  readonly attachStdin?: boolean;
  readonly useAliases?: boolean;
  readonly oneOff?: boolean;
}

/** Creates a container; what it will be like in a list. @throws {ApiError} {@link ComposeError} */
export function* createOne(
  compose: Compose,
  project: Project,
  service: Service,
  name: string,
  number: number,
  imageId: string,
  options: OneOptions = {},
): Op<ContainerSummary> {
  const { progress } = compose;
  const id = `Container ${name}`;
  const quiet = options.inherited !== undefined || options.oneOff;
  if (!quiet) yield* progress.event(id, 'working', 'Creating');
  let created: ContainerSummary;
  try {
    created = yield* createContainer(compose, project, service, name, number, imageId, options);
  } catch (error) {
    if (error instanceof Error && !quiet) yield* progress.event(id, 'error', error.message);
    throw error;
  }
  if (!quiet) yield* progress.event(id, 'done', 'Created');
  return created;
}

function* createContainer(
  compose: Compose,
  project: Project,
  service: Service,
  name: string,
  number: number,
  imageId: string,
  { labels = {}, inherited, autoRemove, attachStdin, useAliases, oneOff = false }: OneOptions,
): Op<ContainerSummary> {
  const { cli, progress } = compose;
  for (const message of missingSecrets(cli, project, service)) yield* warn(compose, message);
  const image = imageOf(project, service);
  const imageVolumes = inherited ? Object.keys((yield* ask(cli, imageInspect(image))).Config.Volumes ?? {}) : [];
  const request = createRequest(project, service, {
    number,
    image,
    labels: { ...containerLabels(project, service, imageId, oneOff), ...labels },
    links: yield* linksOf(compose, project, service, number),
    ...(inherited && { inherited: { mounts: inherited.Mounts, imageVolumes } }),
    ...(autoRemove && { autoRemove }),
    ...(attachStdin && { attachStdin }),
    ...(useAliases === false && { useAliases }),
  });
  const { Id, Warnings } = yield* ask(cli, containerCreate(name, request));
  for (const warning of Warnings) yield* progress.event(service.name, 'warning', '', warning);
  const inspected = yield* ask(cli, containerInspect(Id));
  return {
    Id,
    Names: [inspected.Name],
    Image: image,
    ImageID: inspected.Image,
    Command: '',
    Created: 0,
    Ports: [],
    Labels: inspected.Config.Labels,
    State: 'created',
    Status: '',
    HostConfig: { NetworkMode: '' },
    NetworkSettings: { Networks: inspected.NetworkSettings.Networks },
    Mounts: inspected.Mounts,
  };
}

function* linksOf({ cli }: Compose, project: Project, service: Service, number: number): Op<readonly string[]> {
  const links: string[] = [];
  for (const link of service.links ?? []) {
    const [other = '', alias = other] = link.split(':');
    for (const container of yield* projectContainers(cli, project.name, 'exclude', true, [other])) {
      const name = nameOf(container);
      links.push(`${name}:${alias}`, `${name}:${other}-${number}`, `${name}:${project.name}-${other}-${number}`);
    }
  }
  for (const link of service.external_links ?? []) {
    const [other = '', alias = other] = link.split(':');
    links.push(`${other}:${alias}`);
  }
  return links;
}

function* recreate(
  compose: Compose,
  project: Project,
  service: Service,
  replaced: ContainerSummary,
  { inherit, timeout }: CreateOptions,
  state: State,
): Op<ContainerSummary> {
  const { cli, progress } = compose;
  const id = eventName(replaced);
  yield* progress.event(id, 'working', 'Recreate');
  try {
    const number = numberOf(replaced);
    const name = containerName(project, service, number);
    const temporary = `${replaced.Id.slice(0, 12)}_${name}`;
    const labels = { [LABEL.replace]: service.container_name ?? `${service.name}-${number}` };
    // Without inheriting, the image's volumes are made anew.
    const inherited = inherit ? replaced : { ...replaced, Mounts: [] };
    const created = yield* createOne(compose, project, service, temporary, number, state.images[service.name] ?? '', {
      labels,
      inherited,
    });
    yield* ask(cli, unlessModified(containerStop(replaced.Id, timeout === undefined ? {} : { timeout })));
    yield* ask(cli, containerRemove(replaced.Id, { force: false, volumes: false, link: false }));
    yield* ask(cli, containerRename(created.Id, name));
    yield* progress.event(id, 'done', 'Recreated');
    return { ...created, Names: [`/${name}`] };
  } catch (error) {
    if (error instanceof Error) yield* progress.event(id, 'error', error.message);
    throw error;
  }
}
