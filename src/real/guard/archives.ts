/*
 * What goes by in archives: the images that `docker load` is about to load, and the Dockerfile of a build.
 */

export interface ArchivedImage {
  /** `sha256:…` of its configuration. */
  readonly id: string;
  readonly tags: readonly string[];
}

/** Undefined if that is no archive of images (or a compressed one). */
export function archivedImages(archive: Buffer): readonly ArchivedImage[] | undefined {
  const manifest = archivedFile(archive, 'manifest.json');
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

/** A file of a tar archive, by its path; undefined if it isn't there, or not all of it. */
export function archivedFile(archive: Buffer, wanted: string): Buffer | undefined {
  for (let at = 0; at + 512 <= archive.length; ) {
    const header = archive.subarray(at, at + 512);
    if (header[0] === 0) return undefined;
    const size = Number.parseInt(header.toString('latin1', 124, 136).replace(/\0.*$/, ''), 8) || 0;
    const name = header.toString('utf8', 0, 100).replace(/\0.*$/s, '');
    if (name.replace(/^\.\//, '') === wanted)
      return at + 512 + size > archive.length ? undefined : archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}

/** By the marks at the beginning of gzip, bzip2, xz and Zstandard. */
export function isCompressed(archive: Buffer): boolean {
  return ['1f8b', '425a68', 'fd377a585a', '28b52ffd'].some((mark) => archive.toString('hex', 0, 5).startsWith(mark));
}
