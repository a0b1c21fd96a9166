import type { ContainerSummary } from '../../../engine/index.ts';
import { CONTAINER_TEXTS } from '../../format/container.ts';
import { context } from '../../format/formatter.ts';
import { ellipsis } from '../../format/width.ts';
import { quote } from '../../go/strconv.ts';
import { goType } from '../../template/types.ts';
import { STRING } from '../../template/value.ts';
import { nameOf, serviceOfContainer } from '../containers.ts';
import { LABEL } from '../hash.ts';

/** A row of `docker compose ps`. */
export interface PsRow {
  readonly container: ContainerSummary;
  readonly trunc: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly health: string;
  readonly exitCode: number;
}

const TABLE = 'table {{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}';

export function psFormat(source: string): string {
  return source === 'table' || source === '' ? TABLE : source;
}

const { Image: _, Command: __, ...shared } = CONTAINER_TEXTS;

export const PS_CONTEXT = context<PsRow>(
  'formatter.ContainerContext',
  {
    ID: 'CONTAINER ID',
    Name: 'NAME',
    Names: 'NAMES',
    Project: 'PROJECT',
    Service: 'SERVICE',
    Image: 'IMAGE',
    Command: 'COMMAND',
    CreatedAt: 'CREATED AT',
    RunningFor: 'CREATED',
    Ports: 'PORTS',
    State: 'STATE',
    Status: 'STATUS',
    Size: 'SIZE',
    Labels: 'LABELS',
    Mounts: 'MOUNTS',
    LocalVolumes: 'LOCAL VOLUMES',
    Networks: 'NETWORKS',
    Health: 'HEALTH',
    ExitCode: 'EXIT CODE',
  },
  {
    ...Object.fromEntries(
      Object.entries(shared).map(([name, text]) => [
        name,
        ({ container, trunc, now }: PsRow) => text({ container, trunc, now }),
      ]),
    ),
    Name: ({ container }) => nameOf(container),
    Names: ({ container }) => container.Names.map((name) => name.slice(1)).join(','),
    Project: ({ container }) => container.Labels[LABEL.project] ?? '',
    Service: ({ container }) => serviceOfContainer(container),
    Image: ({ container }) => container.Image,
    Command: ({ container, trunc }) => quote(trunc ? ellipsis(container.Command, 20) : container.Command),
    Health: ({ health }) => health,
  },
  {
    Label: { params: [STRING], result: STRING, call: ({ container }, name) => container.Labels[String(name)] ?? '' },
    ExitCode: { params: [], result: goType('int'), call: ({ exitCode }) => exitCode },
    Publishers: {
      params: [],
      result: goType('any'),
      call: ({ container }) =>
        container.Ports.toSorted((a, b) => a.PrivatePort - b.PrivatePort).map(
          ({ IP = '', PrivatePort, PublicPort = 0, Type }) => ({
            URL: IP,
            TargetPort: PrivatePort,
            PublishedPort: PublicPort,
            Protocol: Type,
          }),
        ),
    },
  },
);
