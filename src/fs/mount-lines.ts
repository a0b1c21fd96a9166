import type { FileSystem } from './filesystem.ts';
import type { Mount } from './mounts.ts';

/** The fourth field of /proc/mounts: `rw,relatime` unless the mount has options of its own. */
export function mountOptions({ readonly, options }: Mount): string {
  return [readonly ? 'ro' : 'rw', ...own(options)].join(',');
}

/** Whether it may be written to is the mount's own say. */
function own(options: string): readonly string[] {
  const given = options.split(',').filter((option) => option !== '' && option !== 'rw' && option !== 'ro');
  return given.length === 0 ? ['relatime'] : given;
}

/** A line of /proc/PID/mounts (proc_pid_mounts(5)), without its newline. */
export function mountLine(mount: Mount, fs: FileSystem): string {
  return `${escaped(mount.source)} ${escaped(mount.path)} ${fs.type} ${mountOptions(mount)} 0 0`;
}

/** A line of /proc/PID/mountinfo (proc_pid_mountinfo(5)); `root` is the path of the mount's root within its file system. */
export function mountInfoLine(mount: Mount, fs: FileSystem, root: string): string {
  const { id, parent = id, path, source, readonly, options } = mount;
  const given = own(options);
  const flags = [readonly ? 'ro' : 'rw', ...given.filter((option) => FLAGS.has(option))].join(',');
  const system = given.filter((option) => !FLAGS.has(option));
  const device = `${fs.dev >>> 8}:${fs.dev & 0xff}`;
  const tail = ['rw', ...system].join(',');
  return `${id} ${parent} ${device} ${escaped(root)} ${escaped(path)} ${flags} - ${fs.type} ${escaped(source)} ${tail}`;
}

/** Options of the mount itself; the others are its file system's. */
const FLAGS = new Set(['nosuid', 'nodev', 'noexec', 'noatime', 'nodiratime', 'relatime', 'strictatime']);

/** Blanks and backslashes as octal, as the kernel writes them. */
function escaped(text: string): string {
  return text.replace(/[ \t\n\\]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
