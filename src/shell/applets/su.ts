import { isErrno } from '../../fs/index.ts';
import type { Op, Sys } from '../../os/index.ts';
import { readOwners } from './owners.ts';
import { type Text, textApplet } from './text.ts';

const PATHS = {
  root: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  other: '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games',
} as const;

/** Reads a line in answer to the question for a password, on a terminal unseen. */
function* askPassword(sys: Sys): Op<void> {
  const terminal = sys.isatty(0);
  yield* sys.write(2, 'Password: ');
  if (terminal) sys.ttyMode(0, { echo: false });
  while (!(yield* sys.read(0, 1)).every((byte) => byte === 10));
  if (!terminal) return;
  sys.ttyMode(0, { echo: true });
  yield* sys.write(2, '\n');
}

/** su: another user's shell. Who isn't root would be asked for a password, and nobody here has one. */
function* main(text: Text): Op<number> {
  const { sys, gnu } = text;
  const parsed = text.parse(
    {
      login: ['l', 'flag'],
      command: ['c', 'value'],
      shell: ['s', 'value'],
      'preserve-environment': ['m', 'flag'],
      p: ['p', 'flag'],
    },
    { stopAtOperand: false },
  );
  const login = parsed.has('login') || parsed.operands.includes('-');
  const [user = 'root', ...rest] = parsed.operands.filter((word) => word !== '-');
  const owners = yield* readOwners(sys);
  const uid = owners.uid(user);
  const entry = uid === undefined ? undefined : owners.entry(user);
  if (uid === undefined || !entry)
    return text.die(
      gnu
        ? `user ${user} does not exist or the user entry does not contain all the required fields`
        : `unknown user ${user}`,
    );
  if ((sys.credentials.realUid ?? sys.credentials.uid) !== 0) {
    yield* askPassword(sys);
    return text.die(gnu ? 'Authentication failure' : 'incorrect password');
  }
  const shell = parsed.value('shell') ?? (entry.shell === '' ? '/bin/sh' : entry.shell);
  const keeps = (parsed.has('preserve-environment') || parsed.has('p')) && !login;
  const env: Record<string, string> = login ? {} : { ...sys.env };
  if (login && sys.env.TERM !== undefined) env.TERM = sys.env.TERM;
  if (!keeps) {
    Object.assign(env, { HOME: entry.home, SHELL: shell });
    if (uid !== 0 || login) Object.assign(env, { USER: user, LOGNAME: user });
    if (login || gnu) env.PATH = uid === 0 ? PATHS.root : PATHS.other;
  }
  sys.setCredentials({ uid, gid: entry.gid, groups: [entry.gid, ...owners.groupsOf(user)] });
  if (login)
    try {
      sys.chdir(entry.home);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* sys.write(2, `su: warning: cannot change directory to ${entry.home}: ${error.message}\n`);
    }
  const name = shell.replace(/^.*\//, '');
  const command = parsed.value('command');
  const argv = [login ? `-${name}` : name, ...(command === undefined ? [] : ['-c', command]), ...rest];
  try {
    sys.exec(shell, argv, env);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* sys.write(
      2,
      `su: ${gnu ? 'failed to execute' : "can't execute"} ${gnu ? shell : `'${shell}'`}: ${error.message}\n`,
    );
  }
  return 127;
}

export const su = textApplet('su', main);
