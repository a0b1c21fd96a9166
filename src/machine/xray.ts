import type { ContainerRecord } from '../engine/simulated/index.ts';
import { isErrno, type Mount, type MountNamespace, ROOT, type Stat } from '../fs/index.ts';
import { say, str } from './phrase.ts';
import type { XRay, XRayPlace } from './wire.ts';
import type { Surveyed } from './world.ts';

const WALKER = { cwd: '/', credentials: ROOT };
const OVERLAYS = '/var/lib/docker/overlay2';
const decoder = new TextDecoder();
const GLANCE = 200;

/** Looks through a path of a container: which mount or layer answers, and what lies hidden below. undefined: no such container. */
export function xray(machine: Surveyed, name: string, path: string): XRay | undefined {
  const container = [...machine.engine.containers.values()].find(({ Id, Name }) => Name === name || Id === name);
  if (!container) return undefined;
  return machine.inContainer(container.Id, (namespace) => look(machine, container, namespace, path));
}

function look(machine: Surveyed, container: ContainerRecord, namespace: MountNamespace, asked: string): XRay {
  const path = canonical(namespace, asked);
  const covering = namespace.mounts.filter((mount) => mount.path !== '/' && within(path, mount.path)).reverse();
  const imageLayers = container.layer.lower.filter((folder) => !folder.endsWith('-init')).length;
  const places: XRayPlace[] = [
    ...covering.map((mount) => mountPlace(machine, container, namespace, mount, path)),
    layerPlace(machine.host, 'layer', container.Name, `${OVERLAYS}/${container.layer.id}/diff${path}`),
    ...container.layer.lower.map((folder, at) => {
      const layer = `${OVERLAYS}/${folder}/diff${path}`;
      // Between both lies what the daemon adds to every container.
      if (folder.endsWith('-init')) return layerPlace(machine.host, 'docker', 'what Docker adds', layer);
      const number = container.layer.lower.length - at;
      return layerPlace(machine.host, 'image', `${container.Config.Image}, layer ${number} of ${imageLayers}`, layer);
    }),
  ];
  const here = covering[0];
  const answering = here ? places[0] : places.find(({ state }) => state !== 'nothing');
  const there = statOf(namespace, path);
  const hidden = places.filter((place) => place !== answering && place.state === 'there');
  const merged = !here && there?.type === 'directory';
  return {
    path,
    found: there && { type: kindOf(there), size: there.size, mode: there.mode, uid: there.uid, gid: there.gid },
    answers: answering,
    // Layers' folders are shown together, nothing of them is hidden.
    hidden: merged ? [] : hidden,
    merged: merged ? hidden : [],
    ...writable(container, namespace, here),
  };
}

function writable(
  { HostConfig, Name, running }: ContainerRecord,
  { mounts }: MountNamespace,
  mount: Mount | undefined,
): Pick<XRay, 'writable' | 'why'> {
  if (mount) {
    const why = mount.readonly
      ? say('It is mounted read-only.')
      : say('What is written here goes to the host at once, and outlives the container.');
    return {
      writable: !mount.readonly,
      why: mount.fs.startsWith('disk') ? why : say('It is kept in memory while the container runs.'),
    };
  }
  if (HostConfig.ReadonlyRootfs || (running && mounts[0]?.readonly))
    return { writable: false, why: say('The container was started with --read-only.') };
  return {
    writable: true,
    why: say(str`What is written here goes into the writable layer of ${Name}, and goes with it.`),
  };
}

function mountPlace(
  { host }: Surveyed,
  container: ContainerRecord,
  namespace: MountNamespace,
  mount: Mount,
  path: string,
): XRayPlace {
  const rest = path.slice(mount.path.length);
  const known = container.mounts.find(({ Destination }) => Destination === mount.path);
  const base = known?.Source && `${known.Source}${known.subpath ? `/${known.subpath}` : ''}`;
  if (known && base) {
    const kind = known.Type === 'volume' ? 'volume' : 'bind';
    return layerPlace(host, kind, known.Name ?? known.Source, `${base}${rest}`);
  }
  const stat = statOf(namespace, path);
  const tmpfs = known?.Type === 'tmpfs' || mount.path in (container.HostConfig.Tmpfs ?? {});
  return {
    kind: tmpfs ? 'tmpfs' : 'docker',
    name: mount.path,
    state: stat ? 'there' : 'nothing',
    ...(stat && { size: stat.size }),
  };
}

/** What lies at a path of the host's disk, as a layer or a mount's source. */
function layerPlace(host: MountNamespace, kind: XRayPlace['kind'], name: string, path: string): XRayPlace {
  const stat = statOf(host, path);
  const place = { kind, name, host: path };
  if (!stat) return { ...place, state: 'nothing' };
  if (stat.type === 'chardev' && stat.rdev?.[0] === 0 && stat.rdev[1] === 0) return { ...place, state: 'deleted' };
  const text = stat.type === 'file' ? glance(host, path, stat.size) : undefined;
  return { ...place, state: 'there', size: stat.size, ...(text !== undefined && { text }) };
}

function glance(host: MountNamespace, path: string, size: number): string | undefined {
  const { fs, ino } = host.at(host.resolve(path, WALKER, false));
  const bytes = fs.read(ino, 0, Math.min(size, GLANCE));
  return bytes.includes(0) ? undefined : decoder.decode(bytes);
}

/** With symbolic links followed, as far as the path exists. */
function canonical(namespace: MountNamespace, asked: string): string {
  const path = `/${asked
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;
  try {
    return namespace.realpath(path, WALKER);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const slash = path.lastIndexOf('/');
    if (slash < 0 || path === '/') return path;
    const above = canonical(namespace, path.slice(0, slash));
    return `${above === '/' ? '' : above}${path.slice(slash)}`;
  }
}

function statOf(namespace: MountNamespace, path: string): Stat | undefined {
  try {
    return namespace.stat(path, WALKER, false);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function kindOf({ type }: Stat): 'file' | 'directory' | 'symlink' | 'other' {
  return type === 'file' || type === 'directory' || type === 'symlink' ? type : 'other';
}
