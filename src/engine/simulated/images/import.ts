import { digest } from '../../../images/index.ts';
import { DockerError } from '../../errors.ts';
import { parsePlatform } from '../../platform.ts';
import { decompressed } from '../archive/decompressed.ts';
import { packTar, type TarEntry, TarError, unpackTar } from '../archive/tar.ts';
import { type Daemon, emit } from '../daemon.ts';
import { readText } from '../files.ts';
import { rfc3339Nano } from '../time.ts';
import { applyChanges } from './changes.ts';
import { NO_CONFIG } from './document.ts';
import { addLayer } from './layers.ts';
import { formatReference, parseReference } from './reference.ts';
import { putImage } from './store.ts';

/** See {@link Engine.imageImport}: a file tree becomes an image of one layer, with no configuration but the changes. @throws {DockerError} */
export function importImage(
  daemon: Daemon,
  source: Uint8Array | { readonly url: string },
  options: {
    readonly reference: string;
    readonly message: string;
    readonly changes: readonly string[];
    readonly platform: string;
  },
): string {
  const { reference, message: comment, changes } = options;
  const platform = options.platform === '' ? undefined : parsePlatform(options.platform);
  const named = reference === '' ? undefined : parseReference(reference);
  if (named?.digest !== undefined) throw new DockerError('invalidParameter', 'cannot import digest reference');
  if (platform && platform.os !== 'linux')
    throw new DockerError('invalidParameter', 'operating system is not supported');
  const config = applyChanges(NO_CONFIG, changes);
  if (!(source instanceof Uint8Array)) throw new DockerError('system', fetchFailure(daemon, source.url));
  const entries = membersOf(source);
  // The archive as it would be written again: its own headers' format plays no part.
  const diffId = `sha256:${digest(packTar(entries))}`;
  const { size } = addLayer(daemon, diffId, entries, []);
  const created = rfc3339Nano(daemon.kernel.now());
  const { Labels, ...rest } = config;
  const image = putImage(
    daemon,
    {
      ...(platform && platform.architecture !== 'amd64' ? { architecture: platform.architecture } : {}),
      created,
      author: '',
      comment,
      dockerVersion: '28.5.2',
      config: { ...rest, Labels: Object.keys(Labels).length > 0 ? Labels : null },
      layers: [diffId],
      history: [{ created, createdBy: '', comment, size }],
      parent: '',
    },
    named && formatReference(named),
  );
  emit(daemon, 'image', 'import', image.Id, { name: image.Id });
  if (named) emit(daemon, 'image', 'tag', image.Id, { name: formatReference(named) });
  return image.Id;
}

function membersOf(tar: Uint8Array): readonly TarEntry[] {
  try {
    return unpackTar(decompressed(tar));
  } catch (error) {
    if (error instanceof TarError) throw new DockerError('system', error.message);
    throw error;
  }
}

/** Why the daemon can't fetch a URL: this machine is offline. */
export function fetchFailure(daemon: Daemon, url: string): string {
  const host = /^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
  if (host === '') return `Get "${url.split(':')[0]}:": http: no Host in request URL`;
  const name = host.replace(/^.*@/, '').replace(/:\d+$/, '');
  const port = /:(\d+)$/.exec(host)?.[1] ?? (url.startsWith('https') ? '443' : '80');
  if (/^\d+(\.\d+){3}$/.test(name)) {
    const why = name.startsWith('127.') ? 'connection refused' : 'network is unreachable';
    return `Get "${url}": dial tcp ${name}:${port}: connect: ${why}`;
  }
  if (name === 'localhost') return `Get "${url}": dial tcp 127.0.0.1:${port}: connect: connection refused`;
  const server = /^nameserver\s+(\S+)/m.exec(readText(daemon.host, '/etc/resolv.conf'))?.[1] ?? '127.0.0.1';
  return `Get "${url}": dial tcp: lookup ${name} on ${server}:53: dial udp ${server}:53: connect: network is unreachable`;
}
