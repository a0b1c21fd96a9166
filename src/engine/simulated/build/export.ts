import type { BuildRequest } from '../../api.ts';
import { type Daemon, emit } from '../daemon.ts';
import { formatReference, parseReference } from '../images/reference.ts';
import { findImage, putImage } from '../images/store.ts';
import type { BuildRecord, ImageRecord } from '../state.ts';
import { rfc3339Nano } from '../time.ts';
import { putRecord } from './cache.ts';

const COMMENT = 'buildkit.dockerfile.v0';

/**
 * The image of a build whose vertexes are done. A step is as old as the layer that it made or that came before, so that a
 * build from the cache makes the same image.
 */
export function exportImage(daemon: Daemon, request: BuildRequest, results: BuildRecord['results']): string {
  const { Config, Author, History, Base } = request.Image;
  const base = Base === '' ? undefined : daemon.state.images.get(Base);
  const result = results[request.Result]!;
  let created = base?.created ?? rfc3339Nano(results[request.Result]!.created);
  const history = History.map(({ CreatedBy, Vertex }): ImageRecord['history'][number] => {
    const snapshot = Vertex === undefined ? undefined : results[Vertex]!;
    if (snapshot) created = rfc3339Nano(snapshot.created);
    const size = snapshot && daemon.state.layers.get(snapshot.layers.at(-1)!)?.size;
    const entry = { created, createdBy: CreatedBy, comment: COMMENT };
    return size === undefined ? entry : { ...entry, size };
  });
  const document = {
    created,
    author: Author || (base?.author ?? ''),
    comment: History.length > 0 ? COMMENT : (base?.comment ?? ''),
    dockerVersion: '',
    config: Config,
    layers: result.layers,
    history: [...(base?.history ?? []), ...history],
    parent: '',
  };
  const image = putImage(daemon, document, undefined);
  for (const tag of request.Tags) {
    const reference = formatReference(parseReference(tag));
    daemon.state.tags.set(reference, image.Id);
    emit(daemon, 'image', 'tag', image.Id, { name: reference.replace(/:latest$/, '') });
  }
  emit(daemon, 'image', 'create', image.Id, { name: image.Id });
  putRecord(daemon, {
    key: 'dockerfile',
    Type: 'source.local',
    Description: 'local source for dockerfile',
    Parents: [],
    Size: request.DockerfileSize,
    Mutable: true,
  });
  return findImage(daemon, image.Id)!.Id;
}
