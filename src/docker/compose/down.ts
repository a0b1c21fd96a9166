import type { ContainerSummary, ImageSummary } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import type { Request } from '../cli.ts';
import { unlessModified } from '../container/each.ts';
import { containerRemove, containerStop } from '../requests/containers.ts';
import { imageList, imageRemove } from '../requests/images.ts';
import { networkInspect, networkList, networkRemove } from '../requests/networks.ts';
import { volumeInspect, volumeRemove } from '../requests/volumes.ts';
import { eventName, isOrphan, projectContainers, serviceOfContainer } from './containers.ts';
import { all, ask, type Compose, isKind, warn } from './context.ts';
import { LABEL } from './hash.ts';
import type { Project } from './model/project.ts';
import { closure, dependencyOrder } from './order.ts';
import { imageOf } from './request.ts';

function* stopOne({ cli, progress }: Compose, container: ContainerSummary, timeout: number | undefined): Op<void> {
  const id = eventName(container);
  yield* progress.event(id, 'working', 'Stopping');
  try {
    yield* ask(cli, unlessModified(containerStop(container.Id, timeout === undefined ? {} : { timeout })));
  } catch (error) {
    if (error instanceof Error) yield* progress.event(id, 'error', 'Error while Stopping');
    throw error;
  }
  yield* progress.event(id, 'done', 'Stopped');
}

function* removeOne(
  compose: Compose,
  container: ContainerSummary,
  timeout: number | undefined,
  volumes: boolean,
): Op<void> {
  const { cli, progress } = compose;
  const id = eventName(container);
  try {
    yield* stopOne(compose, container, timeout);
  } catch (error) {
    if (!isKind(error, 'notFound')) throw error;
    return yield* progress.event(id, 'done', 'Removed');
  }
  yield* progress.event(id, 'working', 'Removing');
  try {
    yield* ask(cli, containerRemove(container.Id, { force: true, volumes, link: false }));
  } catch (error) {
    if (!isKind(error, 'notFound', 'conflict')) {
      yield* progress.event(id, 'error', 'Error while Removing');
      throw error;
    }
  }
  yield* progress.event(id, 'done', 'Removed');
}

/** Stops and removes containers side by side. */
export function* removeContainers(
  compose: Compose,
  containers: readonly ContainerSummary[],
  timeout: number | undefined,
  volumes: boolean,
): Op<void> {
  yield* all(containers.map((container) => removeOne(compose, container, timeout, volumes)));
}

/** Services one level after the other, those that nobody needs any more first. */
export function* inReverseOrder(
  project: Pick<Project, 'services'>,
  names: readonly string[],
  visit: (name: string) => Op<void>,
): Op<void> {
  for (const level of dependencyOrder(project).toReversed())
    yield* all(level.filter((name) => names.length === 0 || names.includes(name)).map(visit));
}

/** Stops the containers of services; none named: of all. */
export function* stopServices(
  compose: Compose,
  project: Project,
  names: readonly string[],
  timeout: number | undefined,
): Op<void> {
  const containers = yield* projectContainers(compose.cli, project.name, 'exclude', true);
  yield* inReverseOrder(project, names, (name) =>
    all(
      containers
        .filter((container) => serviceOfContainer(container) === name)
        .map((container) => stopOne(compose, container, timeout)),
    ),
  );
}

export interface DownOptions {
  readonly services: readonly string[];
  readonly removeOrphans: boolean;
  readonly timeout: number | undefined;
  readonly volumes: boolean;
  readonly images: '' | 'all' | 'local';
}

export function* down(compose: Compose, project: Project, options: DownOptions): Op<void> {
  const { cli } = compose;
  const containers = yield* projectContainers(cli, project.name, options.removeOrphans ? 'include' : 'exclude', true);
  const chosen = options.services.length > 0 ? closure(project, options.services, true) : [];
  yield* inReverseOrder(project, chosen, (name) =>
    removeContainers(
      compose,
      containers.filter((container) => serviceOfContainer(container) === name),
      options.timeout,
      options.volumes,
    ),
  );
  const orphans = containers.filter(isOrphan(project));
  if (options.removeOrphans && orphans.length > 0) yield* removeContainers(compose, orphans, options.timeout, false);
  const tasks = Object.entries(project.networks)
    .filter(([, network]) => !network.external)
    .map(([key, { name }]) => removeNetwork(compose, project.name, key, name));
  if (options.images !== '')
    for (const image of yield* imagesToRemove(compose, project, options.images))
      tasks.push(removeImage(compose, image));
  if (options.volumes)
    for (const { external, name } of Object.values(project.volumes))
      if (!external) tasks.push(removeVolume(compose, name));
  if (containers.length === 0 && tasks.length === 0)
    yield* warn(compose, `Warning: No resource found to remove for project ${JSON.stringify(project.name)}.`);
  yield* all(tasks);
}

function* removeNetwork({ cli, progress }: Compose, project: string, key: string, name: string): Op<void> {
  const labels = [`${LABEL.project}=${project}`, `${LABEL.network}=${key}`];
  const found = yield* ask(cli, networkList({ label: labels }));
  if (found.length === 0) return;
  const id = `Network ${name}`;
  yield* progress.event(id, 'working', 'Removing');
  let seen = 0;
  for (const network of found.filter((each) => each.Name === name)) {
    const { Containers } = yield* ask(cli, networkInspect(network.Id));
    seen++;
    if (Object.keys(Containers).length > 0) {
      yield* progress.event(id, 'warning', 'Resource is still in use');
      continue;
    }
    yield* ask(cli, networkRemove(network.Id));
    yield* progress.event(id, 'done', 'Removed');
  }
  if (seen === 0) yield* progress.event(id, 'warning', 'No resource found to remove');
}

function* removeVolume(compose: Compose, name: string): Op<void> {
  const { cli } = compose;
  const id = `Volume ${name}`;
  try {
    yield* ask(cli, volumeInspect(name));
  } catch (error) {
    if (isKind(error, 'notFound')) return;
    throw error;
  }
  yield* removal(compose, id, volumeRemove(name, true));
}

/** Removes one thing and tells how it went; one that is in use, or gone already, stops nothing. */
function* removal({ cli, progress }: Compose, id: string, request: Request<unknown>): Op<void> {
  yield* progress.event(id, 'working', 'Removing');
  try {
    yield* ask(cli, request);
  } catch (error) {
    if (!isKind(error, 'conflict', 'notFound')) throw error;
    const inUse = isKind(error, 'conflict');
    yield* progress.event(
      id,
      inUse ? 'warning' : 'done',
      inUse ? 'Resource is still in use' : 'Warning: No resource found to remove',
    );
    return;
  }
  yield* progress.event(id, 'done', 'Removed');
}

function* imagesToRemove({ cli }: Compose, project: Project, which: 'all' | 'local'): Op<readonly string[]> {
  const built: readonly ImageSummary[] = yield* ask(
    cli,
    imageList(false, { label: [`${LABEL.project}=${project.name}`] }),
  );
  const own = built.flatMap(({ RepoTags }) => RepoTags);
  if (which === 'local') return own;
  const named = Object.values(project.services).map((service) => {
    const image = imageOf(project, service);
    return /:[^/]*$|@/.test(image) ? image : `${image}:latest`;
  });
  return [...new Set([...own, ...named])];
}

function removeImage(compose: Compose, image: string): Op<void> {
  return removal(compose, `Image ${image}`, imageRemove(image, { force: false, prune: true }));
}
