import type { ContainerStatus } from '../engine/index.ts';
import { goalOf, quoted } from './goals.ts';
import type { Check, FileGoal, MountGoal } from './lesson.ts';
import type { Place, Probe, ProbeStat } from './probe.ts';

/**
 * How a goal stands: `goal` is what shall be, `seen` (when it isn't met) what is there instead, as a clause. Names and
 * paths are in backticks.
 */
export interface CheckResult {
  readonly met: boolean;
  readonly goal: string;
  readonly seen: string;
}

/** Looks whether a goal state holds. Asks the probe only; never throws for what the computer holds. */
export async function evaluate(check: Check, probe: Probe): Promise<CheckResult> {
  const seen = await difference(check, probe);
  return { met: seen === undefined, goal: goalOf(check), seen: seen ?? '' };
}

/** Whether all hold, and how each stands. */
export async function evaluateAll(checks: readonly Check[], probe: Probe): Promise<readonly CheckResult[]> {
  return Promise.all(checks.map((check) => evaluate(check, probe)));
}

/** Says what keeps the goal from being met; undefined when nothing does. */
async function difference(check: Check, probe: Probe): Promise<string | undefined> {
  switch (check.kind) {
    case 'volume':
      return volumeDifference(check, probe);
    case 'container':
      return containerDifference(check, probe);
    case 'image': {
      const image = await probe.image(check.name);
      if (check.absent) return image && `the image \`${check.name}\` is still there`;
      return image ? undefined : `there is no image \`${check.name}\` yet`;
    }
    case 'volumes':
      return volumesDifference(check, probe);
    case 'file':
      return fileDifference(check.place, check, probe);
    default:
      return check satisfies never;
  }
}

async function volumeDifference(check: Extract<Check, { kind: 'volume' }>, probe: Probe): Promise<string | undefined> {
  const volume = await probe.volume(check.name);
  if (check.absent) return volume && `the volume \`${check.name}\` is still there`;
  if (!volume) return `there is no volume \`${check.name}\` yet`;
  for (const [key, value] of Object.entries(check.labels ?? {})) {
    const found = volume.Labels?.[key];
    if (found === undefined) return `it has no label \`${key}\``;
    if (found !== value) return `its label \`${key}\` is ${quoted(found)}`;
  }
  return undefined;
}

/** Docker's folder of volumes; beside them it holds a database and a device node. */
const VOLUMES = '/var/lib/docker/volumes';

async function volumesDifference(
  { named, anonymous }: Extract<Check, { kind: 'volumes' }>,
  probe: Probe,
): Promise<string | undefined> {
  const entries = (await probe.list({ host: true }, VOLUMES)) ?? [];
  const names = entries.filter((name) => name !== 'metadata.db' && name !== 'backingFsBlockDev');
  const ids = names.filter((name) => /^[0-9a-f]{64}$/.test(name)).length;
  if (named !== undefined && names.length - ids !== named) return `${names.length - ids || 'no'} with a name`;
  return anonymous === undefined || ids === anonymous ? undefined : `${ids || 'no'} without a name`;
}

async function containerDifference(
  check: Extract<Check, { kind: 'container' }>,
  probe: Probe,
): Promise<string | undefined> {
  const container = await probe.container(check.name);
  if (check.absent) return container && `the container \`${check.name}\` is still there`;
  if (!container) return `there is no container \`${check.name}\` yet`;
  const { Status, ExitCode } = container.State;
  if (check.state && Status !== check.state) return stateWords(Status);
  if (check.exitCode !== undefined && Status !== 'exited') return stateWords(Status);
  if (check.exitCode !== undefined && ExitCode !== check.exitCode) return `its exit code is ${ExitCode}`;
  if (check.image && tagged(container.Config.Image) !== tagged(check.image))
    return `it was made from \`${container.Config.Image}\``;
  if (check.readOnly !== undefined && container.HostConfig.ReadonlyRootfs !== check.readOnly)
    return `its root file system is ${check.readOnly ? 'writable' : 'read-only'}`;
  return check.mount && mountDifference(check.mount, container.Mounts, container.HostConfig.Tmpfs);
}

function stateWords(status: ContainerStatus): string {
  return status === 'exited' ? 'it has exited' : `it is ${status}`;
}

function mountDifference(
  goal: MountGoal,
  mounts: readonly { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[],
  tmpfs: Readonly<Record<string, string>> | undefined,
): string | undefined {
  const at = goal.destination;
  const mount = mounts.find(({ Destination }) => Destination === at);
  // `--tmpfs` isn't in Mounts: Docker keeps it in HostConfig alone.
  if (!mount && tmpfs && at in tmpfs)
    return goal.type === undefined || goal.type === 'tmpfs' ? undefined : `a tmpfs is at \`${at}\``;
  if (!mount) return `nothing is mounted at \`${at}\``;
  if (goal.type && mount.Type !== goal.type) return `a ${mount.Type} is at \`${at}\``;
  const source = mount.Type === 'volume' ? (mount.Name ?? '') : mount.Source;
  const wanted = goal.source?.replace(/^~(?=\/|$)/, '/home/learner');
  if (wanted !== undefined && source !== wanted) return `\`${source}\` is at \`${at}\``;
  if (goal.rw !== undefined && mount.RW !== goal.rw)
    return `the mount at \`${at}\` is ${mount.RW ? 'writable' : 'read-only'}`;
  return undefined;
}

async function fileDifference(place: Place, goal: FileGoal, probe: Probe): Promise<string | undefined> {
  const missing = await placeDifference(place, probe);
  if (missing !== undefined) return goal.absent && !('container' in place) ? undefined : missing;
  const stat = await probe.stat(place, goal.path);
  if (goal.absent) return stat && 'it is still there';
  if (!stat) return 'it is not there yet';
  return statDifference(goal, stat) ?? contentDifference(place, goal, stat, probe);
}

/** A file can't be looked for in what doesn't exist. */
async function placeDifference(place: Place, probe: Probe): Promise<string | undefined> {
  if ('volume' in place && !(await probe.volume(place.volume))) return `there is no volume \`${place.volume}\``;
  if ('container' in place && !(await probe.container(place.container)))
    return `there is no container \`${place.container}\``;
  return undefined;
}

function statDifference(goal: FileGoal, stat: ProbeStat): string | undefined {
  if (goal.type && stat.type !== goal.type) return `it is a ${stat.type}`;
  const mode = (stat.mode & 0o7777).toString(8);
  if (goal.mode !== undefined && mode !== goal.mode) return `its mode is \`${mode}\``;
  if (goal.owner === undefined) return undefined;
  const [uid, gid] = goal.owner.split(':').map((id) => ({ root: 0, learner: 1000 })[id] ?? Number(id));
  const right = stat.uid === uid && (gid === undefined || stat.gid === gid);
  return right ? undefined : `it belongs to ${gid === undefined ? stat.uid : `${stat.uid}:${stat.gid}`}`;
}

async function contentDifference(
  place: Place,
  goal: FileGoal,
  stat: ProbeStat,
  probe: Probe,
): Promise<string | undefined> {
  if (goal.equals === undefined && !goal.contains && !goal.tarHas) return undefined;
  if (stat.type !== 'file') return `it is a ${stat.type}`;
  const bytes = (await probe.read(place, goal.path)) ?? new Uint8Array();
  const text = new TextDecoder().decode(bytes);
  const says = text.trim() ? `it says ${quoted(text)}` : 'it is empty';
  if (goal.equals !== undefined && text.replace(/\n+$/, '') !== goal.equals.replace(/\n+$/, '')) return says;
  if (goal.contains?.some((part) => !text.includes(part))) return says;
  if (!goal.tarHas) return undefined;
  const { archiveHas, archiveNames } = await import('./archive.ts');
  const names = await archiveNames(bytes);
  if (!names) return 'it is not a tar archive';
  const lacking = goal.tarHas.find((name) => !archiveHas(names, name));
  return (
    lacking &&
    `the archive has no \`${lacking.replace(/^\*\*\//, '')}\`${
      names.length > 0
        ? `; it has ${names
            .slice(0, 3)
            .map((name) => `\`${name}\``)
            .join(', ')}`
        : ''
    }`
  );
}

/** The reference with its tag. */
function tagged(image: string): string {
  return /:[^/]*$/.test(image) ? image : `${image}:latest`;
}
