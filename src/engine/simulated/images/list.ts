import type { Filters, ImageHistoryItem, ImageInspect, ImageSummary } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, emit } from '../daemon.ts';
import { boolFilter, checkFilters, matchesLabels, parseUntil } from '../filters.ts';
import type { ImageRecord } from '../state.ts';
import { rfc3339Nano } from '../time.ts';
import { formatReference, parseReference } from './reference.ts';
import { imageByName, imageSize, layerFolders, OVERLAY_ROOT, tagsOf } from './store.ts';

/** See {@link Engine.imageList}: the newest first. @throws {DockerError} */
export function listImages(daemon: Daemon, filters: Filters): readonly ImageSummary[] {
  checkFilters(filters, ['before', 'dangling', 'label', 'label!', 'reference', 'since', 'until']);
  const dangling = filters.dangling && boolFilter('dangling', filters.dangling);
  const edge = (names: readonly string[] | undefined) =>
    names?.map((name) => Date.parse(imageByName(daemon, name).created));
  const [before, since] = [edge(filters.before), edge(filters.since)];
  const until = filters.until?.map((value) => parseUntil(value, daemon.kernel.now()));
  const found: [created: number, summary: ImageSummary][] = [];
  for (const image of daemon.state.images.values()) {
    const tags = tagsOf(daemon, image.Id);
    const shown = filters.reference
      ? tags.filter((tag) => filters.reference!.some((pattern) => matchesReference(pattern, tag)))
      : tags;
    const created = Date.parse(image.created);
    if (filters.reference && shown.length === 0) continue;
    if (dangling !== undefined && dangling !== (tags.length === 0)) continue;
    if (!matchesLabels(filters, labelsOf(image) ?? {})) continue;
    if (before?.some((edgeTime) => created >= edgeTime) || since?.some((edgeTime) => created <= edgeTime)) continue;
    if (until?.some((edgeTime) => created >= edgeTime)) continue;
    found.push([created, summarize(daemon, image, shown)]);
  }
  return found.sort(([a], [b]) => b - a).map(([, summary]) => summary);
}

export const labelsOf = ({ config }: ImageRecord): Readonly<Record<string, string>> | null =>
  (config.Labels as Readonly<Record<string, string>> | null | undefined) ?? null;

/** What a list tells of an image. */
export function summarize(daemon: Daemon, image: ImageRecord, tags: readonly string[]): ImageSummary {
  return {
    Id: image.Id,
    ParentId: image.parent,
    RepoTags: tags,
    RepoDigests: [],
    Created: Math.floor(Date.parse(image.created) / 1000),
    Size: imageSize(daemon, image),
    SharedSize: -1,
    Labels: labelsOf(image),
    Containers: 0,
  };
}

/** A pattern of Go's path.Match against `repository` and `repository:tag`. @throws {DockerError} for one that isn't any. */
function matchesReference(pattern: string, tag: string): boolean {
  const regexp = pathPattern(pattern);
  const { repository } = parseReference(tag);
  return regexp.test(tag) || regexp.test(repository);
}

/** Go's path.Match as a regular expression. */
function pathPattern(pattern: string): RegExp {
  let source = '';
  for (let rest = pattern; rest !== ''; ) {
    const piece = /^(?:\*|\?|\\[\s\S]|\[\^?(?:(?:\\[\s\S]|[^\\\]-])(?:-(?:\\[\s\S]|[^\\\]-]))?)+\]|[^\\[*?])/u.exec(
      rest,
    )?.[0];
    if (piece === undefined) throw new DockerError('invalidParameter', 'syntax error in pattern');
    source +=
      piece === '*' ? '[^/]*' : piece === '?' ? '[^/]' : piece[0] === '[' ? characterClass(piece) : literal(piece);
    rest = rest.slice(piece.length);
  }
  return new RegExp(`^${source}$`, 'u');
}

const literal = (piece: string) => piece.replace(/^\\(?=.)/su, '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** `[a-c]`; a range that ends before it begins holds nothing. */
function characterClass(text: string): string {
  const negated = text[1] === '^';
  const parts = text.slice(negated ? 2 : 1, -1).matchAll(/(\\[\s\S]|[^\\])(?:-(\\[\s\S]|[^\\]))?/gu);
  const point = (part: string) => part.replace(/^\\(?=.)/su, '').codePointAt(0)!;
  const code = (value: number) => `\\u{${value.toString(16)}}`;
  const ranges = [...parts].flatMap(([, low = '', high = low]) =>
    point(low) <= point(high) ? [`${code(point(low))}-${code(point(high))}`] : [],
  );
  if (ranges.length === 0) return negated ? '[^/]' : '(?!)';
  return `[${negated ? '^' : ''}${ranges.join('')}]`;
}

/** See {@link Engine.imageInspect}. @throws {DockerError} */
export function inspectImage(daemon: Daemon, name: string): ImageInspect {
  const image = imageByName(daemon, name);
  const [top = '', ...lower] = layerFolders(daemon, image);
  const folder = `${OVERLAY_ROOT}/${top}`;
  return {
    Id: image.Id,
    RepoTags: tagsOf(daemon, image.Id),
    RepoDigests: [],
    Parent: image.parent,
    Comment: image.comment,
    Created: image.created,
    DockerVersion: image.dockerVersion,
    Author: image.author,
    Architecture: image.architecture ?? 'amd64',
    Os: 'linux',
    Size: imageSize(daemon, image),
    GraphDriver: {
      Data: {
        ...(lower.length > 0 ? { LowerDir: lower.map((name) => `${OVERLAY_ROOT}/${name}/diff`).join(':') } : {}),
        MergedDir: `${folder}/merged`,
        UpperDir: `${folder}/diff`,
        WorkDir: `${folder}/work`,
      },
      Name: 'overlay2',
    },
    RootFS: { Type: 'layers', Layers: image.layers },
    Metadata: { LastTagTime: rfc3339Nano(image.lastTagTime) },
    Config: image.config as ImageInspect['Config'],
  };
}

/** See {@link Engine.imageHistory}: the newest first. @throws {DockerError} */
export function imageHistory(daemon: Daemon, name: string): readonly ImageHistoryItem[] {
  const image = imageByName(daemon, name);
  return [...image.history].reverse().map(({ created, createdBy, comment, size }, index) => ({
    Id: index === 0 ? image.Id : '<missing>',
    Created: Math.floor(Date.parse(created) / 1000),
    CreatedBy: createdBy,
    Tags: index === 0 ? tagsOf(daemon, image.Id) : null,
    Size: size ?? 0,
    Comment: comment,
  }));
}

/** See {@link Engine.imageTag}. @throws {DockerError} */
export function tagImage(daemon: Daemon, name: string, reference: string): void {
  const image = imageByName(daemon, name);
  const parsed = parseReference(reference);
  if (parsed.digest !== undefined)
    throw new DockerError('invalidParameter', 'refusing to create a tag with a digest reference');
  const tag = formatReference(parsed);
  daemon.state.tags.set(tag, image.Id);
  daemon.state.images.set(image.Id, { ...image, lastTagTime: daemon.kernel.now() });
  emit(daemon, 'image', 'tag', image.Id, { ...labelsOf(image), name: tag });
}
