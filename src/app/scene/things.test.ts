import { expect, test } from 'vitest';
import { container, folder, mount, volume, world } from '../testing/worlds.ts';
import { shortName, thingsOf, tildePath } from './things.ts';
import { boxLabel, modeWords, shortPath, sizeWords, storeLabel } from './words.ts';

const ANONYMOUS = 'ab'.repeat(32);

test('every kind of store, and the pipes to them', () => {
  const things = thingsOf(
    world(1, {
      folders: [folder('/home/learner'), folder('/home/learner/site')],
      volumes: [volume('notes'), volume(ANONYMOUS)],
      containers: [
        container('web', 'nginx', [
          '/home/learner/site:/html:ro',
          'notes:/data',
          `${ANONYMOUS}:/seed`,
          mount('tmpfs:/tmp', 'x=1'),
        ]),
        container('old', 'busybox', ['notes:/data', mount('tmpfs:/tmp')], { status: 'exited' }),
      ],
    }),
  );
  expect(things.folders.map(({ name }) => name)).toEqual(['~', '~/site']);
  expect(things.stores.map(({ kind, name, asleep }) => `${kind} ${name}${asleep ? ' asleep' : ''}`)).toEqual([
    'volume notes',
    'anonymous abababababab',
    'tmpfs tmpfs of web',
    'tmpfs tmpfs of old asleep',
  ]);
  expect(things.pipes.map(({ kind, store, idle }) => `${kind} ${store}${idle ? ' idle' : ''}`)).toEqual([
    'folder folder:/home/learner/site',
    'volume volume:notes',
    `anonymous volume:${ANONYMOUS}`,
    'tmpfs tmpfs:web-id:/tmp',
    'volume volume:notes idle',
    'tmpfs tmpfs:old-id:/tmp idle',
  ]);
});

test('a bound folder that has gone is drawn empty', () => {
  const { folders, pipes } = thingsOf(
    world(1, { folders: [], containers: [container('a', 'b', ['/gone:/x', '/gone:/y'])] }),
  );
  expect(folders.map(({ key, tree }) => `${key} ${tree.entries.length}`)).toEqual(['folder:/gone 0']);
  expect(pipes).toHaveLength(2);
});

test.each([
  ['/home/learner', 'learner', '~'],
  ['/home/learner/a', 'learner', '~/a'],
  ['/home/learners', 'learner', '/home/learners'],
  ['/root/lab', 'root', '~/lab'],
  ['/srv', 'learner', '/srv'],
])('%s of %s is %s', (path, user, expected) => {
  expect(tildePath(path, user)).toBe(expected);
});

test('ids are short, names are not', () => {
  expect(shortName(ANONYMOUS)).toBe('abababababab');
  expect(shortName('deadbeef')).toBe('deadbeef');
});

test('labels say what the drawing shows', () => {
  const { stores, folders, boxes } = thingsOf(
    world(1, {
      volumes: [volume('notes', 'a;b', ['box']), volume('spare')],
      containers: [container('box', 'busybox', ['notes:/data'], { status: 'exited', exitCode: 3 })],
    }),
  );
  expect(stores.map(storeLabel)).toEqual([
    'volume notes, 2 entries, used by box',
    'volume spare, no entries, used by no container',
  ]);
  expect(folders.map(storeLabel)).toEqual(['host folder ~, no entries']);
  expect(boxes.map(({ container: box }) => boxLabel(box))).toEqual([
    'container box, exited (3), of the image busybox, 1 mount, no entries in its writable layer',
  ]);
});

test.each([
  ['file', 0o644, '-rw-r--r--'],
  ['directory', 0o1777, 'drwxrwxrwt'],
  ['directory', 0o1770, 'drwxrwx--T'],
  ['file', 0o4755, '-rwsr-xr-x'],
  ['file', 0o2644, '-rw-r-Sr--'],
  ['symlink', 0o777, 'lrwxrwxrwx'],
] as const)('%s %o is %s', (type, mode, expected) => {
  expect(modeWords({ type, mode })).toBe(expected);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [4096, '4.1 kB'],
  [2_030_000, '2.03 MB'],
  [5e12, '5000 GB'],
])('%i bytes are %s', (bytes, expected) => {
  expect(sizeWords(bytes)).toBe(expected);
});

test('an image that is mounted is a store of its own, however many mount it', () => {
  const image = { id: 'sha256:1', tags: ['nginx:latest'], size: 1, layers: 2 };
  const mounted = { type: 'image', source: 'nginx', destination: '/site', readonly: true } as const;
  const containers = [container('one', 'busybox', [mounted]), container('two', 'busybox', [mounted])];
  const { stores, folders, pipes } = thingsOf(world(1, { containers, images: [image] }));
  expect(stores.map((store) => `${store.key}: ${storeLabel(store)}`)).toEqual([
    'image:sha256:1: image nginx, mounted read-only',
  ]);
  expect(folders.map(({ path }) => path)).toEqual(['/home/learner']);
  expect(pipes.map(({ store, kind }) => `${store} ${kind}`)).toEqual(['image:sha256:1 image', 'image:sha256:1 image']);
});

test.each([
  ['/data', 10, '/data'],
  ['/usr/share/nginx/html', 21, '/usr/share/nginx/html'],
  ['/usr/share/nginx/html', 20, '…/share/nginx/html'],
  ['/usr/share/nginx/html', 13, '…/nginx/html'],
  ['/usr/share/nginx/html', 5, '…/html'],
  ['~/projects/site', 8, '…/site'],
])('the path %s in %i characters', (path, room, expected) => {
  expect(shortPath(path, room)).toBe(expected);
});
