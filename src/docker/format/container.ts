import type { ContainerSummary } from '../../engine/index.ts';
import { quote } from '../go/strconv.ts';
import { timeString } from '../go/time.ts';
import { BadReference, familiarString, parseNormalizedNamed } from '../opts/reference.ts';
import { humanDuration, humanSize } from '../opts/units.ts';
import { goType } from '../template/types.ts';
import { pointerTo, STRING } from '../template/value.ts';
import { context, joinLabels, truncateId } from './formatter.ts';
import { displayPorts } from './ports.ts';
import { ellipsis } from './width.ts';

/** A container in a list: the summary, whether texts are cut, and the present (milliseconds since the epoch). */
export interface ContainerRow {
  readonly container: ContainerSummary;
  readonly trunc: boolean;
  readonly now: number;
  /** Is told that the size was asked for. */
  readonly onSize?: () => void;
}

/** What a template is tried on before the containers are asked for. */
export const NO_CONTAINER: ContainerSummary = {
  Id: '',
  Names: [],
  Image: '',
  ImageID: '',
  Command: '',
  Created: 0,
  Ports: [],
  Labels: {},
  State: 'created',
  Status: '',
  HostConfig: { NetworkMode: '' },
  NetworkSettings: { Networks: {} },
  Mounts: [],
};

function names({ container, trunc }: ContainerRow): string {
  const plain = container.Names.map((name) => name.slice(1));
  // More names come from links: `other/alias`.
  const own = plain.find((name) => !name.includes('/'));
  return trunc && own !== undefined ? own : plain.join(',');
}

function image({ container, trunc }: ContainerRow): string {
  if (container.Image === '') return '<no image>';
  if (!trunc) return container.Image;
  const short = truncateId(container.ImageID);
  if (short === truncateId(container.Image)) return short;
  try {
    const { digest: _, ...named } = parseNormalizedNamed(container.Image);
    return familiarString(named);
  } catch (error) {
    if (error instanceof BadReference) return container.Image;
    throw error;
  }
}

/** The names or sources of the mounts, each cut to 15 columns. */
function mounts({ container, trunc }: ContainerRow): string {
  return container.Mounts.map((mount) => mount.Name || mount.Source)
    .map((name) => (trunc ? ellipsis(name, 15) : name))
    .join(',');
}

function size({ container, onSize }: ContainerRow): string {
  onSize?.();
  const own = humanSize(container.SizeRw ?? 0, 3);
  return container.SizeRootFs ? `${own} (virtual ${humanSize(container.SizeRootFs, 3)})` : own;
}

/** The methods of a row that give a text. */
export const CONTAINER_TEXTS = {
  ID: ({ container, trunc }: ContainerRow) => (trunc ? truncateId(container.Id) : container.Id),
  Names: names,
  Image: image,
  Command: ({ container, trunc }: ContainerRow) => quote(trunc ? ellipsis(container.Command, 20) : container.Command),
  CreatedAt: ({ container }: ContainerRow) => timeString(container.Created * 1000),
  RunningFor: ({ container, now }: ContainerRow) => `${humanDuration(now - container.Created * 1000)} ago`,
  Ports: ({ container }: ContainerRow) => displayPorts(container.Ports),
  State: ({ container }: ContainerRow) => container.State,
  Status: ({ container }: ContainerRow) => container.Status,
  Size: size,
  Labels: ({ container }: ContainerRow) => joinLabels(container.Labels),
  Mounts: mounts,
  LocalVolumes: ({ container }: ContainerRow) =>
    String(container.Mounts.filter((mount) => mount.Driver === 'local').length),
  Networks: ({ container }: ContainerRow) => Object.keys(container.NetworkSettings.Networks).join(','),
} satisfies Readonly<Record<string, (row: ContainerRow) => string>>;

/** A row of `docker ps` and of `docker system df -v`. */
export const CONTAINER = context<ContainerRow>(
  'formatter.ContainerContext',
  {
    ID: 'CONTAINER ID',
    Names: 'NAMES',
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
    Platform: 'PLATFORM',
  },
  CONTAINER_TEXTS,
  {
    Label: { params: [STRING], result: STRING, call: ({ container }, name) => container.Labels[String(name)] ?? '' },
    // Only known with another image store.
    Platform: { params: [], result: pointerTo(goType('formatter.Platform')), call: () => null },
  },
  [
    ['trunc', 'trunc', 'bool'],
    ['c', 'container', 'container.Summary'],
    ['FieldsUsed', 'fieldsUsed', 'map[string]any'],
  ],
);

const TABLE = 'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}';

const RAW = `container_id: {{.ID}}
image: {{.Image}}
command: {{.Command}}
created_at: {{.CreatedAt}}
state: {{- pad .State 1 0}}
status: {{- pad .Status 1 0}}
names: {{.Names}}
labels: {{- pad .Labels 1 0}}
ports: {{- pad .Ports 1 0}}
`;

/** The format of `docker ps` for what its flags say. */
export function containerFormat(source: string, quiet: boolean, withSize: boolean): string {
  if (source === 'table' || source === '') return quiet ? '{{.ID}}' : TABLE + (withSize ? '\t{{.Size}}' : '');
  if (source === 'raw') return quiet ? 'container_id: {{.ID}}' : RAW + (withSize ? 'size: {{.Size}}\\n' : '');
  return quiet ? '{{.ID}}' : source;
}
