import type { ContainerSummary, Volume } from '../../../engine/index.ts';
import type { Op, Wait } from '../../../os/index.ts';
import { anyOf } from '../../cli.ts';
import type { Flags } from '../../flags.ts';
import { render, truncateId } from '../../format/formatter.ts';
import { alignColumns } from '../../format/tabwriter.ts';
import { VOLUME } from '../../format/volume.ts';
import { timestamp } from '../../opts/timestamp.ts';
import { humanDuration, humanSize } from '../../opts/units.ts';
import {
  containerInspect,
  containerList,
  containerLogs,
  containerLogsFollow,
  containerTop,
} from '../../requests/containers.ts';
import { imageInspect } from '../../requests/images.ts';
import { volumeList } from '../../requests/volumes.ts';
import { nameOf, numberOf, projectContainers, serviceOfContainer, shortName, sortedByName } from '../containers.ts';
import { ask, type Compose } from '../context.ts';
import { LABEL } from '../hash.ts';
import { ComposeError } from '../model/tree.ts';
import { type Presenter, present, presentStatus } from '../presenter.ts';
import { checkServices, loadOrFind } from '../select.ts';
import type { ComposeVerb } from '../verb.ts';
import { PS_CONTEXT, psFormat } from './ps-format.ts';

/** A table as Compose's own lists have it. */
export function plainTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return alignColumns([header, ...rows].map((cells) => `${cells.join('\t')}\n`).join(''), 20, 3);
}

export const PS: ComposeVerb = {
  name: 'ps',
  *run(compose, flags, names) {
    const { cli } = compose;
    const statuses = [...flags.list('status')];
    const filter = flags.string('filter');
    if (filter !== '') {
      const [key = '', value] = filter.split('=');
      if (value === undefined) throw new ComposeError('arguments to --filter should be in form KEY=VAL');
      if (key === 'source') throw new ComposeError('filter "source" is not supported');
      if (key !== 'status') throw new ComposeError(`unknown filter ${key}`);
      statuses.push(value);
    }
    const project = yield* loadOrFind(compose);
    for (const name of names) if (!(name in project.services)) throw new ComposeError(`no such service: ${name}`);
    const wanted = names.length > 0 || flags.bool('orphans') ? names : Object.keys(project.services);
    const all = flags.bool('all') || statuses.length > 0;
    const found = yield* projectContainers(cli, project.name, all ? 'include' : 'exclude', all, wanted);
    const shown = sortedByName(
      found.filter(
        (container) =>
          (wanted.length === 0 || wanted.includes(serviceOfContainer(container))) &&
          (statuses.length === 0 || statuses.includes(container.State)),
      ),
    );
    if (flags.bool('quiet')) {
      for (const { Id } of shown) yield* cli.out(`${Id}\n`);
      return;
    }
    if (flags.bool('services')) {
      const services = [...new Set(shown.map(serviceOfContainer))];
      return yield* cli.out(`${services.join('\n')}\n`);
    }
    const rows = [];
    for (const container of shown) {
      const { State } = yield* ask(cli, containerInspect(container.Id));
      const exited = State.Status === 'exited' || State.Status === 'dead';
      rows.push({
        container,
        trunc: !flags.bool('no-trunc'),
        now: cli.sys.now(),
        health: State.Status === 'running' ? (State.Health?.Status ?? '') : '',
        exitCode: exited ? State.ExitCode : 0,
      });
    }
    yield* cli.out(render(psFormat(flags.string('format')), PS_CONTEXT, rows));
  },
};

function statusText(states: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts.keys()]
    .sort()
    .map((state) => `${state}(${counts.get(state)})`)
    .join(', ');
}

export const LS: ComposeVerb = {
  name: 'ls',
  *run({ cli }, flags) {
    const patterns: RegExp[] = [];
    for (const filter of flags.values<readonly [string, string]>('filter')) {
      if (filter[0] !== 'name') throw new ComposeError(`invalid filter '${filter[0]}'`);
      patterns.push(new RegExp(filter[1]));
    }
    const found = yield* ask(
      cli,
      containerList({ all: flags.bool('all'), filters: { label: [LABEL.project, LABEL.hash] } }),
    );
    const projects = new Map<string, ContainerSummary[]>();
    for (const container of found) {
      const name = container.Labels[LABEL.project]!;
      if (patterns.length > 0 && !patterns.some((pattern) => pattern.test(name))) continue;
      projects.set(name, [...(projects.get(name) ?? []), container]);
    }
    const stacks = [...projects.keys()].sort().map((name) => {
      const own = projects.get(name)!;
      const files = [...new Set(own.flatMap(({ Labels }) => (Labels[LABEL.files] ?? '').split(',')))].filter(Boolean);
      return { Name: name, Status: statusText(own.map(({ State }) => State)), ConfigFiles: files.join(',') || 'N/A' };
    });
    if (flags.bool('quiet')) return yield* cli.out(stacks.map(({ Name }) => `${Name}\n`).join(''));
    if (flags.string('format') === 'json') return yield* cli.out(`${JSON.stringify(stacks)}\n`);
    if (!['table', ''].includes(flags.string('format')))
      throw new ComposeError(
        `format value ${JSON.stringify(flags.string('format'))} could not be parsed: parsing failed`,
      );
    yield* cli.out(
      plainTable(
        ['NAME', 'STATUS', 'CONFIG FILES'],
        stacks.map(({ Name, Status, ConfigFiles }) => [Name, Status, ConfigFiles]),
      ),
    );
  },
};

export const IMAGES: ComposeVerb = {
  name: 'images',
  *run(compose, flags, names) {
    const { cli } = compose;
    const project = yield* loadOrFind(compose);
    checkServices(project, names);
    const found = sortedByName(yield* projectContainers(cli, project.name, 'exclude', true, names));
    const rows: string[][] = [];
    const json: Record<string, unknown>[] = [];
    const ids: string[] = [];
    for (const container of found) {
      const image = yield* ask(cli, imageInspect(container.ImageID));
      const reference =
        image.RepoTags.find((tag) => tag.replace(/:latest$/, '') === container.Image.replace(/:latest$/, '')) ??
        image.RepoTags[0];
      const colon = reference?.lastIndexOf(':') ?? -1;
      const [repository, tag] = reference
        ? [reference.slice(0, colon), reference.slice(colon + 1)]
        : ['<none>', '<none>'];
      const platform = `${image.Os}/${image.Architecture}`;
      const age = humanDuration(cli.sys.now() - Date.parse(image.Created));
      ids.push(image.Id);
      rows.push([
        nameOf(container),
        repository,
        tag,
        platform,
        truncateId(image.Id),
        humanSize(image.Size, 3),
        `${age} ago`,
      ]);
      json.push({
        ID: image.Id,
        ContainerName: nameOf(container),
        Repository: repository,
        Tag: tag,
        Platform: platform,
        Size: image.Size,
        Created: image.Created,
        LastTagTime: image.Created,
      });
    }
    if (flags.bool('quiet'))
      return yield* cli.out([...new Set(ids)].map((id) => `${id.slice(id.indexOf(':') + 1)}\n`).join(''));
    if (flags.string('format') === 'json') return yield* cli.out(`${JSON.stringify(json)}\n`);
    yield* cli.out(plainTable(['CONTAINER', 'REPOSITORY', 'TAG', 'PLATFORM', 'IMAGE ID', 'SIZE', 'CREATED'], rows));
  },
};

export const TOP: ComposeVerb = {
  name: 'top',
  *run(compose, _flags, names) {
    const { cli } = compose;
    const project = yield* loadOrFind(compose);
    checkServices(project, names);
    const found = sortedByName(yield* projectContainers(cli, project.name, 'include', false, names));
    const header = ['SERVICE', '#'];
    const rows: string[][] = [];
    for (const container of found) {
      const { Titles, Processes } = yield* ask(cli, containerTop(container.Id, []));
      for (const title of Titles) if (!header.includes(title)) header.push(title);
      for (const cells of Processes) rows.push([serviceOfContainer(container), String(numberOf(container)), ...cells]);
    }
    if (rows.length === 0) return;
    yield* cli.out(alignColumns([header, ...rows].map((cells) => `${cells.join('\t')}\n`).join(''), 4, 2));
  },
};

export const VOLUMES: ComposeVerb = {
  name: 'volumes',
  *run(compose, flags, names) {
    const { cli } = compose;
    const project = yield* loadOrFind(compose);
    checkServices(project, names);
    const all = yield* ask(cli, volumeList({ label: [`${LABEL.project}=${project.name}`] }));
    const used = (yield* projectContainers(cli, project.name, 'exclude', true, names)).flatMap(({ Mounts }) =>
      Mounts.map(({ Name }) => Name),
    );
    const shown: readonly Volume[] = names.length === 0 ? all : all.filter(({ Name }) => used.includes(Name));
    const format = flags.string('format');
    const table = flags.bool('quiet') ? '{{.Name}}' : 'table {{.Driver}}\t{{.Name}}';
    yield* cli.out(render(format === 'table' || format === '' ? table : format, VOLUME, shown));
  },
};

function* logsOf(compose: Compose, flags: Flags, names: readonly string[]): Op<readonly ContainerSummary[]> {
  const { cli } = compose;
  const project = yield* loadOrFind(compose);
  checkServices(project, names);
  const index = flags.number('index');
  if (index > 0 && names.length !== 1) throw new ComposeError('--index requires one service to be selected');
  const found = yield* projectContainers(cli, project.name, 'exclude', true, names);
  return found.filter((container) => index === 0 || numberOf(container) === index);
}

export const LOGS: ComposeVerb = {
  name: 'logs',
  *run(compose, flags, names) {
    const { cli } = compose;
    const containers = yield* logsOf(compose, flags, names);
    const now = cli.sys.now();
    const since = timestamp('since', flags.string('since'), now);
    const until = timestamp('until', flags.string('until'), now);
    const tail = /^\d+$/.test(flags.string('tail')) ? Number(flags.string('tail')) : undefined;
    const options = {
      stdout: true,
      stderr: true,
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(tail !== undefined && { tail }),
    };
    const presenter: Presenter = {
      names: [],
      colours: compose.colours && !flags.bool('no-color'),
      prefix: !flags.bool('no-log-prefix'),
      timestamps: flags.bool('timestamps'),
    };
    const decoder = new TextDecoder();
    const show = function* (
      container: ContainerSummary,
      line: { readonly data: Uint8Array; readonly time: string },
    ): Op<void> {
      const text = decoder.decode(line.data);
      // A last line without its end isn't shown.
      if (text.endsWith('\n'))
        yield* present(cli, presenter, shortName(container), 'stdout', text.slice(0, -1), line.time);
    };
    if (!flags.bool('follow')) {
      for (const container of containers)
        for (const line of yield* ask(cli, containerLogs(container.Id, options))) yield* show(container, line);
      return;
    }
    const seen = containers.map(() => 0);
    const done = containers.map(() => false);
    while (done.includes(false)) {
      const waits: Wait[] = [];
      let moved = false;
      for (const [index, container] of containers.entries()) {
        if (done[index]) continue;
        const poll = cli.poll(containerLogsFollow(container.Id, options, seen[index]!));
        if (poll.state === 'failed') throw poll.error;
        if (poll.state === 'waiting') {
          waits.push(poll.wait);
          continue;
        }
        moved = true;
        for (const line of poll.value) yield* show(container, line);
        seen[index]! += poll.value.length;
        if (poll.value.length > 0) continue;
        done[index] = true;
        if (container.State !== 'running') continue;
        const { State } = yield* ask(cli, containerInspect(container.Id));
        yield* presentStatus(cli, presenter, shortName(container), `exited with code ${State.ExitCode}`);
      }
      if (!moved && waits.length > 0) yield anyOf(waits);
    }
  },
};

export const PORT: ComposeVerb = {
  name: 'port',
  min: 2,
  *run(compose, flags, [service = '', port = '']) {
    const { cli } = compose;
    if (!/^\d+$/.test(port))
      throw new ComposeError(`strconv.ParseUint: parsing ${JSON.stringify(port)}: invalid syntax`);
    const project = yield* loadOrFind(compose);
    const protocol = flags.string('protocol').toLowerCase() || 'tcp';
    const container = yield* oneContainer(compose, project.name, service, flags.number('index'));
    const found = container.Ports.find(
      (each) => each.PrivatePort === Number(port) && each.Type === protocol && each.PublicPort !== undefined,
    );
    if (found) return yield* cli.out(`${found.IP?.includes(':') ? `[${found.IP}]` : found.IP}:${found.PublicPort}\n`);
    const all = container.Ports.map(({ PublicPort, Type }) => `${PublicPort ?? 0}/${Type}`).join(', ');
    throw new ComposeError(`no port ${port}/${protocol} for container ${nameOf(container)}: ${all}`);
  },
};

/** A service's running container: that with the number, or the first. @throws {ComposeError} */
export function* oneContainer({ cli }: Compose, project: string, service: string, index: number): Op<ContainerSummary> {
  const found = (yield* projectContainers(cli, project, 'include', false, [service]))
    .filter((container) => index === 0 || numberOf(container) === index)
    .toSorted(
      (a, b) =>
        Number(a.Labels[LABEL.oneOff] === 'True') - Number(b.Labels[LABEL.oneOff] === 'True') ||
        numberOf(a) - numberOf(b),
    );
  const [first] = found;
  if (first) return first;
  throw new ComposeError(`service ${JSON.stringify(service)} is not running${index > 0 ? ` container #${index}` : ''}`);
}
