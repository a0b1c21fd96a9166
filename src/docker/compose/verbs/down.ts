import type { Flags } from '../../flags.ts';
import {
  containerKill,
  containerPause,
  containerRemove,
  containerRestart,
  containerUnpause,
} from '../../requests/containers.ts';
import { confirmYes } from '../confirm.ts';
import { eventName, nameOf, projectContainers, serviceOfContainer } from '../containers.ts';
import { all, ask } from '../context.ts';
import { type DownOptions, down, stopServices } from '../down.ts';
import { ComposeError } from '../model/tree.ts';
import { dependencyOrder } from '../order.ts';
import { checkServices, loadOrFind, select } from '../select.ts';
import { start } from '../start.ts';
import { type ComposeVerb, timeoutOf } from '../verb.ts';
import { withProgress } from './up.ts';

function downOptions(flags: Flags, services: readonly string[]): DownOptions {
  const images = flags.string('rmi');
  if (images !== '' && images !== 'all' && images !== 'local')
    throw new ComposeError(`invalid value for --rmi: ${JSON.stringify(images)}`);
  return {
    services,
    removeOrphans: flags.bool('remove-orphans'),
    timeout: timeoutOf(flags),
    volumes: flags.bool('volumes'),
    images,
  };
}

export const DOWN: ComposeVerb = {
  name: 'down',
  *run(compose, flags, names) {
    const options = downOptions(flags, names);
    const project = yield* loadOrFind(compose);
    checkServices(project, names);
    yield* withProgress(compose, 'Running', () => down(compose, project, options));
  },
};

export const STOP: ComposeVerb = {
  name: 'stop',
  *run(compose, flags, names) {
    const project = yield* loadOrFind(compose);
    checkServices(project, names);
    yield* withProgress(compose, 'Stopping', () => stopServices(compose, project, names, timeoutOf(flags)));
  },
};

export const START: ComposeVerb = {
  name: 'start',
  *run(compose, _flags, names) {
    const project = select(yield* loadOrFind(compose), names);
    if (Object.keys(project.services).length === 0)
      throw new ComposeError(`no container found for project ${JSON.stringify(project.name)}: not found`);
    yield* withProgress(compose, 'Starting', () => start(compose, project));
  },
};

export const RESTART: ComposeVerb = {
  name: 'restart',
  *run(compose, flags, names) {
    const { cli, progress } = compose;
    const project = yield* loadOrFind(compose);
    checkServices(project, names);
    const containers = yield* projectContainers(cli, project.name, 'exclude', true);
    const timeout = timeoutOf(flags);
    const chosen = names.length > 0 ? names : Object.keys(project.services);
    yield* withProgress(compose, 'Restarting', function* () {
      for (const level of dependencyOrder(project)) {
        const own = containers.filter((container) => {
          const service = serviceOfContainer(container);
          return level.includes(service) && chosen.includes(service);
        });
        yield* all(
          own.map(function* (container) {
            const id = eventName(container);
            yield* progress.event(id, 'working', 'Restarting');
            yield* ask(cli, containerRestart(container.Id, timeout === undefined ? {} : { timeout }));
            yield* progress.event(id, 'done', 'Started');
          }),
        );
      }
    });
  },
};

export const KILL: ComposeVerb = {
  name: 'kill',
  *run(compose, flags, names) {
    const { cli, progress } = compose;
    const project = yield* loadOrFind(compose);
    checkServices(project, names);
    const running = (yield* projectContainers(cli, project.name, 'exclude', false, names)).filter(
      (container) => serviceOfContainer(container) in project.services,
    );
    if (running.length === 0) return yield* cli.err('no container to kill');
    yield* withProgress(compose, 'Killing', () =>
      all(
        running.map(function* (container) {
          const id = eventName(container);
          yield* progress.event(id, 'working', 'Killing');
          try {
            yield* ask(cli, containerKill(container.Id, flags.string('signal')));
          } catch (error) {
            if (error instanceof Error) yield* progress.event(id, 'error', 'Error while Killing');
            throw error;
          }
          yield* progress.event(id, 'done', 'Killed');
        }),
      ),
    );
  },
};

export const REMOVE: ComposeVerb = {
  name: 'rm',
  *run(compose, flags, names) {
    const { cli, progress } = compose;
    const project = yield* loadOrFind(compose);
    checkServices(project, names);
    if (flags.bool('stop'))
      yield* withProgress(compose, 'Stopping', () => stopServices(compose, project, names, undefined));
    const found = yield* projectContainers(cli, project.name, 'include', true, names);
    const stopped = found.filter(
      (container) => container.State !== 'running' && serviceOfContainer(container) in project.services,
    );
    if (stopped.length === 0) return yield* cli.err('No stopped containers\n');
    const message = `Going to remove ${stopped.map(nameOf).join(', ')}`;
    if (flags.bool('force')) yield* cli.out(`${message}\n`);
    else if (!(yield* confirmYes(cli, message))) return;
    yield* withProgress(compose, 'Removing', () =>
      all(
        stopped.map(function* (container) {
          const id = eventName(container);
          yield* progress.event(id, 'working', 'Removing');
          yield* ask(
            cli,
            containerRemove(container.Id, { force: flags.bool('force'), volumes: flags.bool('volumes'), link: false }),
          );
          yield* progress.event(id, 'done', 'Removed');
        }),
      ),
    );
  },
};

function pausing(name: 'pause' | 'unpause'): ComposeVerb {
  const [request, text] =
    name === 'pause' ? ([containerPause, 'Paused'] as const) : ([containerUnpause, 'Unpaused'] as const);
  return {
    name,
    *run(compose, _flags, names) {
      const { cli, progress } = compose;
      const project = yield* loadOrFind(compose);
      checkServices(project, names);
      const running = yield* projectContainers(cli, project.name, 'exclude', false, names);
      yield* withProgress(compose, 'Running', () =>
        all(
          running.map(function* (container) {
            yield* ask(cli, request(container.Id));
            yield* progress.event(eventName(container), 'done', text);
          }),
        ),
      );
    },
  };
}

export const PAUSE = pausing('pause');
export const UNPAUSE = pausing('unpause');
