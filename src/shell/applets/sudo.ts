import { isErrno } from '../../fs/index.ts';
import { readOwners } from './owners.ts';
import { textApplet } from './text.ts';

const ENV_KEPT = ['TERM', 'LANG', 'COLORTERM', 'DISPLAY'];
const SECURE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const USAGE = `usage: sudo -h | -K | -k | -V
usage: sudo [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user] [VAR=value] [-i | -s] [command [arg ...]]
`;

/**
 * sudo for a host whose /etc/sudoers lets its user do all without a password. The executable is set-user-ID root; who
 * isn't in the group sudo is refused in sudo's words.
 */
export const sudo = textApplet(
  'sudo',
  function* (text) {
    const { sys } = text;
    const args = [...text.args];
    let target = 'root';
    let shell: 'login' | 'plain' | undefined;
    while (args[0]?.startsWith('-')) {
      const arg = args.shift()!;
      if (arg === '--') break;
      if (arg === '-u' || arg === '--user') target = args.shift() ?? 'root';
      else if (arg.startsWith('--user=')) target = arg.slice(7);
      else if (arg === '-i' || arg === '--login') shell = 'login';
      else if (arg === '-s' || arg === '--shell') shell = 'plain';
      else if (['-n', '-E', '-H', '-S', '-k', '-b', '-v'].includes(arg)) {
        if (arg === '-v') return 0;
      } else {
        yield* sys.write(2, `sudo: invalid option -- '${arg.replace(/^-+/, '')}'\n${USAGE}`);
        return 1;
      }
    }
    const owners = yield* readOwners(sys);
    const { credentials } = sys;
    const invokerId = credentials.realUid ?? credentials.uid;
    const invoker = owners.user(invokerId);
    const uid = /^#\d+$/.test(target) ? Number(target.slice(1)) : owners.uid(target);
    if (uid === undefined) {
      yield* sys.write(2, `sudo: unknown user ${target}\nsudo: error initializing audit plugin sudoers_audit\n`);
      return 1;
    }
    const sudoers = owners.gid('sudo');
    if (
      invoker === undefined ||
      (invokerId !== 0 && !(sudoers !== undefined && credentials.groups.includes(sudoers)))
    ) {
      yield* sys.write(2, `${invoker ?? invokerId} is not in the sudoers file.\n`);
      return 1;
    }
    const env: Record<string, string> = {};
    for (const name of ENV_KEPT) if (sys.env[name] !== undefined) env[name] = sys.env[name];
    while (args[0]?.match(/^\w+=/)) {
      const assignment = args.shift()!;
      env[assignment.slice(0, assignment.indexOf('='))] = assignment.slice(assignment.indexOf('=') + 1);
    }
    if (args.length === 0 && !shell) {
      yield* sys.write(2, USAGE);
      return 1;
    }
    const name = owners.user(uid) ?? `#${uid}`;
    const home = uid === 0 ? '/root' : `/home/${name}`;
    Object.assign(env, {
      PATH: SECURE_PATH,
      HOME: home,
      USER: name,
      LOGNAME: name,
      MAIL: `/var/mail/${name}`,
      SHELL: '/bin/bash',
    });
    Object.assign(env, {
      SUDO_COMMAND: args.join(' ') || '/bin/bash',
      SUDO_USER: invoker,
      SUDO_UID: String(invokerId),
      SUDO_GID: String(credentials.gid),
    });
    const argv = shell ? ['/bin/bash', ...(args.length > 0 ? ['-c', args.join(' ')] : [])] : args;
    const command = argv[0]!;
    let path: string;
    try {
      path = sys.which(command, SECURE_PATH);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* sys.write(2, `sudo: ${command}: command not found\n`);
      return 1;
    }
    const gid = owners.loginGroup(uid) ?? uid;
    sys.setCredentials({ uid, gid, groups: [gid, ...owners.groupsOf(name)] });
    if (shell === 'login') sys.chdir(home);
    sys.exec(path, shell === 'login' ? ['-bash', ...argv.slice(1)] : argv, env);
    return 0;
  },
  { dialects: ['gnu'] },
);
