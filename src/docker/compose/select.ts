import type { Op } from '../../os/index.ts';
import { networkList } from '../requests/networks.ts';
import { volumeList } from '../requests/volumes.ts';
import { projectContainers, serviceOfContainer } from './containers.ts';
import { ask, type Compose, warn } from './context.ts';
import { LABEL } from './hash.ts';
import { findPlace, givenName, loadProject, type ProjectOptions, serviceOf, withoutUnused } from './model/load.ts';
import type { Project, Service } from './model/project.ts';
import { ComposeError, type Dict } from './model/tree.ts';
import { closure } from './order.ts';

/** Loads the project and tells what it warns of. @throws {CliError} {@link ComposeError} */
export function* load(compose: Compose, changed: Partial<ProjectOptions> = {}): Op<Project> {
  const warnings: string[] = [];
  const options = { ...compose.options, ...changed, warn: (message: string) => void warnings.push(message) };
  try {
    return yield* loadProject(compose.cli.sys, options);
  } finally {
    for (const message of warnings) yield* warn(compose, message);
  }
}

/** Names of services must be the project's. @throws {ComposeError} */
export function checkServices(project: Project, names: readonly string[]): void {
  for (const name of names)
    if (!(name in project.services) && !(name in project.disabled)) throw new ComposeError(`no such service: ${name}`);
}

/** The project with only some services, and what they need. None named: all of them. @throws {ComposeError} */
export function select(project: Project, names: readonly string[], dependencies = true): Project {
  if (names.length === 0) return project;
  checkServices(project, names);
  const every = { ...project.disabled, ...project.services };
  const enabled = Object.fromEntries(
    Object.entries(every).filter(([name]) => name in project.services || names.includes(name)),
  );
  const kept = dependencies ? closure({ services: every }, names) : names;
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(every).filter(([name]) => kept.includes(name) === wanted));
  const chosen = pick(true);
  for (const [name, service] of Object.entries(chosen)) {
    if (dependencies || !service.depends_on) continue;
    const { depends_on: _, ...raw } = service.raw;
    chosen[name] = serviceOf(name, raw);
  }
  return withoutUnused({ ...project, services: chosen, disabled: { ...pick(false), ...(enabled && {}) } });
}

/**
 * The project by its files; with `-p` and no `-f`, or a name and no files, what there is of it.
 * @throws {CliError} {@link ComposeError}
 */
export function* loadOrFind(compose: Compose): Op<Project> {
  const { cli, options } = compose;
  const place = yield* findPlace(cli.sys, { ...options, warn: () => undefined });
  const name = givenName(options, place);
  if (name !== undefined && options.name !== '' && options.files.length === 0)
    return yield* projectByName(compose, name, place.environment);
  if (place.files.length > 0 || name === undefined) return yield* load(compose);
  return yield* projectByName(compose, name, place.environment);
}

/** What the engine knows of a project without its files: from the labels of what it has. */
export function* projectByName(
  { cli }: Compose,
  name: string,
  environment: Readonly<Record<string, string>>,
): Op<Project> {
  const containers = yield* projectContainers(cli, name, 'exclude', true);
  const filters = { label: [`${LABEL.project}=${name}`] };
  const services: Record<string, Service> = {};
  for (const container of containers) {
    const service = serviceOfContainer(container);
    const depends = (container.Labels[LABEL.dependencies] ?? '').split(',').filter(Boolean);
    const raw: Dict = {
      image: container.Image,
      ...(depends.length > 0 && {
        depends_on: Object.fromEntries(
          depends.map((entry) => {
            const [other = '', condition = 'service_started', restart] = entry.split(':');
            return [other, { condition, restart: restart === 'true', required: false }];
          }),
        ),
      }),
    };
    services[service] = serviceOf(service, raw);
  }
  const volumes = yield* ask(cli, volumeList(filters));
  const networks = yield* ask(cli, networkList(filters));
  return {
    name,
    workingDir: containers[0]?.Labels[LABEL.workingDir] ?? '',
    files: (containers[0]?.Labels[LABEL.files] ?? '').split(',').filter(Boolean),
    services,
    disabled: {},
    networks: Object.fromEntries(
      networks.map((each) => [each.Labels[LABEL.network] ?? each.Name, { name: each.Name, ipam: {} }]),
    ),
    volumes: Object.fromEntries(volumes.map((each) => [each.Labels?.[LABEL.volume] ?? each.Name, { name: each.Name }])),
    secrets: {},
    configs: {},
    extensions: {},
    environment,
  };
}
