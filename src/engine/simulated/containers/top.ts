import { type IdNames, psLines, readPs } from '../../../os/index.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, emitContainer } from '../daemon.ts';
import { readText } from '../files.ts';
import { findContainer } from './find.ts';

/** The host's users and groups: the daemon knows no others. */
function hostNames(daemon: Daemon): IdNames {
  const read = (path: string) =>
    new Map(
      readText(daemon.host, path)
        .split('\n')
        .map((line) => line.split(':'))
        .map(([name = '', , id = '']) => [id, name]),
    );
  const users = read('/etc/passwd');
  const groups = read('/etc/group');
  return { user: (uid) => users.get(String(uid)), group: (gid) => groups.get(String(gid)) };
}

/** ps's text as the daemon reads it: split at spaces, what is more than the titles being the last one's. */
function fieldsOf(line: string, count: number): readonly string[] {
  const fields = line.split(/\s+/).filter(Boolean);
  if (fields.length <= count) return fields;
  return [...fields.slice(0, count - 1), fields.slice(count - 1).join(' ')];
}

/** See {@link Engine.containerTop}: what the host's ps shows of a container's processes. @throws {DockerError} */
export function topOf(daemon: Daemon, name: string, options: readonly string[] = []) {
  const { Id, running, status } = findContainer(daemon, name);
  if (!running || running.pid < 0) throw new DockerError('conflict', `container ${Id} is not running`);
  if (status === 'restarting')
    throw new DockerError('conflict', `container ${Id} is restarting, wait until the container is running`);
  const words = options.join(' ').split(/\s+/).filter(Boolean);
  const request = readPs(words.length > 0 ? words : ['-ef']);
  if ('error' in request) throw new DockerError('system', `ps: ${request.error}`);
  const lines = psLines(request, daemon.kernel.processes(running.pid), hostNames(daemon), daemon.kernel.now());
  const Titles = (lines[0] ?? '').split(/\s+/).filter(Boolean);
  if (!Titles.includes('PID')) throw new DockerError('system', "Couldn't find PID field in ps output");
  emitContainer(daemon, findContainer(daemon, Id), 'top');
  return { Titles, Processes: lines.slice(1).map((line) => fieldsOf(line, Titles.length)) };
}
