import { describe, expect, test } from 'vitest';
import { CATALOGUE, digest } from '../../../images/index.ts';
import { packTar, unpackTar } from '../archive/tar.ts';
import { command, type TestHost, testHost } from '../testing.ts';
import { documentOf, idOf } from './document.ts';
import { layerTar } from './layers.ts';

const files = (tar: Uint8Array) => new Map(unpackTar(tar).map(({ name, data }) => [name, data ?? new Uint8Array(0)]));
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function snap(host: TestHost): string {
  const { id } = host.docker('busybox', command(['sh', '-c', 'true']));
  host.run(host.engine.archivePut(id, '/', packTar([FILE]), { noOverwriteDirNonDir: false, copyUIDGID: false }));
  const options = { reference: 'snap:v1', comment: '', author: '', changes: [], pause: true };
  return host.run(host.engine.containerCommit(id, options));
}

const FILE = {
  name: 'layer',
  type: 'file',
  mode: 0o640,
  uid: 7,
  gid: 8,
  mtime: 1.6e12,
  data: new TextEncoder().encode('layer\n'),
} as const;

test('a layer of the catalogue has the digest of its archive on the disk', () => {
  const host = testHost();
  for (const { diffId, folder } of host.engine.state.layers.values())
    expect(`sha256:${digest(layerTar(host, folder))}`).toBe(diffId);
  expect(host.engine.state.layers.size).toBeGreaterThan(CATALOGUE.filter(({ pulled }) => !pulled).length);
});

test('an image’s id is the digest of its document', () => {
  const { engine } = testHost();
  for (const image of engine.state.images.values()) {
    expect(idOf(image.document)).toBe(image.Id);
    expect(documentOf(image)).toBe(image.document);
  }
});

describe('save and load', () => {
  test('every blob is named by its digest; manifest.json says what is what', () => {
    const host = testHost();
    const id = snap(host);
    const saved = files(host.run(host.engine.imageSave(['snap:v1'])));
    for (const [name, data] of saved)
      if (name.startsWith('blobs/sha256/') && !name.endsWith('/')) expect(digest(data)).toBe(name.slice(13));
    expect([...saved.keys()].filter((name) => !name.startsWith('blobs/'))).toEqual([
      'index.json',
      'manifest.json',
      'oci-layout',
      'repositories',
    ]);
    const [manifest] = JSON.parse(text(saved.get('manifest.json')));
    expect(manifest).toMatchObject({ Config: `blobs/${id.replace(':', '/')}`, RepoTags: ['snap:v1'] });
    expect(files(saved.get(manifest.Layers[1])!).get('layer')).toEqual(FILE.data);
  });

  test('what was saved comes back with its id, its files and their owners', () => {
    const host = testHost();
    const id = snap(host);
    const tar = host.run(host.engine.imageSave(['snap:v1']));
    host.run(host.engine.containerPrune({}));
    host.run(host.engine.imageRemove('snap:v1', { force: false, prune: true }));
    expect(host.run(host.engine.imageLoad(tar, { quiet: true }))).toEqual([{ stream: 'Loaded image: snap:v1\n' }]);
    expect(host.run(host.engine.imageInspect('snap:v1')).Id).toBe(id);
    expect(host.run(host.engine.imageSave(['snap:v1']))).toEqual(tar);
    expect(host.docker('snap:v1', command(['cat', '/layer'])).stdout).toBe('layer\n');
  });

  test('by id there are no names; a name that is another’s changes hands', () => {
    const host = testHost();
    const id = snap(host);
    const tar = host.run(host.engine.imageSave([id]));
    expect(host.run(host.engine.imageLoad(tar, { quiet: true }))).toEqual([{ stream: `Loaded image ID: ${id}\n` }]);
    const named = host.run(host.engine.imageSave(['snap']));
    const { Id: before } = host.run(host.engine.imageInspect('busybox'));
    host.run(host.engine.imageTag('busybox', 'snap:v1'));
    expect(host.run(host.engine.imageLoad(named, { quiet: true })).map(({ stream }) => stream)).toEqual([
      `The image snap:v1 already exists, renaming the old one with ID ${before} to empty string\n`,
      'Loaded image: snap:v1\n',
    ]);
  });

  test('a layer that was changed is refused', () => {
    const host = testHost();
    snap(host);
    const tar = host.run(host.engine.imageSave(['snap:v1']));
    host.run(host.engine.containerPrune({}));
    host.run(host.engine.imageRemove('snap:v1', { force: false, prune: true }));
    const changed = unpackTar(tar).map((entry) =>
      entry.type === 'file' && files(tar).get(entry.name)?.length === 2048 ? { ...entry, data: packTar([]) } : entry,
    );
    expect(host.run(host.engine.imageLoad(packTar(changed), { quiet: true })).at(-1)?.error).toMatch(
      /^invalid diffID for layer 1: expected "sha256:[0-9a-f]{64}", got "sha256:[0-9a-f]{64}"$/,
    );
  });
});
