import { type Credentials, ROOT } from '../fs/index.ts';
import { DEBIAN_TREE } from '../images/debian.ts';
import { directory, type FileEntry, program, symlink, text } from '../images/entry.ts';
import type { MachineOptions } from './wire.ts';

/** The learner's account on the host: an ordinary user who may use docker, and sudo without a password. */
export const LEARNER = { name: 'learner', uid: 1000, gid: 1000, home: '/home/learner' } as const;

/** The group that may write to the engine's socket, as Debian's docker.io package makes it. */
export const DOCKER_GID = 996;
/** base-passwd's number of the group that /etc/sudoers trusts. */
const SUDO_GID = 27;
export const HOSTNAME = 'docker-host';
/** Who the learner is to the kernel. */
export const LEARNER_CREDENTIALS: Credentials = {
  uid: LEARNER.uid,
  gid: LEARNER.gid,
  groups: [LEARNER.gid, SUDO_GID, DOCKER_GID],
};

/** Who works at a machine's prompt. */
export interface Account {
  readonly name: string;
  readonly home: string;
  readonly credentials: Credentials;
}

/** The account that a machine's options ask for. */
export function accountOf({ user, home, uid = LEARNER.uid }: Pick<MachineOptions, 'user' | 'home' | 'uid'>): Account {
  if (user === 'root') return { name: 'root', home: home ?? '/root', credentials: ROOT };
  const credentials = { ...LEARNER_CREDENTIALS, uid, gid: uid, groups: [uid, SUDO_GID, DOCKER_GID] };
  return { name: LEARNER.name, home: home ?? LEARNER.home, credentials };
}

/** Commands that the host has beyond the Debian image: procps'. busybox stands in for its editor and its pager. */
export const HOST_COMMANDS: readonly string[] =
  'free kill pgrep pidwait pmap ps pwdx skill slabtop tload top uptime vmstat w watch'.split(' ');

const byPath = new Map(DEBIAN_TREE.map((entry) => [entry.path, entry]));

/** The text of a file of the Debian tree, changed. */
function edited(path: string, edit: (content: string) => string): FileEntry {
  const entry = byPath.get(path);
  if (entry?.type !== 'file') throw new Error(`no ${path} in the Debian tree`);
  const { mode, uid, gid } = entry;
  return text(path, edit(new TextDecoder().decode(entry.content)), mode, { uid, gid });
}

function skeleton(home: string, uid: number, gid: number): readonly FileEntry[] {
  return ['.bash_logout', '.bashrc', '.profile'].flatMap((name) => {
    const entry = byPath.get(`/etc/skel/${name}`);
    return entry?.type === 'file' ? [{ ...entry, path: `${home}/${name}`, uid, gid }] : [];
  });
}

const { name, uid, gid, home } = LEARNER;

const OWN: readonly FileEntry[] = [
  edited('/etc/passwd', (content) => `${content}${name}:x:${uid}:${gid}::${home}:/bin/bash\n`),
  edited('/etc/group', (content) =>
    content
      .replace(/^sudo:.*$/m, `sudo:x:${SUDO_GID}:${name}`)
      .concat(`docker:x:${DOCKER_GID}:${name}\n${name}:x:${gid}:\n`),
  ),
  text('/etc/hostname', `${HOSTNAME}\n`),
  text(
    '/etc/hosts',
    '127.0.0.1\tlocalhost\n::1\t\tlocalhost ip6-localhost ip6-loopback\nff02::1\t\tip6-allnodes\nff02::2\t\tip6-allrouters\n',
  ),
  text('/etc/resolv.conf', 'nameserver 127.0.0.53\n'),
  text('/etc/sudoers', `root\tALL=(ALL:ALL) ALL\n${name}\tALL=(ALL:ALL) NOPASSWD: ALL\n`, 0o440),
  directory(home, 0o755, { uid, gid }),
  ...skeleton(home, uid, gid),
  ...skeleton('/root', 0, 0),
  program('/usr/bin/bash', 'bash'),
  program('/usr/bin/docker', 'docker'),
  program('/usr/sbin/dockerd', 'dockerd'),
  program('/usr/bin/docker-init', 'docker-init'),
  program('/usr/bin/sudo', 'gnu:sudo', 0o4755),
  program('/usr/bin/busybox', 'busybox'),
  symlink('/usr/bin/less', 'busybox'),
  symlink('/usr/bin/pkill', 'pgrep'),
  symlink('/usr/bin/snice', 'skill'),
  symlink('/usr/bin/vi', 'busybox'),
  ...HOST_COMMANDS.map((command) => program(`/usr/bin/${command}`, `gnu:${command}`)),
];

const replaced = new Set(OWN.map(({ path }) => path));

/** Not on the host: servers, and dircolors, which the learner's .bashrc would run if it were there. */
const NOT_HERE = /nginx|^\/var\/www|^\/usr\/bin\/dircolors$/;

/** The host's files: Debian with docker, sudo, curl and an account for the learner. Parents come first. */
export const HOST_TREE: readonly FileEntry[] = [
  ...DEBIAN_TREE.filter(({ path }) => !replaced.has(path) && !NOT_HERE.test(path)),
  ...OWN,
];
