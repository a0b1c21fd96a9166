import { isErrno } from '../../fs/index.ts';
import { textApplet } from './text.ts';

/** util-linux's status for what is no mount point. */
const NO_MOUNT = 32;

/** mountpoint: is something mounted on a folder? */
export const mountpoint = textApplet(
  'mountpoint',
  function* (text) {
    const { sys } = text;
    const parsed = text.parse({ quiet: ['q', 'flag'], fs_devno: ['d', 'flag'], nofollow: [undefined, 'flag'] });
    const [path, extra] = parsed.operands;
    if (path === undefined || extra !== undefined) text.usage('bad usage');
    const quiet = parsed.has('quiet');
    try {
      sys.stat(path!);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!quiet) yield* text.say(`${path}: ${error.message}`);
      return 1;
    }
    const whole = sys.realpath(path!);
    const mounted = sys.mounts().some(({ path: at }) => at === whole);
    if (!quiet) text.put(`${path} is ${mounted ? '' : 'not '}a mountpoint\n`);
    return mounted ? 0 : NO_MOUNT;
  },
  { dialects: ['gnu'] },
);
