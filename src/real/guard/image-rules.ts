import type { Answer } from '../connection.ts';
import { archivedFile, archivedImages, isCompressed } from './archives.ts';
import { type Asked, type Decision, FORWARD, refusal } from './decision.ts';
import { type GuardOptions, type Objects, tagged } from './objects.ts';
import { dockerfileRefusal } from './session.ts';

/*
 * Images: a scenario may make new ones and remove those; a name that is there already is never made to mean another.
 */

const ID = /sha256:[0-9a-f]{64}/g;

export async function imageRules(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision | undefined> {
  const { method, path, query } = asked;
  if (path === '/build' && method === 'POST') return build(asked, objects, options);
  if (path === '/build/cancel' && method === 'POST') {
    const own = objects.builds.has(query.get('id') ?? '');
    return own ? FORWARD : refusal('to end a build that the scenario did not begin');
  }
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

/** A build whose context is sent along: the classic builder, or BuildKit without a session. */
async function build(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision> {
  const { query } = asked;
  const { disposable, pull, started } = options;
  const names = query.getAll('t');
  objects.builds.add(query.get('buildid') ?? '');
  for (const name of names) {
    const reason = await objects.imageTag(name);
    if (reason !== undefined) return refusal(reason);
  }
  const remote = query.get('remote') ?? '';
  if (remote !== '' && remote !== 'client-session' && !pull) return refusal('a build from the network (no --pull)');
  if (/^(1|true)$/i.test(query.get('pull') ?? '') && !pull) return refusal('build --pull (no --pull)');
  const network = query.get('networkmode') ?? '';
  const foreign = network === '' ? undefined : await objects.network(network);
  if (foreign !== undefined) return refusal(foreign);
  if (query.get('cgroupparent') && !disposable) return refusal('--cgroup-parent');
  if (/entitlements|security\.insecure/.test(query.toString()) && !disposable) return refusal('--allow');
  if (remote === '' && !pull) {
    const reason = await contextRefusal(asked, objects, options);
    if (reason !== undefined) return refusal(reason);
  }
  const watch = async (text: string, status: number) => {
    // What comes from the cache may be another's.
    if (status < 300) await noteImages(objects, names, text.match(ID) ?? [], started);
  };
  return { kind: 'forward', watch };
}

/** Says why the archive of a build may not be: it is read for what its Dockerfile would fetch. */
async function contextRefusal(asked: Asked, objects: Objects, options: GuardOptions): Promise<string | undefined> {
  const dockerfile = asked.query.get('dockerfile') || 'Dockerfile';
  const archive = await asked.body();
  if (isCompressed(archive)) return 'a compressed archive of a build (no --pull)';
  const text = archivedFile(archive, dockerfile)?.toString() ?? '';
  const args = JSON.parse(asked.query.get('buildargs') || '{}') as Record<string, string>;
  return dockerfileRefusal(text, { dockerfile, target: asked.query.get('target') ?? '', args }, objects, options);
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
