import type { ImageSummary } from '../../engine/index.ts';
import { timeString } from '../go/time.ts';
import { BadReference, familiarName, type Named, parseNormalizedNamed } from '../opts/reference.ts';
import { humanDuration, humanSize } from '../opts/units.ts';
import { context, truncateId } from './formatter.ts';

/** A row of `docker images`: one name of an image. */
export interface ImageRow {
  readonly image: ImageSummary;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly trunc: boolean;
  readonly now: number;
}

const size = (bytes: number) => (bytes === -1 ? 'N/A' : humanSize(bytes));

/** A row of `docker images` and of `docker system df -v`. */
export const IMAGE = context<ImageRow>(
  'formatter.imageContext',
  {
    ID: 'IMAGE ID',
    Repository: 'REPOSITORY',
    Tag: 'TAG',
    Digest: 'DIGEST',
    CreatedSince: 'CREATED',
    CreatedAt: 'CREATED AT',
    Size: 'SIZE',
    Containers: 'CONTAINERS',
    VirtualSize: 'SIZE',
    SharedSize: 'SHARED SIZE',
    UniqueSize: 'UNIQUE SIZE',
  },
  {
    ID: ({ image, trunc }) => (trunc ? truncateId(image.Id) : image.Id),
    Repository: ({ repository }) => repository,
    Tag: ({ tag }) => tag,
    Digest: ({ digest }) => digest,
    CreatedSince: ({ image, now }) => `${humanDuration(now - image.Created * 1000)} ago`,
    CreatedAt: ({ image }) => timeString(image.Created * 1000),
    Size: ({ image }) => humanSize(image.Size, 3),
    Containers: ({ image }) => (image.Containers === -1 ? 'N/A' : String(image.Containers)),
    VirtualSize: ({ image }) => humanSize(image.Size),
    SharedSize: ({ image }) => size(image.SharedSize),
    UniqueSize: ({ image }) =>
      image.Size === -1 || image.SharedSize === -1 ? 'N/A' : humanSize(image.Size - image.SharedSize),
  },
  {},
  [
    ['trunc', 'trunc', 'bool'],
    ['i', 'image', 'image.Summary'],
    ['repo', 'repository', 'string'],
    ['tag', 'tag', 'string'],
    ['digest', 'digest', 'string'],
  ],
);

const TABLE = (digest: boolean) =>
  `table {{.Repository}}\t{{.Tag}}\t${digest ? '{{.Digest}}\t' : ''}{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}`;

/** The format of `docker images` for what its flags say. */
export function imageFormat(source: string, quiet: boolean, digest: boolean): string {
  if (source === 'table') return quiet ? '{{.ID}}' : TABLE(digest);
  if (source === 'raw') {
    if (quiet) return 'image_id: {{.ID}}';
    const shown = digest ? 'digest: {{.Digest}}\n' : '';
    return `repository: {{ .Repository }}\ntag: {{.Tag}}\n${shown}image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n`;
  }
  return source.startsWith('table') && digest && !source.includes('{{.Digest}}') ? `${source}\t{{.Digest}}` : source;
}

function named(text: string): Named | undefined {
  try {
    return parseNormalizedNamed(text);
  } catch (error) {
    if (error instanceof BadReference) return undefined;
    throw error;
  }
}

/** Has it no name at all? */
export function isDangling(image: ImageSummary): boolean {
  const none = (names: readonly string[], mark: string) => names.length === 1 && names[0] === mark;
  const [tags, digests] = [image.RepoTags ?? [], image.RepoDigests ?? []];
  if (tags.length === 0 && digests.length === 0) return true;
  return none(tags, '<none>:<none>') && none(digests, '<none>@<none>');
}

/** The rows of an image: one for each tag, and for each digest where those are shown. */
export function imageRows(
  image: ImageSummary,
  options: { readonly trunc: boolean; readonly now: number; readonly digests: boolean; readonly needDigest: boolean },
): readonly ImageRow[] {
  const { trunc, now } = options;
  const row = (repository: string, tag: string, digest: string): ImageRow => ({
    image,
    repository,
    tag,
    digest,
    trunc,
    now,
  });
  if (isDangling(image)) return [row('<none>', '<none>', '<none>')];
  const group = (names: readonly string[] | null, part: (name: Named) => string | undefined) => {
    const groups = new Map<string, string[]>();
    for (const text of names ?? []) {
      const name = named(text);
      const value = name && part(name);
      if (!name || value === undefined) continue;
      groups.set(familiarName(name), [...(groups.get(familiarName(name)) ?? []), value]);
    }
    return groups;
  };
  const tags = group(image.RepoTags, (name) => name.tag);
  const digests = group(image.RepoDigests, (name) => name.digest);
  const rows: ImageRow[] = [];
  for (const [repository, names] of tags) {
    const own = options.needDigest ? (digests.get(repository) ?? []) : [];
    digests.delete(repository);
    for (const tag of names)
      rows.push(...(own.length === 0 ? ['<none>'] : own).map((digest) => row(repository, tag, digest)));
  }
  for (const [repository, own] of digests)
    rows.push(...(options.digests ? own : ['']).map((digest) => row(repository, '<none>', digest)));
  return rows;
}
