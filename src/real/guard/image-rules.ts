import type { Answer } from '../connection.ts';
import { type Asked, type Decision, FORWARD, refusal } from './decision.ts';
import { type GuardOptions, type Objects, tagged } from './objects.ts';
import { archivedImages } from './saved-images.ts';

/*
 * Images: a scenario may make new ones and remove those; a name that is there already is never made to mean another.
 */

const ID = /sha256:[0-9a-f]{64}/g;

export async function imageRules(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision | undefined> {
  const { method, path, query } = asked;
  if (path === '/build' && method === 'POST') return build(asked, objects, options);
  if (path === '/commit' && method === 'POST') {
    const foreign = await objects.container(query.get('container') ?? '');
    return foreign === undefined ? named(referenceOf(query), objects) : refusal(foreign);
  }
  if (!path.startsWith('/images/')) return undefined;
  if (path === '/images/prune') {
    if (options.disposable) return FORWARD;
    return refusal('docker image prune on an engine that is not --disposable');
  }
  if (path === '/images/create' && method === 'POST') {
    if (query.get('fromSrc')) {
      if (query.get('fromSrc') !== '-' && !options.pull) return refusal('a download (no --pull)');
      return named(referenceOf(query), objects);
    }
    const image = `${query.get('fromImage') ?? ''}${query.get('tag') ? `:${query.get('tag')}` : ''}`;
    return options.pull ? named(image, objects, true) : refusal(`docker pull ${image} (no --pull)`);
  }
  if (path === '/images/load' && method === 'POST') return load(asked, objects, options);
  if (method === 'POST' && path.endsWith('/tag')) return named(referenceOf(query), objects);
  const reference = decodeURIComponent(path.slice('/images/'.length));
  if (method === 'DELETE') {
    const reason = await objects.imageRemoval(reference);
    if (reason !== undefined) return refusal(reason);
    const after = async ({ status, body }: Answer) => {
      if (status >= 300) return;
      for (const { Untagged, Deleted } of JSON.parse(body.toString()) as { Untagged?: string; Deleted?: string }[])
        objects.ledger.drop('image', Untagged ?? Deleted ?? '');
    };
    return { kind: 'forward', after };
  }
  return undefined;
}

function referenceOf(query: URLSearchParams): string {
  const repo = query.get('repo') ?? '';
  return repo && query.get('tag') ? `${repo}:${query.get('tag')}` : repo;
}

/** A request that makes an image, perhaps with a name. A pulled one stays. */
async function named(reference: string, objects: Objects, keep = false): Promise<Decision> {
  const reason = reference && !keep ? await objects.imageTag(reference) : undefined;
  if (reason !== undefined) return refusal(reason);
  const watch = async (text: string, status: number) => {
    if (status >= 300 || keep) return;
    await noteImages(objects, reference ? [reference] : [], text.match(ID) ?? []);
  };
  return { kind: 'forward', watch };
}

/** Writes down new images, the names only as far as they are there now; none by its id that was made before `since`. */
export async function noteImages(
  objects: Objects,
  names: readonly string[],
  ids: readonly string[],
  since = 0,
): Promise<void> {
  for (const name of names) {
    const found = await objects.imageInfo(tagged(name));
    if (found) objects.ledger.add({ kind: 'image', id: tagged(name) });
  }
  for (const id of ids) {
    const found = await objects.imageInfo(id);
    // An image that has other names was there before.
    const tags = found?.RepoTags ?? [];
    const fresh = found && (since === 0 || Date.parse(found.Created) >= since);
    if (fresh && tags.every((tag) => objects.ledger.has('image', tag))) objects.ledger.add({ kind: 'image', id });
  }
}

/** The classic builder; with BuildKit only `docker build` of older clients comes this way. */
async function build({ query }: Asked, objects: Objects, options: GuardOptions): Promise<Decision> {
  const names = query.getAll('t');
  for (const name of names) {
    const reason = await objects.imageTag(name);
    if (reason !== undefined) return refusal(reason);
  }
  if (query.get('remote') && !query.get('remote')!.startsWith('client-session') && !options.pull)
    return refusal('a build from the network (no --pull)');
  if (/^(1|true)$/i.test(query.get('pull') ?? '') && !options.pull) return refusal('build --pull (no --pull)');
  const network = query.get('networkmode') ?? '';
  const foreign = network === '' ? undefined : await objects.network(network);
  if (foreign !== undefined) return refusal(foreign);
  if (query.get('cgroupparent') && !options.disposable) return refusal('--cgroup-parent');
  if (/entitlements|security\.insecure/.test(query.toString()) && !options.disposable) return refusal('--allow');
  const watch = async (text: string, status: number) => {
    // What comes from the cache may be another's.
    if (status < 300) await noteImages(objects, names, text.match(ID) ?? [], options.started);
  };
  return { kind: 'forward', watch };
}

/** An archive may bring back an image that is there already, but not another one under its name. */
async function load(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision> {
  const archive = await asked.body();
  const images = archivedImages(archive);
  if (images === undefined && !options.disposable) return refusal('an archive that the guard can not read');
  const fresh: string[] = [];
  for (const { id, tags } of images ?? []) {
    for (const tag of tags) {
      const there = await objects.imageInfo(tag);
      if (there?.Id === id) continue;
      const reason = await objects.imageTag(tag);
      if (reason !== undefined) return refusal(reason);
      fresh.push(tag);
    }
  }
  const known = await Promise.all((images ?? []).map(async ({ id }) => (await objects.imageInfo(id)) !== undefined));
  const ids = (images ?? []).flatMap(({ id }, at) => (known[at] ? [] : [id]));
  const after = async ({ status }: Answer) => {
    if (status < 300) await noteImages(objects, fresh, ids);
  };
  return { kind: 'forward', body: archive, after };
}
