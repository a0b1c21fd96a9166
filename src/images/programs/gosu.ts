import { isErrno } from '../../fs/index.ts';
import type { GeneratorProgram, Op, Sys } from '../../os/index.ts';

/** gosu, by which entry points step down from root: `gosu USER COMMAND…` becomes the command as that user. */
export const gosu: GeneratorProgram = {
  name: 'gosu',
  *main(sys: Sys): Op<number> {
    const [user = '', ...command] = sys.argv.slice(1);
    if (command.length === 0) {
      yield* sys.write(1, 'Usage: gosu user-spec command [args]\n');
      return 1;
    }
    const fd = sys.open('/etc/passwd');
    const passwd = new TextDecoder().decode(yield* sys.read(fd));
    sys.close(fd);
    const line = passwd
      .split('\n')
      .find((each) => each.startsWith(`${user}:`))
      ?.split(':');
    if (!line) {
      yield* sys.write(
        2,
        `error: failed switching to "${user}": unable to find user ${user}: no matching entries in passwd file\n`,
      );
      return 1;
    }
    const [uid, gid] = [Number(line[2]), Number(line[3])];
    try {
      const path = sys.which(command[0]!);
      sys.setCredentials({ uid, gid, groups: [gid] });
      sys.exec(path, command, { ...sys.env, HOME: line[5] ?? '/' });
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* sys.write(
        2,
        `error: exec: "${command[0]}": ${error.code === 'ENOENT' ? 'executable file not found in $PATH' : error.message.toLowerCase()}\n`,
      );
    }
    return 1;
  },
};
