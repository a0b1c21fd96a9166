import { isErrno, type Stat } from '../../fs/index.ts';
import { optionOn } from '../options.ts';
import type { Shell } from '../state.ts';
import { elements, getElement, variable } from '../variables.ts';
import type { FileTests } from './test.ts';

/** What `test` and `[[` ask, answered by the shell. */
export function fileTests(shell: Shell): FileTests {
  const { sys, state } = shell;
  const find = (look: (path: string) => Stat) => (path: string) => {
    try {
      return path === '' ? undefined : look(descriptorPath(shell, path));
    } catch (error) {
      if (isErrno(error)) return undefined;
      throw error;
    }
  };
  return {
    stat: find((path) => sys.stat(path)),
    lstat: find((path) => sys.lstat(path)),
    access(path, mode) {
      try {
        return path !== '' && sys.access(descriptorPath(shell, path), mode);
      } catch (error) {
        if (isErrno(error)) return false;
        throw error;
      }
    },
    isatty(number) {
      const fd = state.fds[number];
      return fd !== undefined && sys.isatty(fd);
    },
    uid: sys.credentials.uid,
    gid: sys.credentials.gid,
    variable: (name) => isSetVariable(shell, name),
    option: (name) => optionOn(shell, name) ?? false,
    reference: (name) => state.variables.get(name)?.reference ?? false,
  };
}

/** `/dev/fd/N` is the script's descriptor. */
function descriptorPath(shell: Shell, path: string): string {
  const match = /^\/dev\/(?:fd\/(\d+)|std(in|out|err))$/.exec(path);
  if (!match) return path;
  const number = match[1] !== undefined ? Number(match[1]) : ['in', 'out', 'err'].indexOf(match[2]!);
  const fd = shell.state.fds[number];
  return fd === undefined ? path : `/proc/self/fd/${fd}`;
}

/** `-v name`, `-v name[index]`, `-v name[@]` */
export function isSetVariable(shell: Shell, text: string): boolean {
  const match = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(text);
  if (!match) {
    const found = variable(shell, text);
    if (found?.items) return found.items.has(0);
    if (found?.table) return found.table.has('0');
    return found ? found.value !== undefined : elements(shell, text) !== undefined;
  }
  const [, name = '', index = ''] = match;
  if (index === '@' || index === '*') return (elements(shell, name)?.length ?? 0) > 0;
  return getElement(shell, name, index) !== undefined;
}
