import { CATALOGUE, digest, type ImageDefinition } from '../../../images/index.ts';
import type { Op } from '../../../os/index.ts';
import type { PullProgress } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, emit } from '../daemon.ts';
import type { PullRecord } from '../state.ts';
import { formatReference, parseReference } from './reference.ts';
import { addImage, diffIdOf, findImage } from './store.ts';

/** Virtual milliseconds between two messages of a pull, and the pieces that a layer comes in. */
const STEP = 80;
const PIECES = 4;

/** See {@link Engine.imagePull}. @throws {DockerError} for an image that no registry has. */
export function* pullImage(daemon: Daemon, reference: string, seen: number): Op<readonly PullProgress[]> {
  const name = formatReference(parseReference(reference));
  const before = daemon.state.pulls.get(name);
  if (!before || (before.told && seen === 0)) {
    const begun = beginPull(daemon, name);
    if (begun.error !== undefined) throw new DockerError('notFound', begun.error);
    daemon.state.pulls.set(name, begun);
    daemon.kernel.notify('dockerd');
  }
  for (;;) {
    const pull = daemon.state.pulls.get(name)!;
    if (pull.progress.length > seen) return pull.progress.slice(seen);
    if (pull.done) {
      daemon.state.pulls.set(name, { ...pull, told: true });
      return [];
    }
    yield { on: [`pull:${name}`] };
  }
}

function beginPull(daemon: Daemon, name: string): PullRecord {
  const { repository, tag } = parseReference(name);
  const first: PullProgress = {
    status: `Pulling from ${repository.includes('/') ? '' : 'library/'}${repository}`,
    id: tag,
  };
  const next = daemon.kernel.uptime() + STEP;
  const definition = CATALOGUE.find(({ reference }) => reference === name);
  if (!definition) {
    const known = CATALOGUE.some(({ reference }) => reference.startsWith(`${repository}:`));
    const error = known
      ? `manifest for ${name} not found: manifest unknown: manifest unknown`
      : `pull access denied for ${repository}, repository does not exist or may require 'docker login': ` +
        'denied: requested access to the resource is denied';
    return { progress: [], done: true, error, rest: [], next };
  }
  const local = findImage(daemon, name);
  const end: PullProgress[] = [
    { status: `Digest: sha256:${digest(`manifest:${name}`)}` },
    { status: `Status: ${local ? 'Image is up to date' : 'Downloaded newer image'} for ${name}` },
  ];
  return { progress: [first], done: false, rest: [...(local ? [] : layerMessages(daemon, definition)), ...end], next };
}

function layerMessages(daemon: Daemon, { history }: ImageDefinition): readonly PullProgress[] {
  const layers = history.flatMap(({ layer, created }) => {
    if (!layer) return [];
    const diffId = diffIdOf(layer, created);
    const id = digest(`blob:${diffId}`).slice(0, 12);
    return [{ id, size: layer.size, present: daemon.state.layers.has(diffId) }];
  });
  const messages: PullProgress[] = layers.map(({ id, present }) => ({
    status: present ? 'Already exists' : 'Pulling fs layer',
    id,
  }));
  for (const { id, size, present } of layers) {
    if (present) continue;
    // What is sent is compressed: about a third.
    const total = Math.max(1, Math.round(size / 3));
    const pieces = (status: string): PullProgress[] =>
      Array.from({ length: PIECES }, (_, i) => {
        const current = Math.round((total * (i + 1)) / PIECES);
        return { status, id, progressDetail: { current, total } };
      });
    messages.push(...pieces('Downloading'), { status: 'Verifying Checksum', id }, { status: 'Download complete', id });
    messages.push(...pieces('Extracting'), { status: 'Pull complete', id });
  }
  return messages;
}

/** Sends the messages whose time has come; the last one finds the image in place. True if something was sent. */
export function pumpPulls(daemon: Daemon): boolean {
  const uptime = daemon.kernel.uptime();
  let sent = false;
  for (const [name, pull] of daemon.state.pulls) {
    const [first, ...rest] = pull.rest;
    if (pull.done || !first || pull.next > uptime) continue;
    const done = rest.length === 0;
    if (done) finishPull(daemon, name);
    daemon.state.pulls.set(name, { ...pull, progress: [...pull.progress, first], rest, done, next: uptime + STEP });
    daemon.kernel.notify(`pull:${name}`);
    sent = true;
  }
  return sent;
}

function finishPull(daemon: Daemon, name: string): void {
  const definition = CATALOGUE.find(({ reference }) => reference === name);
  if (definition && !findImage(daemon, name)) addImage(daemon, definition);
  emit(daemon, 'image', 'pull', name, { name: parseReference(name).repository });
}

/** When the next message is due; virtual milliseconds. */
export function pullTimer(daemon: Daemon): number | undefined {
  const times = [...daemon.state.pulls.values()].filter(({ done }) => !done).map(({ next }) => next);
  return times.length > 0 ? Math.min(...times) : undefined;
}
