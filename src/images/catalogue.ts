import { ALPINE_TREE, BUSYBOX_TREE } from './busybox.ts';
import { DEBIAN_TREE } from './debian.ts';
import type { FileEntry } from './entry.ts';
import { HELLO_LAYER } from './hello.ts';
import { HTTPD_LAYERS } from './httpd.ts';
import { NGINX_LAYERS, VOLIMG_LAYER } from './nginx.ts';
import { REDIS_LAYERS } from './redis.ts';

/** The fields of an image's configuration, in the order and with the nulls that `docker image inspect` shows. */
export interface ImageConfig {
  readonly ArgsEscaped?: boolean;
  readonly Cmd: readonly string[] | null;
  readonly Entrypoint: readonly string[] | null;
  readonly Env: readonly string[] | null;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly OnBuild: readonly string[] | null;
  readonly StopSignal?: string;
  readonly User: string;
  readonly Volumes: Readonly<Record<string, Record<string, never>>> | null;
  readonly WorkingDir: string;
}

/** A layer: its files, and the bytes that the real one has (programs here are smaller than they pretend to be). */
export interface ImageLayer {
  readonly size: number;
  /** Its folder's name under overlay2, as BuildKit makes them; others are named by a digest. */
  readonly folder?: string;
  readonly files: readonly FileEntry[];
}

/** A line of `docker history`, oldest first. A step without a layer changed only the configuration. */
export interface ImageHistory {
  /** RFC 3339. */
  readonly created: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly layer?: ImageLayer;
}

/** An image as its registry has it. */
export interface ImageDefinition {
  /** `name:tag`. */
  readonly reference: string;
  /** Only for tests and scripts; not shown to learners. */
  readonly hidden?: boolean;
  /** It isn't on a fresh host: pulling brings it. */
  readonly pulled?: boolean;
  readonly created: string;
  readonly author: string;
  readonly comment: string;
  /** What inspect shows as DockerVersion: empty for images made by BuildKit. */
  readonly dockerVersion: string;
  readonly config: ImageConfig;
  readonly history: readonly ImageHistory[];
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const IMPORTED = 'Imported from -';
const BUILDKIT = 'buildkit.dockerfile.v0';
const DOCKER = '28.5.2+dfsg4';

const BASE_CONFIG: ImageConfig = {
  Cmd: null,
  Entrypoint: null,
  Env: [PATH],
  Labels: null,
  OnBuild: null,
  User: '',
  Volumes: null,
  WorkingDir: '',
};

const imported = (created: string, layer: ImageLayer): ImageHistory => ({
  created,
  createdBy: '',
  comment: IMPORTED,
  layer,
});

const built = (created: string, createdBy: string, layer?: ImageLayer): ImageHistory =>
  layer ? { created, createdBy, comment: BUILDKIT, layer } : { created, createdBy, comment: BUILDKIT };

const BUSYBOX = imported('2026-11-24T09:54:48.194176418Z', { size: 2026596, files: BUSYBOX_TREE });
const ALPINE = imported('2026-11-24T09:54:48.514094828Z', { size: 2026603, files: ALPINE_TREE });
const DEBIAN = imported('2026-11-24T09:54:52.796336312Z', { size: 142552321, files: DEBIAN_TREE });

const NGINX_CREATED = '2026-11-24T09:54:55.769810236Z';
const NGINX_RUN =
  'RUN /bin/sh -c rm -f /etc/nginx/sites-enabled/default && mkdir -p /usr/share/nginx/html /docker-entrypoint.d && ' +
  'rm -f /usr/share/nginx/html/* && ln -sf /dev/stdout /var/log/nginx/access.log && ' +
  'ln -sf /dev/stderr /var/log/nginx/error.log # buildkit';

/** The images that can be pulled, as Docker Hub's of the same names are shaped. */
export const CATALOGUE: readonly ImageDefinition[] = [
  {
    reference: 'busybox:latest',
    created: BUSYBOX.created,
    author: '',
    comment: IMPORTED,
    dockerVersion: DOCKER,
    config: { ...BASE_CONFIG, Cmd: ['sh'] },
    history: [BUSYBOX],
  },
  {
    reference: 'alpine:latest',
    created: ALPINE.created,
    author: '',
    comment: IMPORTED,
    dockerVersion: DOCKER,
    config: { ...BASE_CONFIG, Cmd: ['/bin/sh'] },
    history: [ALPINE],
  },
  {
    reference: 'debian:latest',
    created: DEBIAN.created,
    author: '',
    comment: IMPORTED,
    dockerVersion: DOCKER,
    config: { ...BASE_CONFIG, Cmd: ['bash'] },
    history: [DEBIAN],
  },
  {
    reference: 'ubuntu:latest',
    created: DEBIAN.created,
    author: '',
    comment: BUILDKIT,
    dockerVersion: '',
    config: { ArgsEscaped: true, ...BASE_CONFIG, Cmd: ['/bin/bash'] },
    history: [DEBIAN, built(DEBIAN.created, 'CMD ["/bin/bash"]')],
  },
  {
    reference: 'nginx:latest',
    created: NGINX_CREATED,
    author: '',
    comment: BUILDKIT,
    dockerVersion: '',
    config: {
      ArgsEscaped: true,
      Cmd: ['nginx', '-g', 'daemon off;'],
      Entrypoint: ['/docker-entrypoint.sh'],
      Env: [PATH],
      ExposedPorts: { '80/tcp': {} },
      Labels: null,
      OnBuild: null,
      StopSignal: 'SIGQUIT',
      User: '',
      Volumes: null,
      WorkingDir: '',
    },
    history: [
      DEBIAN,
      built('2026-11-24T09:54:55.532561102Z', NGINX_RUN, {
        size: 0,
        folder: 'libk4y1j9ym199wh9zstezhvh',
        files: NGINX_LAYERS[0]!,
      }),
      built('2026-11-24T09:54:55.623018544Z', 'COPY docker-entrypoint.sh / # buildkit', {
        size: 20,
        folder: 'nyckq18d9rd71ya15l493egjg',
        files: NGINX_LAYERS[1]!,
      }),
      built('2026-11-24T09:54:55.695127841Z', 'COPY index.html 50x.html /usr/share/nginx/html/ # buildkit', {
        size: 244,
        folder: 'k6gk3cma6d4s56047gy4qi4o0',
        files: NGINX_LAYERS[2]!,
      }),
      built(NGINX_CREATED, 'COPY default.conf /etc/nginx/conf.d/default.conf # buildkit', {
        size: 274,
        folder: 't3n1h8a0w4ez7fk2mtbspsbi0',
        files: NGINX_LAYERS[3]!,
      }),
      built(NGINX_CREATED, 'ENTRYPOINT ["/docker-entrypoint.sh"]'),
      built(NGINX_CREATED, 'EXPOSE [80/tcp]'),
      built(NGINX_CREATED, 'STOPSIGNAL SIGQUIT'),
      built(NGINX_CREATED, 'CMD ["nginx" "-g" "daemon off;"]'),
    ],
  },
  {
    reference: 'volimg:latest',
    hidden: true,
    created: '2026-11-24T09:54:54.755889263Z',
    author: '',
    comment: BUILDKIT,
    dockerVersion: '',
    config: { ...BASE_CONFIG, Cmd: ['sh'], Volumes: { '/data': {} } },
    history: [
      BUSYBOX,
      built(
        '2026-11-24T09:54:54.755889263Z',
        'RUN /bin/sh -c mkdir -p /data && echo seed > /data/seed.txt # buildkit',
        { size: 5, folder: 'eqwnsxj8ux4pd44znklrdjsid', files: VOLIMG_LAYER },
      ),
      built('2026-11-24T09:54:54.755889263Z', 'VOLUME [/data]'),
    ],
  },
  {
    reference: 'hello-world:latest',
    pulled: true,
    created: '2025-08-08T19:05:17Z',
    author: '',
    comment: BUILDKIT,
    dockerVersion: '',
    config: { ...BASE_CONFIG, Cmd: ['/hello'], WorkingDir: '/' },
    history: [
      built('2025-08-08T19:05:17Z', 'COPY hello / # buildkit', { size: 10072, files: HELLO_LAYER }),
      built('2025-08-08T19:05:17Z', 'CMD ["/hello"]'),
    ],
  },
  {
    reference: 'redis:latest',
    pulled: true,
    created: '2026-11-24T09:54:56Z',
    author: '',
    comment: BUILDKIT,
    dockerVersion: '',
    config: {
      ArgsEscaped: true,
      Cmd: ['redis-server'],
      Entrypoint: ['docker-entrypoint.sh'],
      Env: [PATH, 'GOSU_VERSION=1.17', 'REDIS_VERSION=7.0.15'],
      ExposedPorts: { '6379/tcp': {} },
      Labels: null,
      OnBuild: null,
      User: '',
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    },
    history: [
      DEBIAN,
      built(
        '2026-11-24T09:54:56Z',
        'RUN /bin/sh -c groupadd -r -g 999 redis && useradd -r -g redis -u 999 redis # buildkit',
        { size: 4274, files: REDIS_LAYERS[0]! },
      ),
      built('2026-11-24T09:54:56Z', 'ENV GOSU_VERSION=1.17'),
      built('2026-11-24T09:54:56Z', 'COPY gosu /usr/local/bin/ # buildkit', { size: 2437896, files: REDIS_LAYERS[1]! }),
      built('2026-11-24T09:54:56Z', 'ENV REDIS_VERSION=7.0.15'),
      built('2026-11-24T09:54:56Z', 'COPY redis-server redis-cli /usr/local/bin/ # buildkit', {
        size: 35839217,
        files: REDIS_LAYERS[2]!,
      }),
      built('2026-11-24T09:54:56Z', 'RUN /bin/sh -c mkdir /data && chown redis:redis /data # buildkit', {
        size: 0,
        files: REDIS_LAYERS[3]!,
      }),
      built('2026-11-24T09:54:56Z', 'VOLUME [/data]'),
      built('2026-11-24T09:54:56Z', 'WORKDIR /data'),
      built('2026-11-24T09:54:56Z', 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit', {
        size: 703,
        files: REDIS_LAYERS[4]!,
      }),
      built('2026-11-24T09:54:56Z', 'ENTRYPOINT ["docker-entrypoint.sh"]'),
      built('2026-11-24T09:54:56Z', 'EXPOSE [6379/tcp]'),
      built('2026-11-24T09:54:56Z', 'CMD ["redis-server"]'),
    ],
  },
  {
    reference: 'httpd:latest',
    pulled: true,
    created: '2026-11-24T09:54:57Z',
    author: '',
    comment: BUILDKIT,
    dockerVersion: '',
    config: {
      ArgsEscaped: true,
      Cmd: ['httpd-foreground'],
      Entrypoint: null,
      Env: [
        'PATH=/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'HTTPD_PREFIX=/usr/local/apache2',
        'HTTPD_VERSION=2.4.65',
      ],
      ExposedPorts: { '80/tcp': {} },
      Labels: null,
      OnBuild: null,
      StopSignal: 'SIGWINCH',
      User: '',
      Volumes: null,
      WorkingDir: '/usr/local/apache2',
    },
    history: [
      DEBIAN,
      built('2026-11-24T09:54:57Z', 'ENV HTTPD_PREFIX=/usr/local/apache2'),
      built(
        '2026-11-24T09:54:57Z',
        'RUN /bin/sh -c mkdir -p "$HTTPD_PREFIX" && chown www-data:www-data "$HTTPD_PREFIX" # buildkit',
        { size: 0, files: HTTPD_LAYERS[0]! },
      ),
      built('2026-11-24T09:54:57Z', 'WORKDIR /usr/local/apache2'),
      built('2026-11-24T09:54:57Z', 'ENV HTTPD_VERSION=2.4.65'),
      built('2026-11-24T09:54:57Z', 'COPY httpd /usr/local/apache2 # buildkit', {
        size: 61742080,
        files: HTTPD_LAYERS[1]!,
      }),
      built('2026-11-24T09:54:57Z', 'STOPSIGNAL SIGWINCH'),
      built('2026-11-24T09:54:57Z', 'COPY httpd-foreground /usr/local/bin/ # buildkit', {
        size: 138,
        files: HTTPD_LAYERS[2]!,
      }),
      built('2026-11-24T09:54:57Z', 'EXPOSE [80/tcp]'),
      built('2026-11-24T09:54:57Z', 'CMD ["httpd-foreground"]'),
    ],
  },
];
