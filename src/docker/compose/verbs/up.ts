import type { Op } from '../../../os/index.ts';
import type { Flags } from '../../flags.ts';
import { atoi } from '../../go/strconv.ts';
import { upAttached } from '../attach.ts';
import { type BuildServicesOptions, PLAIN_BUILD } from '../build.ts';
import { projectContainers } from '../containers.ts';
import type { Compose } from '../context.ts';
import { type CreateOptions, create, type Recreate } from '../converge.ts';
import { withPolicies } from '../images.ts';
import { serviceOf } from '../model/load.ts';
import type { Project } from '../model/project.ts';
import { ComposeError } from '../model/tree.ts';
import { closure } from '../order.ts';
import { TICK } from '../progress-tty.ts';
import { checkServices, load, select } from '../select.ts';
import { start, waitFor } from '../start.ts';
import { type ComposeVerb, timeoutOf } from '../verb.ts';

/** `--scale SERVICE=NUM`. @throws {ComposeError} */
export function applyScale(project: Project, scales: readonly string[]): Project {
  let services = project.services;
  for (const text of scales) {
    const [name = '', count, ...more] = text.split('=');
    if (count === undefined || more.length > 0)
      throw new ComposeError(`invalid --scale option ${JSON.stringify(text)}. Should be SERVICE=NUM`);
    services = { ...services, [name]: scaled(services, name, atoi(count)) };
  }
  return { ...project, services };
}

/** A service with another number of containers. @throws {ComposeError} */
export function scaled(services: Project['services'], name: string, count: number) {
  const service = services[name];
  if (!service) throw new ComposeError(`no such service: ${name}: not found`);
  return serviceOf(name, { ...service.raw, scale: count });
}

function recreateStrategy(flags: Flags): Recreate {
  if (flags.bool('no-recreate')) return 'never';
  return flags.bool('force-recreate') || flags.bool('renew-anon-volumes') ? 'force' : 'diverged';
}

/** How `up`, `create` and `run` build what isn't there. */
export function buildOptions(flags: Flags): BuildServicesOptions {
  return { ...PLAIN_BUILD, quiet: flags.bool('quiet-build') || flags.bool('quiet-pull') };
}

/** `--pull` and `--build` as the services' policies. @throws {ComposeError} */
export function applyPolicies(project: Project, flags: Flags): Project {
  return withPolicies(project, flags.changed('pull') ? flags.string('pull') : undefined, flags.bool('build'));
}

/** What `up` and `create` have in common. */
export function createOptions(compose: Compose, flags: Flags, services: readonly string[]): CreateOptions {
  const recreate = recreateStrategy(flags);
  return {
    services,
    removeOrphans: flags.bool('remove-orphans'),
    ignoreOrphans: compose.ignoreOrphans,
    recreate,
    recreateDependencies: flags.bool('no-recreate')
      ? 'never'
      : flags.bool('always-recreate-deps')
        ? 'force'
        : 'diverged',
    inherit: !flags.bool('renew-anon-volumes'),
    timeout: timeoutOf(flags),
    yes: flags.bool('yes'),
    build: flags.bool('no-build') ? undefined : buildOptions(flags),
  };
}

function checkFlags(flags: Flags): void {
  const stops = flags.bool('abort-on-container-exit') || flags.string('exit-code-from') !== '';
  const fails = flags.bool('abort-on-container-failure');
  const attach = flags.list('attach').length > 0;
  const refuse = (message: string) => {
    throw new ComposeError(message);
  };
  if (flags.bool('abort-on-container-exit') && fails)
    refuse('--abort-on-container-failure cannot be combined with --abort-on-container-exit');
  if (flags.bool('wait') && (flags.bool('attach-dependencies') || (stops && !fails) || attach))
    refuse('--wait cannot be combined with --abort-on-container-exit, --attach or --attach-dependencies');
  if (flags.bool('build') && flags.bool('no-build')) refuse('--build and --no-build are incompatible');
  if (flags.bool('detach') && (flags.bool('attach-dependencies') || stops || fails || attach || flags.bool('watch')))
    refuse(
      '--detach cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach, --attach-dependencies or --watch',
    );
  if (flags.bool('renew-anon-volumes') && flags.bool('no-recreate'))
    refuse('--no-recreate and --renew-anon-volumes are incompatible');
  if (flags.bool('force-recreate') && flags.bool('no-recreate'))
    refuse('--force-recreate and --no-recreate are incompatible');
  if (flags.bool('always-recreate-deps') && flags.bool('no-recreate'))
    refuse('--always-recreate-deps and --no-recreate are incompatible');
}

/** Runs a piece of work under the progress display. */
export function* withProgress(compose: Compose, title: string, work: () => Op<void>): Op<void> {
  const { cli, progress } = compose;
  yield* progress.start(title);
  try {
    const running = work();
    for (let next = running.next(); !next.done; next = running.next()) {
      if (!progress.tick) {
        yield next.value;
        continue;
      }
      const soon = cli.sys.uptime() + TICK;
      yield { on: next.value.on, until: Math.min(soon, next.value.until ?? soon) };
      yield* progress.tick();
    }
  } finally {
    yield* progress.stop();
  }
}

/** Services whose containers are waited for by `--wait`. */
function* waitAll(compose: Compose, project: Project, seconds: number): Op<void> {
  const containers = yield* projectContainers(compose.cli, project.name, 'exclude', true);
  const conditions = Object.fromEntries(
    Object.keys(project.services).map((name) => [name, { condition: 'running_or_healthy', required: true }]),
  );
  const until = seconds > 0 ? compose.cli.sys.uptime() + seconds * 1000 : undefined;
  yield* waitFor(compose, project, project.name, conditions, containers, false, until);
}

export const UP: ComposeVerb = {
  name: 'up',
  leftOut: ['watch'],
  *run(compose, flags, names) {
    checkFlags(flags);
    const options = createOptions(compose, flags, names);
    const loaded = yield* load(compose);
    checkServices(loaded, names);
    if (Object.keys(loaded.services).length === 0 && names.length === 0) throw new ComposeError('no service selected');
    const chosen = applyPolicies(select(loaded, names, !flags.bool('no-deps')), flags);
    const project = applyScale(chosen, flags.list('scale'));
    const detach = flags.bool('detach') || flags.bool('wait');
    if (flags.bool('no-start'))
      return yield* withProgress(compose, 'Creating', function* () {
        yield* create(compose, project, options);
      });
    yield* withProgress(compose, 'Running', function* () {
      yield* create(compose, project, options);
      if (!detach) return;
      yield* start(compose, project);
      if (flags.bool('wait')) yield* waitAll(compose, project, flags.number('wait-timeout'));
    });
    if (detach) return;
    const asked = names.length > 0 ? names : Object.keys(project.services);
    const wanted = flags.list('attach').length > 0 ? flags.list('attach') : asked;
    const unknown = wanted.filter((name) => !(name in project.services));
    if (unknown.length > 0)
      throw new ComposeError(`cannot attach to services not included in up: ${unknown.join(', ')}`);
    const attached = flags.bool('attach-dependencies') ? closure(project, wanted) : wanted;
    const silent = (name: string) => flags.list('attach').length === 0 && project.services[name]?.attach === false;
    const from = flags.string('exit-code-from');
    yield* upAttached(compose, project, {
      services: attached.filter((name) => !silent(name) && !flags.list('no-attach').includes(name)),
      monitored: names,
      onExit: flags.bool('abort-on-container-failure')
        ? 'fail'
        : flags.bool('abort-on-container-exit') || from !== ''
          ? 'stop'
          : 'ignore',
      exitCodeFrom: from,
      presenter: {
        names: [],
        colours: compose.colours && !flags.bool('no-color'),
        prefix: !flags.bool('no-log-prefix'),
        timestamps: flags.bool('timestamps'),
      },
    });
  },
};

export const CREATE: ComposeVerb = {
  name: 'create',
  *run(compose, flags, names) {
    checkFlags(flags);
    const options = createOptions(compose, flags, names);
    const loaded = yield* load(compose);
    const project = applyScale(applyPolicies(select(loaded, names), flags), flags.list('scale'));
    yield* withProgress(compose, 'Creating', function* () {
      yield* create(compose, project, options);
    });
  },
};

export const SCALE: ComposeVerb = {
  name: 'scale',
  min: 1,
  *run(compose, flags, args) {
    const wanted = args.map((text): readonly [string, number] => {
      const [name = '', count, ...more] = text.split('=');
      if (count === undefined || more.length > 0) throw new ComposeError(`invalid scale specifier: ${text}`);
      return [name, atoi(count)];
    });
    const names = wanted.map(([name]) => name);
    const loaded = yield* load(compose);
    let project = select(loaded, names, !flags.bool('no-deps'));
    for (const [name, count] of wanted)
      project = { ...project, services: { ...project.services, [name]: scaled(project.services, name, count) } };
    yield* withProgress(compose, 'Scaling', function* () {
      yield* create(compose, project, createOptions(compose, flags, names));
      yield* start(compose, project);
    });
  },
};
