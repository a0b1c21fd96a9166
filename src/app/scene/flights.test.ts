import { describe, expect, test } from 'vitest';
import type { World } from '../../machine/wire.ts';
import { container, folder, tree, volume, world } from '../testing/worlds.ts';
import { flightsOf } from './flights.ts';
import { layOut } from './layout.ts';

/** A volume with a listing of which the entries of World 2 were written by somebody. */
function written(name: string, listing: string, by: string | undefined, users: readonly string[]) {
  const made = volume(name, '', users);
  const { entries, more } = tree(listing);
  return { ...made, tree: { more, entries: entries.map((entry) => (by ? { ...entry, by } : entry)) } };
}

function flights(before: Partial<World>, after: Partial<World>): readonly string[] {
  const first = layOut(world(1, before), 1000, 1);
  return flightsOf(layOut(world(2, after), 1000, 1, first), 2).map(({ kind, label, stretch }) =>
    `${stretch} ${kind} ${label}`.trim(),
  );
}

const a = container('a1', 'busybox', ['notes:/data']);
const b = container('b1', 'busybox', ['notes:/other']);

test.each([
  [
    'what one container writes goes to the volume, and shows at the other',
    'a1-id',
    [a, b],
    ['1 volume list', '2 volume'],
  ],
  ['what Docker copies for a container that was there already goes nowhere', undefined, [a], []],
] as const)('%s', (_, by, containers, expected) => {
  const before = { containers, volumes: [volume('notes', '', ['a1', 'b1'])] };
  expect(flights(before, { containers, volumes: [written('notes', 'list=x@2', by, ['a1', 'b1'])] })).toEqual(expected);
});

test('a volume that is filled comes from the image of the new container', () => {
  const after = { containers: [a], volumes: [written('notes', 'one=1@2;two=2@2', undefined, ['a1'])] };
  expect(flights({}, after)).toEqual(['1 image 2 files']);
});

describe('tar', () => {
  const carrier = container('c1', 'alpine', ['notes:/data:ro', '/home/learner:/backup']);
  const byTar = (listing: string) => {
    const { entries, more } = tree(listing);
    return { more, entries: entries.map((entry) => ({ ...entry, by: 'c1-id', tool: 'tar' as const })) };
  };
  const home = (listing: string) => ({ ...folder('/home/learner', ''), tree: byTar(listing) });

  test('packs the files of one mount into an archive in another', () => {
    const volumes = [volume('notes', 'one=1;two=2;sub/', ['c1'])];
    const after = { volumes, folders: [home('notes.tar.gz@2')], containers: [carrier] };
    expect(flights({ volumes, folders: [home('')], containers: [carrier] }, after)).toEqual([
      '1 volume one',
      '1 volume two',
    ]);
  });

  test('and unpacks them, also when its container has gone already', () => {
    const folders = [home('notes.tar.gz')];
    const volumes = [{ ...volume('notes', '', []), tree: byTar('one=1@2;two=2@2') }];
    const before = { volumes: [volume('notes', '', ['c1'])], folders, containers: [carrier] };
    expect(flights(before, { volumes, folders, containers: [] })).toEqual(['1 volume one', '1 volume two']);
  });

  describe('on the host itself', () => {
    const onHost = (listing: string, archive = '', holds: readonly string[] = []) => {
      const { entries, more } = tree(listing);
      const marked = entries.map((entry) => ({
        ...entry,
        by: 'host',
        tool: 'tar' as const,
        ...(entry.path === archive && { holds }),
      }));
      return { more, entries: marked };
    };
    const host = (listing: string, archive: string, holds: readonly string[]) => ({
      ...folder('/home/learner', ''),
      tree: onHost(listing, archive, holds),
    });
    const users = { containers: [a], volumes: [volume('notes', 'list=milk;todo=x', ['a1'])] };

    test('packs what the archive holds, from wherever that lies, and leaves the rest', () => {
      const before = { ...users, folders: [host('list=other;page=x', '', [])] };
      const packed = { ...users, folders: [host('list=other;page=x;b.tar@2', 'b.tar', ['list', 'todo'])] };
      expect(flights(before, packed)).toEqual(['1 volume list', '1 volume todo']);
      const own = { ...users, folders: [host('list=other;page=x;b.tar@2', 'b.tar', ['home/learner/page'])] };
      expect(flights(before, own)).toEqual(['1 folder page']);
    });

    test('unpacks it, and the containers see it', () => {
      const folders = [host('b.tar', 'b.tar', ['list', 'todo'])];
      const before = { containers: [a], volumes: [volume('notes', '', ['a1'])], folders };
      const filled = { ...volume('notes', '', ['a1']), tree: onHost('list=milk@2;todo=x@2') };
      expect(flights(before, { ...before, volumes: [filled] })).toEqual(['1 volume list', '1 volume todo', '2 volume']);
    });
  });

  test('what it writes without an archive in sight is a write like any other', () => {
    const folders = [home('')];
    const volumes = [{ ...volume('notes', '', ['c1']), tree: byTar('one=1@2') }];
    const before = { volumes: [volume('notes', '', ['c1'])], folders, containers: [carrier] };
    expect(flights(before, { volumes, folders, containers: [carrier] })).toEqual(['1 volume one']);
  });
});

test('what the host writes shows at once in the containers that run, not in those that stand still', () => {
  const containers = [
    container('a1', 'busybox', ['/home/learner/site:/in']),
    container('b1', 'busybox', ['/home/learner/site:/in'], { status: 'exited' }),
  ];
  const site = (listing: string) => {
    const made = folder('/home/learner/site', listing);
    return { ...made, tree: { ...made.tree, entries: made.tree.entries.map((entry) => ({ ...entry, by: 'host' })) } };
  };
  expect(flights({ containers, folders: [site('page=1')] }, { containers, folders: [site('page=2@2')] })).toEqual([
    '1 folder',
  ]);
});
