/*
 * What `docker load` is about to load: the names and ids in an archive of `docker save`.
 */

export interface ArchivedImage {
  /** `sha256:…` of its configuration. */
  readonly id: string;
  readonly tags: readonly string[];
}

/** Undefined if that is no archive of images (or a compressed one). */
export function archivedImages(archive: Buffer): readonly ArchivedImage[] | undefined {
  const manifest = entry(archive, 'manifest.json');
  if (!manifest) return undefined;
  try {
    const images = JSON.parse(manifest.toString()) as { Config: string; RepoTags: string[] | null }[];
    return images.map(({ Config, RepoTags }) => ({
      id: `sha256:${/([0-9a-f]{64})(\.json)?$/.exec(Config)?.[1] ?? ''}`,
      tags: RepoTags ?? [],
    }));
  } catch {
    return undefined;
  }
}

/** A file of a tar archive, by its exact name. */
function entry(archive: Buffer, wanted: string): Buffer | undefined {
  for (let at = 0; at + 512 <= archive.length; ) {
    const header = archive.subarray(at, at + 512);
    if (header[0] === 0) return undefined;
    const size = Number.parseInt(header.toString('latin1', 124, 136).replace(/\0.*$/, ''), 8) || 0;
    if (header.toString('utf8', 0, 100).replace(/\0.*$/s, '') === wanted)
      return archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}
