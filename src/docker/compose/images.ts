import type { Op } from '../../os/index.ts';
import { pullImage, reference } from '../image/pull.ts';
import { tagNameOnly } from '../opts/reference.ts';
import { imageInspect } from '../requests/images.ts';
import { type BuildServicesOptions, buildServices } from './build.ts';
import { ask, type Compose, isKind } from './context.ts';
import { serviceOf } from './model/load.ts';
import type { Project, Service } from './model/project.ts';
import { ComposeError } from './model/tree.ts';
import { imageOf } from './request.ts';

const POLICIES = ['always', 'never', 'build', 'missing', 'if_not_present'];

/**
 * `--pull` and `--build` as the policies of the services.
 * @param pull undefined: the flag wasn't given
 * @throws {ComposeError}
 */
export function withPolicies(project: Project, pull: string | undefined, build: boolean): Project {
  if (pull !== undefined && !POLICIES.includes(pull))
    throw new ComposeError(`invalid --pull option ${JSON.stringify(pull)}`);
  if (pull === undefined && !build) return project;
  const changed = (service: Service): Service => {
    const policy = build && service.build ? 'build' : pull;
    return policy === undefined ? service : serviceOf(service.name, { ...service.raw, pull_policy: policy });
  };
  const services = Object.entries(project.services).map(([name, service]) => [name, changed(service)] as const);
  return { ...project, services: Object.fromEntries(services) };
}

/** An image's id; undefined: it isn't here. */
function* imageId({ cli }: Compose, image: string): Op<string | undefined> {
  try {
    return (yield* ask(cli, imageInspect(image))).Id;
  } catch (error) {
    if (isKind(error, 'notFound')) return undefined;
    throw error;
  }
}

function mustPull({ image, provider, pull_policy: policy = 'missing' }: Service, present: boolean): boolean {
  if (provider || !image) return false;
  if (policy === 'always') return true;
  return policy !== 'never' && policy !== 'build' && !present;
}

/**
 * Pulls and builds the images that aren't there, as the services' policies want it; the images' ids by service.
 * @param build undefined: nothing is built
 * @throws {CliError} {@link ComposeError}
 */
export function* ensureImages(
  compose: Compose,
  project: Project,
  build: BuildServicesOptions | undefined,
): Op<Record<string, string>> {
  const ids: Record<string, string> = {};
  const services = Object.values(project.services);
  for (const service of services) {
    const id = yield* imageId(compose, imageOf(project, service));
    if (id !== undefined) ids[service.name] = id;
  }
  for (const service of services.filter(({ name, ...rest }) => mustPull({ name, ...rest }, name in ids))) {
    const isBuilt = services.some((other) => other.build && other.image === service.image);
    const id = yield* pullService(compose, service, isBuilt);
    if (id !== undefined) ids[service.name] = id;
  }
  if (!build) return ids;
  return { ...ids, ...(yield* buildServices(compose, project, build, ids)) };
}

/**
 * Pulls a service's image; its id.
 * @param isBuilt a pull that fails stops nothing: the image can be built
 * @throws {CliError}
 */
export function* pullService(compose: Compose, service: Service, isBuilt: boolean): Op<string | undefined> {
  const { cli, progress } = compose;
  const image = service.image ?? '';
  yield* progress.event(service.name, 'working', '', 'Pulling');
  try {
    yield* pullImage(cli, tagNameOnly(reference(image)), undefined);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const why = error.message.replace('Error response from daemon: ', '');
    yield* progress.event(service.name, service.build ? 'warning' : 'error', why, service.build ? 'Warning' : 'Error');
    if (isBuilt) return undefined;
    throw error;
  }
  yield* progress.event(service.name, 'done', '', 'Pulled');
  return yield* imageId(compose, image);
}
