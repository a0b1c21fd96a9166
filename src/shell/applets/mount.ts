import { capable, Errno, type Mount, mountOptions } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { normalize } from './paths.ts';

const typeOf = (command: Command, mount: Mount): string => {
  const stat = attempt(() => command.sys.statfs(mount.path));
  return stat instanceof Errno ? mount.source : stat.type;
};

/** A line of `mount`: `/dev/vda on / type ext4 (rw,relatime)`, alike in both dialects. */
const mountLine = (command: Command, mount: Mount): string =>
  `${mount.source} on ${mount.path} type ${typeOf(command, mount)} (${mountOptions(mount)})\n`;

const MOUNT_OPTIONS: OptionSpec = {
  all: ['a', 'flag'],
  'no-canonicalize': ['c', 'flag'],
  fake: ['f', 'flag'],
  fork: ['F', 'flag'],
  fstab: ['T', 'value'],
  'internal-only': ['i', 'flag'],
  'show-labels': ['l', 'flag'],
  'no-mtab': ['n', 'flag'],
  options: ['o', 'value'],
  'test-opts': ['O', 'value'],
  'read-only': ['r', 'flag'],
  types: ['t', 'value'],
  source: [undefined, 'value'],
  target: [undefined, 'value'],
  verbose: ['v', 'flag'],
  'read-write': ['w', 'flag'],
  rw: [undefined, 'flag'],
  label: ['L', 'value'],
  uuid: ['U', 'value'],
  bind: ['B', 'flag'],
  move: ['M', 'flag'],
  rbind: ['R', 'flag'],
  'make-shared': [undefined, 'flag'],
  'make-slave': [undefined, 'flag'],
  'make-private': [undefined, 'flag'],
  'make-unbindable': [undefined, 'flag'],
  'make-rshared': [undefined, 'flag'],
  'make-rslave': [undefined, 'flag'],
  'make-rprivate': [undefined, 'flag'],
  'make-runbindable': [undefined, 'flag'],
};

function* gnuMount(command: Command): Op<number> {
  const { sys } = command;
  const parsed = command.parse({ ...MOUNT_OPTIONS, V: ['V', 'flag'], h: ['h', 'flag'] });
  if (parsed.has('V')) command.parse({}, { args: ['--version'] });
  if (parsed.has('h')) command.parse({}, { args: ['--help'] });
  const { operands } = parsed;
  const types = parsed.value('types')?.split(',');
  const doing = parsed.order.filter(({ name }) => !['types', 'show-labels', 'verbose', 'fstab'].includes(name));
  if (operands.length === 0 && doing.length === 0) {
    for (const mount of sys.mounts()) {
      const type = typeOf(command, mount);
      if (types && !types.includes(type) && !types.includes('all')) continue;
      yield* command.print(mountLine(command, mount));
    }
    return 0;
  }
  if (parsed.has('all')) {
    if (sys.credentials.uid !== 0) command.die('only root can do that', 1);
    return 0;
  }
  if (operands.length > 2 || (operands.length === 0 && !parsed.has('target') && !parsed.has('source')))
    command.usage('bad usage');
  const target = parsed.value('target') ?? operands[1];
  const source = parsed.value('source') ?? operands[0];
  const point = target ?? source ?? '';
  const full = normalize(absolutePoint(command, point));
  const flags = parsed.value('options')?.split(',') ?? [];
  const changes = flags.includes('remount') || parsed.order.some(({ name }) => name.startsWith('make-'));
  if (operands.length === 1 && !parsed.has('target') && !parsed.has('source') && !changes) {
    // One name must stand in /etc/fstab.
    command.die(`${full}: can't find in /etc/fstab.`, 1);
  }
  if (!runByRoot(command)) return refuse(command, full, 'must be superuser to use mount.');
  const stat = attempt(() => sys.stat(point));
  if (!capable(sys.credentials, 'SYS_ADMIN')) {
    const binds = ['bind', 'rbind', 'move'].some((name) => parsed.has(name) || flags.includes(name));
    const fits = !(stat instanceof Errno) && (stat.type === 'directory' || binds);
    return fits
      ? refuse(command, full, 'permission denied.')
      : refuse(command, point, 'mount point is not a directory.');
  }
  if (stat instanceof Errno) return refuse(command, point, 'mount point does not exist.');
  return refuse(command, full, 'permission denied.');
}

/** mount and umount are setuid: what counts is who called them. */
const runByRoot = ({ sys }: Command): boolean => (sys.credentials.realUid ?? sys.credentials.uid) === 0;

const absolutePoint = (command: Command, path: string): string =>
  path.startsWith('/') ? path : `${command.sys.cwd}/${path}`;

function refuse(command: Command, point: string, why: string): never {
  return command.die(`${point}: ${why}\n       dmesg(1) may have more information after failed mount system call.`, 32);
}

function* busyboxMount(command: Command): Op<number> {
  const { sys } = command;
  const parsed = command.parse({
    o: ['o', 'value'],
    t: ['t', 'value'],
    r: ['r', 'flag'],
    w: ['w', 'flag'],
    a: ['a', 'flag'],
    n: ['n', 'flag'],
    f: ['f', 'flag'],
    i: ['i', 'flag'],
    v: ['v', 'flag'],
    s: ['s', 'flag'],
    T: ['T', 'value'],
    O: ['O', 'value'],
    rbind: [undefined, 'flag'],
    bind: [undefined, 'flag'],
  });
  const { operands } = parsed;
  if (operands.length === 0 && !parsed.has('a')) {
    const type = parsed.value('t');
    for (const mount of sys.mounts()) {
      if (mount.source === 'rootfs') continue;
      if (type !== undefined && typeOf(command, mount) !== type) continue;
      yield* command.print(mountLine(command, mount));
    }
    return 0;
  }
  const flags = parsed.value('o')?.split(',') ?? [];
  const [source, target = source] = operands;
  if (operands.length > 2) return command.usage();
  if (operands.length < 2 && !(source !== undefined && flags.includes('remount'))) {
    const table = attempt(() => sys.stat('/etc/fstab'));
    if (table instanceof Errno) return command.die(`can't read '/etc/fstab': ${table.message}`);
    return operands.length === 0 ? 0 : command.die(`can't find ${source} in /etc/fstab`);
  }
  if (operands.length < 2 && !sys.mounts().some(({ path }) => path === target))
    return command.die(`can't find ${target} in /proc/mounts`);
  if (!capable(sys.credentials, 'SYS_ADMIN')) return command.die('permission denied (are you root?)');
  const stat = attempt(() => sys.stat(target!));
  if (stat instanceof Errno) return command.die(`mounting ${source} on ${target} failed: ${stat.message}`, 255);
  return command.die('permission denied (are you root?)');
}

export const mount = fileApplet('mount', (command) => (command.gnu ? gnuMount(command) : busyboxMount(command)));

export const umount = fileApplet('umount', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse(
    gnu
      ? {
          all: ['a', 'flag'],
          'all-targets': ['A', 'flag'],
          'no-canonicalize': ['c', 'flag'],
          'detach-loop': ['d', 'flag'],
          fake: [undefined, 'flag'],
          force: ['f', 'flag'],
          'internal-only': ['i', 'flag'],
          'no-mtab': ['n', 'flag'],
          lazy: ['l', 'flag'],
          'test-opts': ['O', 'value'],
          recursive: ['R', 'flag'],
          'read-only': ['r', 'flag'],
          types: ['t', 'value'],
          verbose: ['v', 'flag'],
          quiet: ['q', 'flag'],
        }
      : {
          a: ['a', 'flag'],
          f: ['f', 'flag'],
          l: ['l', 'flag'],
          r: ['r', 'flag'],
          d: ['d', 'flag'],
          n: ['n', 'flag'],
          v: ['v', 'flag'],
          i: ['i', 'flag'],
          t: ['t', 'value'],
        },
  );
  if (parsed.operands.length === 0 && !parsed.has(gnu ? 'all' : 'a')) command.usage(gnu ? 'bad usage' : '');
  const mounts = sys.mounts();
  const points = new Set(mounts.map(({ path }) => path));
  const may = capable(sys.credentials, 'SYS_ADMIN');
  // -a: all, those mounted last first; util-linux spares what the kernel shows.
  const spared = (mount: Mount) => gnu && ['proc', 'sysfs', 'devpts'].includes(typeOf(command, mount));
  const all = mounts.filter((mount) => mount.source !== 'rootfs' && !spared(mount)).map(({ path }) => path);
  for (const path of parsed.has(gnu ? 'all' : 'a') ? all.toReversed() : parsed.operands) {
    const real = attempt(() => sys.realpath(path));
    const missing = real instanceof Errno ? real.message : undefined;
    const mounted = typeof real === 'string' && points.has(real);
    if (gnu) {
      const restricted = !runByRoot(command);
      let why = 'target is busy.';
      if (!may && !restricted) why = 'must be superuser to unmount.';
      else if (missing !== undefined) why = restricted ? missing : 'no mount point specified.';
      else if (!mounted) why = 'not mounted.';
      else if (restricted) why = 'must be superuser to unmount.';
      yield* command.fail(`${path}: ${why}`, 32);
    } else {
      const busy = mounted ? new Errno('EBUSY') : new Errno('EINVAL');
      const why = !may ? new Errno('EPERM').message : (missing ?? busy.message);
      yield* command.fail(`can't unmount ${typeof real === 'string' ? real : path}: ${why}`);
    }
  }
});
