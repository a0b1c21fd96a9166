import type { Asked, Decision } from './decision.ts';
import { missing } from './decision.ts';
import { withoutLabel } from './label.ts';
import type { GuardOptions, Objects } from './objects.ts';

/*
 * What a scenario sees of the engine: its own objects, the built-in networks and the images that it may use. What others
 * have on the engine is left out of every list, so that a replay is the same on a busy engine as on an empty one.
 */

interface Summary {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
}

/** Decides about a request that only looks; undefined if it is none of these. */
export async function look(asked: Asked, objects: Objects, options: GuardOptions): Promise<Decision | undefined> {
  const { ledger } = objects;
  const { path, query } = asked;
  const ours = ({ Id }: Summary) => ledger.has('container', Id);
  const [, root = '', second = '', third = ''] = path.split('/');
  switch (true) {
    case path === '/containers/json': {
      const limit = Number(query.get('limit') ?? 0);
      const wider = new URLSearchParams(query);
      wider.delete('limit');
      if (limit > 0) wider.set('all', '1');
      const edit = (text: string) => {
        const list = (JSON.parse(withoutLabel(text)) as Summary[]).filter(ours);
        return JSON.stringify(limit > 0 ? list.slice(0, limit) : list);
      };
      return { kind: 'forward', query: wider, edit };
    }
    case root === 'containers' && third !== '': {
      const id = await objects.containerId(decodeURIComponent(second));
      if (id !== undefined && !ledger.has('container', id))
        return missing(`No such container: ${decodeURIComponent(second)}`);
      return third === 'json' ? { kind: 'forward', edit: withoutLabel } : { kind: 'forward' };
    }
    case path === '/volumes': {
      const edit = (text: string) => {
        const { Volumes, ...rest } = JSON.parse(withoutLabel(text)) as { Volumes: readonly { Name: string }[] | null };
        return JSON.stringify({ Volumes: (Volumes ?? []).filter(({ Name }) => ledger.has('volume', Name)), ...rest });
      };
      return { kind: 'forward', edit };
    }
    case root === 'volumes': {
      const name = decodeURIComponent(second);
      if (!ledger.has('volume', name) && (await objects.volumeInfo(name)))
        return missing(`get ${name}: no such volume`);
      return { kind: 'forward', edit: withoutLabel };
    }
    case path === '/networks': {
      const edit = (text: string) => {
        const list = JSON.parse(withoutLabel(text)) as { Id: string; Name: string }[];
        return JSON.stringify(list.filter(({ Id, Name }) => objects.isBuiltIn(Name) || ledger.has('network', Id)));
      };
      return { kind: 'forward', edit };
    }
    case root === 'networks': {
      const name = decodeURIComponent(second);
      const found = await objects.networkInfo(name);
      if (found && !objects.isBuiltIn(found.Name) && !ledger.has('network', found.Id))
        return missing(`network ${name} not found`);
      const edit = (text: string) => {
        const { Containers, ...network } = JSON.parse(withoutLabel(text)) as { Containers?: Record<string, unknown> };
        const own = Object.entries(Containers ?? {}).filter(([id]) => ledger.has('container', id));
        return JSON.stringify({ ...network, ...(Containers && { Containers: Object.fromEntries(own) }) });
      };
      return { kind: 'forward', edit };
    }
    case path === '/images/json': {
      const edit = (text: string) =>
        JSON.stringify((JSON.parse(text) as Summary[]).filter(imageSeen(objects, options)));
      return { kind: 'forward', edit };
    }
    case path === '/system/df': {
      const edit = (text: string) => {
        const usage = JSON.parse(withoutLabel(text));
        return JSON.stringify({
          ...usage,
          ...(usage.Images && { Images: usage.Images.filter(imageSeen(objects, options)) }),
          ...(usage.Containers && { Containers: usage.Containers.filter(ours) }),
          ...(usage.Volumes && {
            Volumes: usage.Volumes.filter(({ Name }: { Name: string }) => ledger.has('volume', Name)),
          }),
          ...(usage.BuildCache && !options.disposable && { BuildCache: [] }),
        });
      };
      return { kind: 'forward', edit };
    }
    case path === '/events':
      return { kind: 'forward', line: (line) => seenEvent(line, objects, options) };
    default:
      return undefined;
  }
}

/** Images of the scenario's own and those that it may use. */
function imageSeen({ ledger }: Objects, { images }: GuardOptions): (image: Summary) => boolean {
  return ({ Id, RepoTags }) =>
    images === undefined ||
    ledger.has('image', Id) ||
    (RepoTags ?? []).some((tag) => images.has(tag) || ledger.has('image', tag));
}

interface Event {
  readonly Type: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** An event comes before the answer to the request that caused it: what isn't known yet may be ours a moment later. */
const PATIENCE = [0, 20, 50, 100, 200];

async function seenEvent(line: string, objects: Objects, options: GuardOptions): Promise<string | undefined> {
  let event: Event;
  try {
    event = JSON.parse(line) as Event;
  } catch {
    return line;
  }
  for (const pause of PATIENCE) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (isOurs(event, objects, options)) return withoutLabel(line);
  }
  return undefined;
}

function isOurs(
  { Type, Actor: { ID, Attributes } }: Event,
  { ledger }: Objects,
  { run, images }: GuardOptions,
): boolean {
  if (Object.values(Attributes ?? {}).includes(run)) return true;
  switch (Type) {
    case 'container':
      return ledger.has('container', ID);
    case 'volume':
      return ledger.has('volume', ID) || ledger.has('container', Attributes.container ?? '');
    case 'network':
      return ledger.has('network', ID) || ledger.has('container', Attributes.container ?? '');
    case 'image':
      return ledger.has('image', ID) || images === undefined;
    default:
      return false;
  }
}
