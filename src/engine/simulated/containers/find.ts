import { DockerError } from '../../errors.ts';
import type { Daemon } from '../daemon.ts';
import type { ContainerRecord } from '../state.ts';

/**
 * Finds a container by what a person calls it: its id, its name, or the beginning of its id if only one begins so.
 * @throws {DockerError}
 */
export function findContainer(daemon: Daemon, name: string): ContainerRecord {
  const { containers, names } = daemon.state;
  if (name === '') throw new DockerError('invalidParameter', 'invalid name or ID supplied: ""');
  const exact = containers.get(name) ?? containers.get(names.get(name.replace(/^\//, '')) ?? '');
  if (exact) return exact;
  let found: ContainerRecord | undefined;
  if (/^[0-9a-f]{1,64}$/.test(name)) {
    for (const container of containers.values()) {
      if (!container.Id.startsWith(name)) continue;
      if (found) throw new DockerError('invalidParameter', `Multiple IDs found with provided prefix: ${name}`);
      found = container;
    }
  }
  if (!found) throw new DockerError('notFound', `No such container: ${name}`);
  return found;
}
