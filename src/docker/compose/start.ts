import type { ContainerSummary } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import { unlessModified } from '../container/each.ts';
import { packTar } from '../cp/tar.ts';
import { archivePut, containerInspect, containerStart } from '../requests/containers.ts';
import { eventName, isOneOff, projectContainers, serviceOfContainer } from './containers.ts';
import { all, ask, type Compose, warn } from './context.ts';
import { type Project, type Service, scaleOf } from './model/project.ts';
import { ComposeError } from './model/tree.ts';
import { dependencyOrder } from './order.ts';

/** How often a dependency's state is asked for, in milliseconds. */
const TICK = 500;

/** How long a real start takes, so that who was started first prints first. Milliseconds. */
const START_TIME = 100;

function* pause({ cli }: Compose, time: number): Op<void> {
  const until = cli.sys.uptime() + time;
  while (cli.sys.uptime() < until) yield { on: [], until };
}

/** `running_or_healthy` is what `up --wait` waits for. */
export type Conditions = Readonly<Record<string, { readonly condition: string; readonly required: boolean }>>;

/** Starts the project's containers, each after what it depends on. @throws {CliError} {@link ComposeError} */
export function* start(compose: Compose, project: Project, quiet = false): Op<void> {
  const containers = yield* projectContainers(compose.cli, project.name, 'exclude', true);
  if (containers.length === 0) {
    const [first] = Object.values(project.services).filter((service) => scaleOf(service) > 0);
    if (first) throw new ComposeError(`service ${JSON.stringify(first.name)} has no container to start`);
    return;
  }
  for (const level of dependencyOrder(project))
    yield* all(level.map((name) => startService(compose, project, project.services[name]!, containers, quiet)));
}

function* startService(
  compose: Compose,
  project: Project,
  service: Service,
  containers: readonly ContainerSummary[],
  quiet: boolean,
): Op<void> {
  if (service.deploy?.replicas === 0 && service.scale === undefined) return;
  yield* waitFor(compose, project, service.name, service.depends_on ?? {}, containers, quiet);
  const own = containers.filter((container) => serviceOfContainer(container) === service.name);
  if (own.length === 0) {
    if (scaleOf(service) === 0) return;
    throw new ComposeError(`service ${JSON.stringify(service.name)} has no container to start`);
  }
  for (const container of own) {
    if (container.State === 'running') continue;
    yield* injectFiles(compose, project, service, container.Id);
    const id = eventName(container);
    if (!quiet) yield* compose.progress.event(id, 'working', 'Starting');
    yield* ask(compose.cli, unlessModified(containerStart(container.Id)));
    if (!quiet) yield* compose.progress.event(id, 'done', 'Started');
    else yield* pause(compose, START_TIME);
  }
}

/** Secrets and configurations that come from the environment or the Compose file are copied in. */
export function* injectFiles({ cli }: Compose, project: Project, service: Service, id: string): Op<void> {
  const files: { readonly path: string; readonly text: string; readonly mode: number }[] = [];
  const mode = (text: string | undefined) => (text === undefined ? 0o444 : Number.parseInt(text, 8));
  for (const { source, target, mode: given } of service.secrets ?? []) {
    const secret = project.secrets[source];
    const text = secret?.environment === undefined ? undefined : project.environment[secret.environment];
    if (secret?.environment === undefined) continue;
    if (text === undefined)
      throw new ComposeError(
        `environment variable ${JSON.stringify(secret.environment)} required by secret ${JSON.stringify(secret.name)} is not set`,
      );
    files.push({
      path: target?.startsWith('/') ? target : `/run/secrets/${target ?? source}`,
      text,
      mode: mode(given),
    });
  }
  for (const { source, target, mode: given } of service.configs ?? []) {
    const config = project.configs[source];
    if (config?.content === undefined && config?.environment === undefined) continue;
    const text = config.content ?? project.environment[config.environment ?? ''];
    if (text === undefined)
      throw new ComposeError(
        `environment variable ${JSON.stringify(config.environment)} required by config ${JSON.stringify(config.name)} is not set`,
      );
    files.push({ path: target?.startsWith('/') ? target : `/${target ?? source}`, text, mode: mode(given) });
  }
  for (const { path, text, mode: bits } of files) {
    const tar = packTar([
      {
        name: path.slice(1),
        type: 'file',
        mode: bits,
        uid: 0,
        gid: 0,
        mtime: Math.floor(cli.sys.now()),
        data: new TextEncoder().encode(text),
      },
    ]);
    yield* ask(cli, archivePut(id, '/', tar, { noOverwriteDirNonDir: false, copyUIDGID: true }));
  }
}

/** Waits until what a service depends on is as it should be. @throws {ComposeError} */
export function* waitFor(
  compose: Compose,
  project: Project,
  dependent: string,
  conditions: Conditions,
  containers: readonly ContainerSummary[],
  quiet = false,
  until?: number,
): Op<void> {
  const tasks: Op<void>[] = [];
  const event = (own: readonly ContainerSummary[], status: 'working' | 'done' | 'error' | 'warning', text: string) =>
    (function* (): Op<void> {
      if (!quiet) for (const container of own) yield* compose.progress.event(eventName(container), status, text);
    })();
  for (const [name, { condition, required }] of Object.entries(conditions)) {
    const service = project.services[name];
    if (condition === 'service_started' || !service || scaleOf(service) === 0) continue;
    const own = containers.filter((container) => serviceOfContainer(container) === name && !isOneOff(container));
    yield* event(own, 'working', 'Waiting');
    if (own.length === 0) {
      if (required) throw new ComposeError(`${dependent} is missing dependency ${name}`);
      yield* warn(compose, `${dependent} is missing dependency ${name}`);
      continue;
    }
    tasks.push(
      (function* () {
        for (;;) {
          yield* pause(compose, TICK);
          if (until !== undefined && compose.cli.sys.uptime() >= until)
            throw new ComposeError('timeout waiting for dependencies');
          const outcome = yield* look(compose, own, condition);
          if (outcome === undefined) continue;
          if ('good' in outcome) return yield* event(own, 'done', outcome.good);
          const why =
            condition === 'service_completed_successfully'
              ? `${JSON.stringify(name)} didn't complete successfully: ${outcome.bad}`
              : outcome.bad;
          if (!required) {
            const label =
              condition === 'service_healthy'
                ? `optional dependency ${JSON.stringify(name)} failed to start`
                : `optional dependency ${why}`;
            yield* event(own, 'warning', `Skipped: ${label}`);
            return yield* warn(compose, condition === 'service_healthy' ? `${label}: ${outcome.bad}` : label);
          }
          if (condition === 'service_completed_successfully') {
            yield* event(own, 'error', `service ${why}`);
            throw new ComposeError(`service ${why}`);
          }
          if (condition === 'service_healthy') {
            yield* event(own, 'error', 'Error');
            throw new ComposeError(`dependency failed to start: ${why}`);
          }
          throw new ComposeError(why);
        }
      })(),
    );
  }
  yield* all(tasks);
}

type Outcome = { readonly good: string } | { readonly bad: string } | undefined;

function* look({ cli }: Compose, containers: readonly ContainerSummary[], condition: string): Op<Outcome> {
  for (const { Id } of containers) {
    const { Name, State, Config } = yield* ask(cli, containerInspect(Id));
    const name = Name.slice(1);
    if (condition === 'service_completed_successfully') {
      if (State.Status !== 'exited') continue;
      return State.ExitCode === 0 ? { good: 'Exited' } : { bad: `exit ${State.ExitCode}` };
    }
    if (State.Status === 'exited') return { bad: `container ${name} exited (${State.ExitCode})` };
    if (!Config.Healthcheck && condition === 'running_or_healthy') {
      if (State.Status === 'running') continue;
      return undefined;
    }
    if (!State.Health) return { bad: `container ${name} has no healthcheck configured` };
    if (State.Health.Status === 'unhealthy') return { bad: `container ${name} is unhealthy` };
    if (State.Health.Status === 'starting') return undefined;
  }
  return condition === 'service_completed_successfully' ? undefined : { good: 'Healthy' };
}
