import type { Op } from '../../../os/index.ts';
import { exactly } from '../../command.ts';
import { attachedTo, catchSignals, releaseSignals, resize, stayAttached } from '../../container/attached.ts';
import { COPY } from '../../container/copy.ts';
import { DETACH_KEYS } from '../../container/detach.ts';
import { execIn } from '../../container/exec.ts';
import { checkTty } from '../../container/run.ts';
import { CliError } from '../../errors.ts';
import type { Flags } from '../../flags.ts';
import { PortError, parsePortSpec } from '../../opts/ports.ts';
import { randomHex } from '../../random.ts';
import { containerAttach, containerStart, containerWait, streamClose } from '../../requests/containers.ts';
import { nameOf, numberOf, projectContainers, serviceOfContainer } from '../containers.ts';
import type { Compose } from '../context.ts';
import { create, createOne, resolveReferences } from '../converge.ts';
import { LABEL } from '../hash.ts';
import { ensureImages } from '../images.ts';
import { canonical } from '../model/canonical.ts';
import { serviceOf } from '../model/load.ts';
import type { Project, Service } from '../model/project.ts';
import { resolvePaths } from '../model/resolve.ts';
import { decode } from '../model/structs.ts';
import { ComposeError, type Dict, type Value } from '../model/tree.ts';
import { parseVolume } from '../model/volume.ts';
import { splitWords } from '../model/words.ts';
import { checkServices, load, loadOrFind, select } from '../select.ts';
import { injectFiles, start, waitFor } from '../start.ts';
import type { ComposeVerb } from '../verb.ts';
import { oneContainer } from './list.ts';
import { applyPolicies, buildOptions, createOptions, withProgress } from './up.ts';

/** Is the command's own side a terminal, and is one wanted? */
function wantsTty(compose: Compose, flags: Flags): boolean {
  return !flags.bool('no-tty') && !flags.bool('no-TTY') && compose.cli.sys.isatty(1);
}

export const EXEC: ComposeVerb = {
  name: 'exec',
  min: 2,
  interspersed: false,
  *run(compose, flags, [service = '', ...command]) {
    const { cli } = compose;
    const project = yield* loadOrFind(compose);
    const container = yield* oneContainer(compose, project.name, service, flags.number('index'));
    const detach = flags.bool('detach');
    const tty = wantsTty(compose, flags);
    const stdin = !detach && (flags.changed('interactive') ? flags.bool('interactive') : true);
    if (!detach) checkTty(cli, stdin, tty);
    const env = flags.list('env').map((entry) => {
      const value = entry.includes('=') ? undefined : project.environment[entry];
      return value === undefined ? entry : `${entry}=${value}`;
    });
    const { Id } = container;
    yield* execIn(cli, flags, { container: Id, name: Id, command, env, stdin, tty, detach, keys: DETACH_KEYS });
  },
};

/** A service with what `run` changes of it. @throws {ComposeError} */
function changedService(
  compose: Compose,
  project: Project,
  service: Service,
  flags: Flags,
  command: readonly string[],
): Service {
  const { cli } = compose;
  const raw: Dict = { ...service.raw };
  const set = (key: string, value: Value | undefined) => {
    if (value === undefined) delete raw[key];
    else raw[key] = value;
  };
  const tty = wantsTty(compose, flags);
  set('tty', tty || undefined);
  set('stdin_open', (flags.changed('interactive') ? flags.bool('interactive') : true) || undefined);
  set('container_name', flags.string('name') || undefined);
  if (command.length > 0) raw.command = [...command];
  if (flags.string('user') !== '') raw.user = flags.string('user');
  if (flags.string('workdir') !== '') raw.working_dir = flags.string('workdir');
  if (flags.changed('entrypoint')) {
    raw.entrypoint = [...splitWords(flags.string('entrypoint'))];
    if (command.length === 0) raw.command = [];
  }
  if (flags.list('cap-add').length > 0) raw.cap_add = [...(service.cap_add ?? []), ...flags.list('cap-add')];
  if (flags.list('cap-drop').length > 0) raw.cap_drop = [...(service.cap_drop ?? []), ...flags.list('cap-drop')];
  const env: Dict = { ...(raw.environment as Dict | undefined) };
  for (const entry of flags.list('env')) {
    const equals = entry.indexOf('=');
    const value = equals < 0 ? project.environment[entry] : entry.slice(equals + 1);
    if (value !== undefined) env[equals < 0 ? entry : entry.slice(0, equals)] = value;
  }
  if (Object.keys(env).length > 0) raw.environment = env;
  const labels: Dict = { ...(raw.labels as Dict | undefined) };
  for (const entry of flags.list('label')) {
    const equals = entry.indexOf('=');
    if (equals < 0) throw new ComposeError('label must be set as KEY=VALUE');
    labels[entry.slice(0, equals)] = entry.slice(equals + 1);
  }
  if (Object.keys(labels).length > 0) raw.labels = labels;
  if (flags.list('volume').length > 0) {
    const model: Dict = {
      services: { run: { volumes: flags.list('volume').map((spec) => parseVolume(spec)) } },
    };
    resolvePaths(model, cli.sys.cwd, project.environment.HOME);
    const own = ((model.services as Dict).run as Dict).volumes as Value[];
    raw.volumes = [...((raw.volumes as Value[] | undefined) ?? []), ...own];
  }
  if (!flags.bool('service-ports')) delete raw.ports;
  if (flags.list('publish').length > 0) {
    try {
      flags.list('publish').forEach((spec) => void parsePortSpec(spec));
    } catch (error) {
      if (error instanceof PortError) throw new ComposeError(error.message);
      throw error;
    }
    const model = canonical({ services: { run: { ports: [...flags.list('publish')] } } }, false);
    raw.ports = [
      ...((raw.ports as Value[] | undefined) ?? []),
      ...((((model.services as Dict).run as Dict).ports as Value[]) ?? []),
    ];
  }
  delete raw.restart;
  delete raw.scale;
  return serviceOf(service.name, decode(raw, 'service'));
}

export const RUN: ComposeVerb = {
  name: 'run',
  min: 1,
  interspersed: false,
  leftOut: ['env-from-file'],
  *run(compose, flags, [name = '', ...command]) {
    const { cli } = compose;
    if (flags.list('publish').length > 0 && flags.bool('service-ports'))
      throw new ComposeError('--service-ports and --publish are incompatible');
    const loaded = yield* load(compose);
    checkServices(loaded, [name]);
    const project = applyPolicies(select(loaded, [name], !flags.bool('no-deps')), flags);
    const service = project.services[name]!;
    const { [name]: _, ...dependencies } = project.services;
    yield* withProgress(compose, 'Creating', function* () {
      // The networks and volumes of the service itself are made too.
      yield* create(
        compose,
        { ...project, services: dependencies, disabled: { ...project.disabled, [name]: service } },
        { ...createOptions(compose, flags, []), recreate: 'diverged', inherit: true },
      );
      if (Object.keys(dependencies).length > 0) yield* start(compose, { ...project, services: dependencies });
    });
    const changed = changedService(compose, project, service, flags, command);
    const tty = changed.tty ?? false;
    const interactive = changed.stdin_open ?? false;
    const detach = flags.bool('detach');
    if (!detach) checkTty(cli, interactive, tty);
    // The services that it depends on have theirs; nobody tells of what is built now.
    const building = { ...buildOptions(flags), services: [name], announce: false };
    const images = yield* ensureImages(compose, { ...project, services: { [name]: changed } }, building);
    const observed = yield* projectContainers(cli, project.name, 'include', true);
    if (!flags.bool('no-deps')) yield* waitFor(compose, project, name, changed.depends_on ?? {}, observed, true);
    // Also of services that aren't started with it.
    const containers = new Map(
      observed.map(serviceOfContainer).map((key) => [key, observed.filter((each) => serviceOfContainer(each) === key)]),
    );
    const slug = randomHex(cli.sys, 64);
    const given = flags.string('name');
    const own = resolveReferences(changed, { containers });
    const container = given || `${project.name}-${name}-run-${slug.slice(0, 12)}`;
    const autoRemove = flags.bool('rm');
    const created = yield* createOne(
      compose,
      project,
      serviceOf(name, { ...own.raw, container_name: container }),
      container,
      -1,
      images[name] ?? '',
      {
        oneOff: true,
        labels: { [LABEL.slug]: slug },
        autoRemove,
        attachStdin: interactive && !detach,
        useAliases: flags.bool('use-aliases'),
      },
    );
    yield* injectFiles(compose, project, own, created.Id);
    if (detach) {
      yield* cli.call(containerStart(created.Id));
      return yield* cli.out(`${created.Id}\n`);
    }
    yield* attachAndStart(compose, created.Id, tty, interactive, autoRemove);
  },
};

function* attachAndStart(
  compose: Compose,
  id: string,
  tty: boolean,
  interactive: boolean,
  autoRemove: boolean,
): Op<void> {
  const { cli } = compose;
  const state = attachedTo({
    container: id,
    stream: yield* cli.call(containerAttach(id, { stdin: interactive, stdout: true, stderr: true })),
    tty,
    stdout: true,
    stderr: true,
    proxy: true,
    resize: tty && cli.sys.isatty(1),
    onDetach: 'quiet',
    keys: DETACH_KEYS,
    autoRemove,
    input: interactive,
  });
  catchSignals(cli, state);
  try {
    yield* cli.call(containerStart(id));
  } catch (error) {
    if (error instanceof CliError) {
      releaseSignals(cli, state);
      yield* cli.call(streamClose(state.stream));
    }
    throw error;
  }
  if (state.resize) resize(cli, state);
  yield* stayAttached(cli, state);
}

export const CP: ComposeVerb = {
  name: 'cp',
  exactly: exactly(2).min,
  *run(compose, flags, [from = '', to = '']) {
    const { cli, progress } = compose;
    const project = yield* loadOrFind(compose);
    const split = (text: string): readonly [string, string] | undefined => {
      const colon = text.indexOf(':');
      return text.startsWith('/') || text.startsWith('.') || colon < 0
        ? undefined
        : [text.slice(0, colon), text.slice(colon + 1)];
    };
    const [source, target] = [split(from), split(to)];
    if (source && target) throw new ComposeError('copying between services is not supported');
    const [service, path] = source ?? target ?? [];
    if (service === undefined || path === undefined) throw new ComposeError('unknown copy direction');
    const index = flags.number('index');
    const found = (yield* projectContainers(cli, project.name, flags.bool('all') ? 'include' : 'exclude', true, [
      service,
    ]))
      .filter((container) => index === 0 || numberOf(container) === index)
      .toSorted((a, b) => numberOf(a) - numberOf(b));
    if (found.length === 0) throw new ComposeError(`no container found for service ${JSON.stringify(service)}`);
    for (const container of source ? found.slice(0, 1) : flags.bool('all') || index > 0 ? found : found.slice(0, 1)) {
      const name = nameOf(container);
      const place = `${name}:${path}`;
      const text = source ? `copy ${place} to ${to}` : `copy ${from} to ${place}`;
      yield* progress.start('Copying');
      yield* progress.event(name, 'working', 'Copying', text);
      const inContainer = `${container.Id}:${path}`;
      yield* COPY.run(cli, flags, source ? [inContainer, to] : [from, inContainer]);
      yield* progress.event(name, 'done', 'Copied', text);
      yield* progress.stop();
    }
  },
};

export const WAIT: ComposeVerb = {
  name: 'wait',
  atLeast: 1,
  leftOut: ['down-project'],
  *run(compose, _flags, names) {
    const { cli } = compose;
    const project = yield* loadOrFind(compose);
    const found = yield* projectContainers(cli, project.name, 'include', false, names);
    if (found.length === 0) throw new ComposeError(`no containers for project ${JSON.stringify(project.name)}`);
    let status = 0;
    for (const container of found) {
      const { StatusCode } = yield* cli.call(containerWait(container.Id, 'not-running'));
      yield* cli.out(`container ${JSON.stringify(container.Id)} exited with status code ${StatusCode}\n`);
      status = StatusCode;
    }
    if (status !== 0) throw new CliError('', status);
  },
};
