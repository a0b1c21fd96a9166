import type { ContainerStats, CpuStats } from '../../engine/index.ts';
import { bytesSize, humanSize } from '../opts/units.ts';
import { context, truncateId } from './formatter.ts';

/** Go's container.StatsEntry: what the command makes of a sample. */
export interface StatsEntry {
  /** As it was asked for: a name, or the beginning of an id. */
  readonly Container: string;
  /** With its slash. */
  readonly Name: string;
  readonly ID: string;
  readonly CPUPercentage: number;
  readonly Memory: number;
  readonly MemoryLimit: number;
  readonly MemoryPercentage: number;
  readonly NetworkRx: number;
  readonly NetworkTx: number;
  readonly BlockRead: number;
  readonly BlockWrite: number;
  readonly PidsCurrent: number;
  /** The last sample failed: its figures are shown as `--`. */
  readonly IsInvalid: boolean;
}

const NOTHING = {
  CPUPercentage: 0,
  Memory: 0,
  MemoryLimit: 0,
  MemoryPercentage: 0,
  NetworkRx: 0,
  NetworkTx: 0,
  BlockRead: 0,
  BlockWrite: 0,
  PidsCurrent: 0,
};

/** The share of the processors' time between two samples, in percent of one processor. */
function cpuPercentage(now: CpuStats, before: CpuStats): number {
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  if (used <= 0 || passed <= 0) return 0;
  return (used / passed) * (now.online_cpus || now.cpu_usage.percpu_usage?.length || 0) * 100;
}

/** Without the page cache, which control groups of either version count under another name. */
function memoryWithoutCache({ usage = 0, stats = {} }: ContainerStats['memory_stats']): number {
  const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return cache < usage ? usage - cache : usage;
}

/** A sample as the command shows it. */
export function statsEntry(Container: string, sample: ContainerStats): StatsEntry {
  const Memory = memoryWithoutCache(sample.memory_stats);
  const MemoryLimit = sample.memory_stats.limit ?? 0;
  const networks = Object.values(sample.networks ?? {});
  const blocks = (letter: string) =>
    (sample.blkio_stats.io_service_bytes_recursive ?? [])
      .filter(({ op }) => op[0]?.toLowerCase() === letter)
      .reduce((sum, { value }) => sum + value, 0);
  return {
    Container,
    Name: sample.name,
    ID: sample.id,
    CPUPercentage: cpuPercentage(sample.cpu_stats, sample.precpu_stats),
    Memory,
    MemoryLimit,
    MemoryPercentage: MemoryLimit === 0 ? 0 : (Memory / MemoryLimit) * 100,
    NetworkRx: networks.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    NetworkTx: networks.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
    BlockRead: blocks('r'),
    BlockWrite: blocks('w'),
    PidsCurrent: sample.pids_stats.current ?? 0,
    IsInvalid: false,
  };
}

/** A container of which no sample came (any more). */
export function invalidEntry(Container: string, before?: StatsEntry): StatsEntry {
  return { Name: '', ID: '', ...before, ...NOTHING, Container, IsInvalid: true };
}

/** A row of `docker stats`. */
export interface StatsRow {
  readonly entry: StatsEntry;
  readonly os: string;
  readonly trunc: boolean;
}

const figure =
  (show: (entry: StatsEntry) => string, invalid = '--') =>
  (row: StatsRow) =>
    row.entry.IsInvalid ? invalid : show(row.entry);

const percent = (value: number) => `${value.toFixed(2)}%`;

export const STATS_ROW = context<StatsRow>(
  'container.statsContext',
  {
    Container: 'CONTAINER',
    Name: 'NAME',
    ID: 'CONTAINER ID',
    CPUPerc: 'CPU %',
    MemUsage: 'MEM USAGE / LIMIT',
    MemPerc: 'MEM %',
    NetIO: 'NET I/O',
    BlockIO: 'BLOCK I/O',
    PIDs: 'PIDS',
  },
  {
    Container: ({ entry }) => entry.Container,
    Name: ({ entry }) => (entry.Name.length > 1 ? entry.Name.slice(1) : '--'),
    ID: ({ entry, trunc }) => (trunc ? truncateId(entry.ID) : entry.ID),
    CPUPerc: figure(({ CPUPercentage }) => percent(CPUPercentage)),
    MemUsage: figure(({ Memory, MemoryLimit }) => `${bytesSize(Memory)} / ${bytesSize(MemoryLimit)}`, '-- / --'),
    MemPerc: figure(({ MemoryPercentage }) => percent(MemoryPercentage)),
    NetIO: figure(({ NetworkRx, NetworkTx }) => `${humanSize(NetworkRx, 3)} / ${humanSize(NetworkTx, 3)}`),
    BlockIO: figure(({ BlockRead, BlockWrite }) => `${humanSize(BlockRead, 3)} / ${humanSize(BlockWrite, 3)}`),
    PIDs: figure(({ PidsCurrent }) => String(PidsCurrent)),
  },
  {},
  [
    ['s', 'entry', 'container.StatsEntry'],
    ['os', 'os', 'string'],
    ['trunc', 'trunc', 'bool'],
  ],
);

const TABLE =
  'table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}';

/** The format of `docker stats` for what its flag says. */
export function statsFormat(source: string): string {
  return source === '' || source === 'table' ? TABLE : source;
}
