import { isErrno } from '../../fs/index.ts';
import { textApplet } from './text.ts';

/** debianutils' which and busybox's: the first (with -a each) executable in PATH; status 1 if one is missing. */
export const which = textApplet('which', function* (text) {
  const { sys, gnu } = text;
  const parsed = text.parse({ a: ['a', 'flag'], ...(gnu ? { s: ['s', 'flag'] as const } : {}) });
  if (parsed.operands.length === 0 && !gnu) text.usage();
  let missing = parsed.operands.length === 0;
  for (const name of parsed.operands) {
    const candidates = name.includes('/')
      ? [name]
      : (sys.env.PATH ?? '').split(':').map((folder) => `${folder || '.'}/${name}`);
    const found = candidates.filter((path) => executable(path));
    if (found.length === 0) missing = true;
    if (!parsed.has('s')) for (const path of parsed.has('a') ? found : found.slice(0, 1)) text.put(`${path}\n`);
  }
  return missing ? 1 : 0;

  function executable(path: string): boolean {
    try {
      return sys.stat(path).type === 'file' && sys.access(path, { execute: true });
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  }
});
