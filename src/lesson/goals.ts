import type { Check, FileGoal, MountGoal } from './lesson.ts';
import type { Place } from './probe.ts';

/*
 * A check's goal in words: what shall be. `checks.ts` says what is.
 */

/** One sentence without a full stop, names and paths in backticks: ``The volume `notes` exists``. */
export function goalOf(check: Check): string {
  if (check.say !== undefined) return check.say.replace(/\.$/, '');
  switch (check.kind) {
    case 'volume':
      return volumeGoal(check);
    case 'container':
      return containerGoal(check);
    case 'image':
      return check.absent ? `The image \`${check.name}\` is gone` : `The image \`${check.name}\` is there`;
    case 'volumes':
      return volumesGoal(check);
    case 'file':
      return fileGoal(check.place, check);
    default:
      return check satisfies never;
  }
}

/** ``in the volume `notes` ``, `on the host`. */
export function placeWords(place: Place): string {
  if ('volume' in place) return `in the volume \`${place.volume}\``;
  if ('container' in place) return `in the container \`${place.container}\``;
  return 'on the host';
}

function volumeGoal({ name, absent, labels }: Extract<Check, { kind: 'volume' }>): string {
  if (absent) return `The volume \`${name}\` is gone`;
  if (!labels) return `The volume \`${name}\` exists`;
  const pairs = Object.entries(labels).map(([key, value]) => `\`${value ? `${key}=${value}` : key}\``);
  return `The volume \`${name}\` has the label ${list(pairs)}`;
}

function volumesGoal({ named, anonymous }: Extract<Check, { kind: 'volumes' }>): string {
  const parts: string[] = [];
  if (named !== undefined) parts.push(`${named || 'no'} named ${named === 1 ? 'volume' : 'volumes'}`);
  if (anonymous !== undefined) parts.push(`${anonymous || 'no'} anonymous ${anonymous === 1 ? 'volume' : 'volumes'}`);
  return `There ${(named ?? anonymous) === 1 ? 'is' : 'are'} ${list(parts)}`;
}

function containerGoal(check: Extract<Check, { kind: 'container' }>): string {
  const { name, absent, state, exitCode, image, mount, readOnly } = check;
  if (absent) return `The container \`${name}\` is gone`;
  const parts: string[] = [];
  if (state) parts.push(STATE_WORDS[state]);
  if (exitCode !== undefined) parts.push(`ended with exit code ${exitCode}`);
  if (image) parts.push(`was made from \`${image}\``);
  if (mount) parts.push(mountWords(mount));
  if (readOnly !== undefined) parts.push(`has ${readOnly ? 'a read-only' : 'a writable'} root file system`);
  return `The container \`${name}\` ${list(parts) || 'exists'}`;
}

const STATE_WORDS = {
  created: 'is created and not started',
  running: 'is running',
  paused: 'is paused',
  exited: 'has stopped',
} as const;

function mountWords({ destination, type, source, rw }: MountGoal): string {
  const [any, named] = {
    volume: ['a volume', 'the volume '],
    bind: ['a bind mount', 'the host path '],
    tmpfs: ['a tmpfs', ''],
    mount: ['a mount', ''],
  }[type ?? 'mount'];
  const what = source ? `${named}\`${source}\`` : any;
  const how = rw === undefined ? '' : rw ? ', writable' : ', read-only';
  return `has ${what} at \`${destination}\`${how}`;
}

function fileGoal(place: Place, goal: FileGoal): string {
  const what = `\`${goal.path}\` ${placeWords(place)}`;
  if (goal.absent) return `There is no ${what}`;
  const parts: string[] = [];
  if (goal.equals !== undefined) parts.push(`says exactly ${quoted(goal.equals)}`);
  if (goal.contains) parts.push(`contains ${list(goal.contains.map(quoted))}`);
  if (goal.tarHas)
    parts.push(`is an archive with ${list(goal.tarHas.map((name) => `\`${name.replace(/^\*\*\//, '')}\``))}`);
  if (goal.owner !== undefined) parts.push(`belongs to ${goal.owner}`);
  if (goal.mode !== undefined) parts.push(`has mode \`${goal.mode}\``);
  if (parts.length > 0) return `${what} ${list(parts)}`;
  if (goal.type === 'directory') return `There is a folder ${what}`;
  return goal.type === 'symlink' ? `There is a symbolic link ${what}` : `There is ${what}`;
}

/** A text short enough for a sentence, in quotes. */
export function quoted(text: string): string {
  const line = text.trim().split('\n')[0]!;
  return line.length < text.trim().length || line.length > 40 ? `“${line.slice(0, 40)}…”` : `“${line}”`;
}

function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
