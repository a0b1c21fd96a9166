import type { Answer } from '../connection.ts';
import { type Asked, type Decision, FORWARD, refusal } from './decision.ts';
import { driverRefusal, hostConfigRefusal, networkRefusal } from './host-config.ts';
import { imageRules } from './image-rules.ts';
import { REPLAY_LABEL, withoutLabel } from './label.ts';
import type { GuardOptions, Objects } from './objects.ts';
import { look } from './views.ts';

/*
 * The rules, in the order in which they are tried: what only looks; containers; volumes; networks; images; and last,
 * whatever is not named here is refused.
 */

type Rule = (asked: Asked, objects: Objects, options: GuardOptions) => Promise<Decision | undefined>;

const RULES: readonly Rule[] = [looks, containers, execs, volumes, networks, imageRules, others];

/** Decides about a request. */
export async function decide(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision> {
  for (const rule of RULES) {
    const decision = await rule(asked, objects, options);
    if (decision) return decision;
  }
  return refusal(`${asked.method} ${asked.path} of the engine's API`);
}

async function looks(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision | undefined> {
  if (asked.method !== 'GET' && asked.method !== 'HEAD') return undefined;
  // Asking a registry is not looking at the engine.
  if (asked.path.startsWith('/distribution/') && !options.pull) return refusal('a registry');
  if (asked.path === '/images/search' && !options.pull) return refusal('a registry');
  return (await look(asked, objects, options)) ?? FORWARD;
}

async function containers(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision | undefined> {
  const { method, path } = asked;
  const [, root, second = '', verb = ''] = path.split('/');
  if (root !== 'containers') return undefined;
  if (path === '/containers/create' && method === 'POST') return createContainer(asked, objects, options);
  if (path === '/containers/prune') return prune(options, 'docker container prune');
  const reference = decodeURIComponent(second);
  const foreign = await objects.container(reference);
  if (foreign !== undefined) return refusal(foreign);
  if (method === 'DELETE' && verb === '') return removal(asked, objects);
  if (method === 'PUT' && verb === 'archive') return FORWARD;
  if (method !== 'POST') return undefined;
  switch (verb) {
    case 'start':
    case 'restart': {
      const reason = await movedBinds(reference, objects, options);
      return reason === undefined ? FORWARD : refusal(reason);
    }
    case 'attach':
    case 'kill':
    case 'pause':
    case 'rename':
    case 'resize':
    case 'stop':
    case 'unpause':
    case 'wait':
      return FORWARD;
    case 'update': {
      const reason = await hostConfigRefusal(jsonOf(await asked.body()), objects);
      return reason === undefined || options.disposable ? FORWARD : refusal(reason);
    }
    case 'exec': {
      const { Privileged } = jsonOf(await asked.body());
      return Privileged && !options.disposable ? refusal('--privileged') : FORWARD;
    }
    default:
      return undefined;
  }
}

async function createContainer(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision> {
  const request = jsonOf(await asked.body());
  const {
    HostConfig = {},
    NetworkingConfig,
    Labels,
  } = request as {
    HostConfig?: Record<string, unknown>;
    NetworkingConfig?: { EndpointsConfig?: Record<string, unknown> | null };
    Labels?: Record<string, string> | null;
  };
  const reason = options.disposable ? undefined : await hostConfigRefusal(HostConfig, objects);
  if (reason !== undefined) return refusal(reason);
  for (const name of Object.keys(NetworkingConfig?.EndpointsConfig ?? {})) {
    const foreign = await objects.network(name);
    if (foreign !== undefined) return refusal(foreign);
  }
  // Volumes that come into being although the container doesn't are ours as well.
  const named = volumeNames(HostConfig);
  const fresh = new Set<string>();
  for (const name of named) if (!(await objects.volumeInfo(name))) fresh.add(name);
  const body = Buffer.from(JSON.stringify({ ...request, Labels: { ...Labels, [REPLAY_LABEL]: options.run } }));
  const after = async ({ status, body: answer }: Answer) => {
    if (status === 201) {
      const { Id } = JSON.parse(answer.toString()) as { Id: string };
      objects.ledger.add({ kind: 'container', id: Id });
      await objects.noteVolumesOf(Id);
    }
    for (const name of fresh) await objects.noteVolume(name);
  };
  return { kind: 'forward', body, after };
}

function volumeNames(config: Record<string, unknown>): readonly string[] {
  const { Binds, Mounts } = config as {
    Binds?: readonly string[] | null;
    Mounts?: readonly { Type: string; Source?: string }[] | null;
  };
  return [
    ...(Binds ?? []).flatMap((bind) => (bind.includes(':') && !bind.startsWith('/') ? [bind.split(':')[0]!] : [])),
    ...(Mounts ?? []).flatMap(({ Type, Source }) => (Type === 'volume' && Source ? [Source] : [])),
  ].filter(Boolean);
}

/** A link in the scenario's folder may lead elsewhere by the time when the container starts. */
async function movedBinds(reference: string, objects: Objects, options: GuardOptions): Promise<string | undefined> {
  const found = await options.connection.json<{ Mounts?: readonly { Type: string; Source: string }[] }>(
    'GET',
    `/containers/${encodeURIComponent(reference)}/json`,
  );
  const moved = (found?.Mounts ?? []).map(({ Type, Source }) =>
    Type === 'bind' ? objects.hostPath(Source) : undefined,
  );
  return moved.find((reason) => reason !== undefined);
}

/** Notes stay when a removal fails; a removed container takes its note along. */
async function removal(asked: Asked, objects: Objects): Promise<Decision> {
  const id = await objects.containerId(decodeURIComponent(asked.path.split('/')[2]!));
  const after = async ({ status }: Answer) => {
    if (status === 204 && id !== undefined) objects.ledger.drop('container', id);
  };
  return { kind: 'forward', after };
}

async function execs({ method, path }: Asked, objects: Objects, options: GuardOptions): Promise<Decision | undefined> {
  const [, id] = /^\/exec\/([^/]+)\/(start|resize)$/.exec(path) ?? [];
  if (id === undefined || method !== 'POST') return undefined;
  const exec = await options.connection.json<{ ContainerID: string }>('GET', `/exec/${id}/json`);
  if (exec && !objects.ledger.has('container', exec.ContainerID))
    return refusal('a container that the scenario did not make');
  return FORWARD;
}

async function volumes(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision | undefined> {
  const { method, path } = asked;
  if (!path.startsWith('/volumes/')) return undefined;
  if (path === '/volumes/prune') return prune(options, 'docker volume prune');
  if (path === '/volumes/create' && method === 'POST') {
    const request = jsonOf(await asked.body()) as {
      Name?: string;
      Driver?: string;
      DriverOpts?: Record<string, string>;
      Labels?: Record<string, string>;
    };
    const reason =
      (request.Name ? await objects.volume(request.Name) : undefined) ??
      (options.disposable ? undefined : driverRefusal(request.Driver, request.DriverOpts, objects));
    if (reason !== undefined) return refusal(reason);
    const body = Buffer.from(
      JSON.stringify({ ...request, Labels: { ...request.Labels, [REPLAY_LABEL]: options.run } }),
    );
    const after = async ({ status, body: answer }: Answer) => {
      if (status === 201) await objects.noteVolume((JSON.parse(answer.toString()) as { Name: string }).Name);
    };
    return { kind: 'forward', body, after, edit: withoutLabel };
  }
  const name = decodeURIComponent(path.slice('/volumes/'.length));
  const foreign = await objects.volume(name);
  if (foreign !== undefined) return refusal(foreign);
  if (method !== 'DELETE') return undefined;
  const after = async ({ status }: Answer) => {
    if (status === 204) objects.ledger.drop('volume', name);
  };
  return { kind: 'forward', after };
}

async function networks(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision | undefined> {
  const { method, path } = asked;
  if (!path.startsWith('/networks/')) return undefined;
  if (path === '/networks/prune') return prune(options, 'docker network prune');
  if (path === '/networks/create' && method === 'POST') {
    const request = jsonOf(await asked.body());
    const reason = options.disposable ? undefined : networkRefusal(request);
    if (reason !== undefined) return refusal(reason);
    const Labels = { ...(request.Labels as Record<string, string> | null), [REPLAY_LABEL]: options.run };
    const after = async ({ status, body }: Answer) => {
      if (status === 201)
        objects.ledger.add({ kind: 'network', id: (JSON.parse(body.toString()) as { Id: string }).Id });
    };
    return { kind: 'forward', body: Buffer.from(JSON.stringify({ ...request, Labels })), after };
  }
  const [, , second = '', verb = ''] = path.split('/');
  const foreign = await objects.network(decodeURIComponent(second));
  if (foreign !== undefined) return refusal(foreign);
  if (verb === 'connect' || verb === 'disconnect') {
    const { Container = '' } = jsonOf(await asked.body()) as { Container?: string };
    const other = await objects.container(Container);
    return other === undefined ? FORWARD : refusal(other);
  }
  if (method !== 'DELETE' || verb !== '') return undefined;
  const found = await objects.networkInfo(decodeURIComponent(second));
  const after = async ({ status }: Answer) => {
    if (status === 204 && found) objects.ledger.drop('network', found.Id);
  };
  return { kind: 'forward', after };
}

async function others({ method, path }: Asked, _: Objects, options: GuardOptions): Promise<Decision | undefined> {
  // BuildKit's session: the engine asks the command for the build's files, the command asks nothing.
  if (path === '/session' && method === 'POST') return FORWARD;
  if (path === '/build/prune') return prune(options, 'docker builder prune');
  if (path === '/auth' && options.pull) return FORWARD;
  return undefined;
}

/** A prune can't be held to the scenario's own objects. */
function prune({ disposable }: GuardOptions, command: string): Decision {
  return disposable ? FORWARD : refusal(`${command} on an engine that is not --disposable`);
}

function jsonOf(body: Buffer): Record<string, unknown> {
  const text = body.toString();
  return text.trim() === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
