import type {
  World,
  WorldContainer,
  WorldEntry,
  WorldFolder,
  WorldMount,
  WorldTree,
  WorldVolume,
} from '../../machine/wire.ts';

/*
 * Worlds in a short notation, for tests and for the page without a machine.
 * A listing: `list=buy milk` is a file with a text, `sub/` a folder, `list=…@7` changed in World 7.
 */

export function tree(listing = '', more = 0, uid = 0): WorldTree {
  const entries = listing
    .split(';')
    .map((each) => each.trim())
    .filter(Boolean)
    .map((each): WorldEntry => {
      const [, path = '', text, changed = '1'] = /^([^=@]*)(?:=([^@]*))?(?:@(\d+))?$/.exec(each) ?? [];
      const folder = path.endsWith('/');
      const base = { path: path.replace(/\/$/, ''), uid, changed: Number(changed) };
      return folder
        ? { ...base, type: 'directory', size: 4096, mode: 0o755 }
        : { ...base, type: 'file', size: text?.length ?? 0, mode: 0o644, ...(text && { text }) };
    });
  return { entries, more };
}

export function volume(name: string, listing = '', users: readonly string[] = []): WorldVolume {
  const anonymous = /^[0-9a-f]{64}$/.test(name);
  return { name, anonymous, labels: {}, size: 0, users, tree: tree(listing) };
}

/** `notes:/data`, `/home/learner/site:/usr/share/nginx/html:ro`, `tmpfs:/tmp`. */
export function mount(spec: string, listing?: string): WorldMount {
  const [source = '', destination = '', mode] = spec.split(':');
  const type = source === 'tmpfs' ? 'tmpfs' : source.startsWith('/') ? 'bind' : 'volume';
  const base = { type, source: type === 'tmpfs' ? '' : source, destination, readonly: mode === 'ro' } as const;
  return listing === undefined ? base : { ...base, tree: tree(listing) };
}

export function container(
  name: string,
  image: string,
  mounts: readonly (string | WorldMount)[] = [],
  rest: Partial<WorldContainer> = {},
): WorldContainer {
  return {
    id: `${name}-id`,
    name,
    image,
    command: 'sh',
    status: 'running',
    exitCode: 0,
    ports: [],
    mounts: mounts.map((each) => (typeof each === 'string' ? mount(each) : each)),
    layer: tree(),
    deleted: [],
    ...rest,
  };
}

export function folder(path: string, listing = '', file = false): WorldFolder {
  return { path, file, tree: tree(listing, 0, 1000) };
}

export function world(number: number, parts: Partial<World> = {}): World {
  return {
    number,
    user: 'learner',
    cwd: '/home/learner',
    folders: [folder('/home/learner')],
    volumes: [],
    containers: [],
    images: ['busybox', 'alpine', 'debian', 'ubuntu', 'nginx'].map((name, at) => ({
      id: `sha256:${at}`,
      tags: [`${name}:latest`],
      size: 2_000_000,
      layers: name === 'nginx' ? 2 : 1,
    })),
    ...parts,
  };
}

/** A session as the first lessons make it, one World after the other. */
export const STORY: readonly World[] = [
  world(1),
  world(2, { volumes: [volume('notes')] }),
  world(3, {
    volumes: [volume('notes', '', ['first'])],
    containers: [container('first', 'busybox', ['notes:/data'])],
  }),
  world(4, {
    volumes: [volume('notes', 'list=buy milk@4', ['first'])],
    containers: [container('first', 'busybox', ['notes:/data'], { status: 'exited' })],
  }),
  world(5, { volumes: [volume('notes', 'list=buy milk@4')] }),
  world(6, {
    folders: [
      folder('/home/learner', 'orders.tar.gz;site/'),
      folder(
        '/home/learner/site',
        'index.html=<h1>Harbour café</h1>;hours.txt=open until ten@6;img/;img/logo.svg=<svg>',
      ),
    ],
    volumes: [
      volume('notes', 'list=buy milk@4', ['second', 'box']),
      volume('orders', 'today=3 lamps;old/;old/may=1 rug'),
      volume('4f'.repeat(32), 'seed.txt=seed', ['box']),
    ],
    containers: [
      container('web', 'nginx', ['/home/learner/site:/usr/share/nginx/html:ro'], {
        ports: [{ host: 8080, container: 80 }],
        command: 'nginx -g daemon off;',
        layer: tree('run/nginx.pid=1;var/cache/nginx/'),
      }),
      container('second', 'busybox', ['notes:/groceries', '/home/learner/site:/in', mount('tmpfs:/t')], {
        status: 'exited',
        exitCode: 137,
      }),
      container('box', 'alpine', ['notes:/data:ro', `${'4f'.repeat(32)}:/seed`, mount('tmpfs:/scratch', 'tmp.1=x@6')], {
        layer: tree('etc/motd=hello@6;root/.ash_history=ls'),
        deleted: ['/etc/issue'],
      }),
    ],
  }),
];
