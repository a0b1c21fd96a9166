import { ComposeError, type Dict, isDict, isList, lookUp, type Path, sprint, type Value } from './tree.ts';
import { parseVolume } from './volume.ts';

type Merger = (base: Value, over: Value, path: Path) => Value;

/** A map as `KEY=value` items, sorted. */
function toList(value: Value): Value[] {
  if (isList(value)) return value;
  if (typeof value === 'string') return [value];
  if (!isDict(value)) return [];
  return Object.entries(value)
    .flatMap(([key, item]) =>
      item === null ? [key] : isList(item) ? item.map((each) => `${key}=${sprint(each)}`) : [`${key}=${sprint(item)}`],
    )
    .sort();
}

function toMap(value: Value, fallback: Dict | null): Dict {
  if (isDict(value)) return value;
  if (!isList(value)) return {};
  return Object.fromEntries(value.map((item) => [sprint(item), fallback === null ? null : { ...fallback }]));
}

const joinLists: Merger = (base, over) => [...toList(base), ...toList(over)];
const replace: Merger = (_, over) => over;
const started: Dict = { condition: 'service_started', required: true };

const joinHosts: Merger = (base, over) => {
  const hosts = toList(base);
  return [...hosts, ...toList(over).filter((host) => !hosts.includes(host))];
};

const mergeLogging: Merger = (base, over, path) => {
  if (!isDict(base) || !isDict(over)) return over;
  const differs = 'driver' in base && 'driver' in over && base.driver !== over.driver;
  return differs ? over : mergeMaps(base, over, path);
};

const mergeBuild: Merger = (base, over, path) => {
  const build = (value: Value): Dict => (isDict(value) ? value : { context: value });
  return mergeMaps(build(base), build(over), path);
};

const SPECIAL: Readonly<Record<string, Merger>> = {
  ...Object.fromEntries(
    [
      'networks.*.labels',
      'volumes.*.labels',
      'services.*.annotations',
      'services.*.build.args',
      'services.*.build.additional_contexts',
      'services.*.build.labels',
      'services.*.deploy.labels',
      'services.*.dns',
      'services.*.dns_opt',
      'services.*.dns_search',
      'services.*.env_file',
      'services.*.label_file',
      'services.*.environment',
      'services.*.labels',
      'services.*.volumes.*.volume.labels',
      'services.*.sysctls',
      'services.*.tmpfs',
    ].map((pattern) => [pattern, joinLists]),
  ),
  'services.*.build': mergeBuild,
  'services.*.build.extra_hosts': joinHosts,
  'services.*.command': replace,
  'services.*.depends_on': (base, over, path) => mergeMaps(toMap(base, started), toMap(over, started), path),
  'services.*.entrypoint': replace,
  'services.*.extra_hosts': joinHosts,
  'services.*.healthcheck.test': replace,
  'services.*.logging': mergeLogging,
  'services.*.networks': (base, over, path) => mergeMaps(toMap(base, null), toMap(over, null), path),
  'services.*.ulimits.*': replace,
};

function mergeValues(base: Value, over: Value, path: Path): Value {
  const special = lookUp(SPECIAL, path);
  if (special) return special(base, over, path);
  if (over === null) return base;
  const refused = () => new ComposeError(`cannot override ${path.join('.')}`);
  if (isDict(base)) {
    if (!isDict(over)) throw refused();
    return mergeMaps(base, over, path);
  }
  if (isList(base)) {
    if (!isList(over)) throw refused();
    return [...base, ...over];
  }
  return over;
}

function mergeMaps(base: Dict, over: Dict, path: Path): Dict {
  for (const [key, value] of Object.entries(over))
    base[key] = Object.hasOwn(base, key) ? mergeValues(base[key]!, value, [...path, key]) : value;
  return base;
}

/** A file over those before it. @throws {ComposeError} */
export const merge = (base: Dict, over: Dict): Dict => mergeMaps(base, over, []);

/** A service over the one that it extends. */
export const extend = (base: Dict, over: Dict): Dict => mergeMaps(base, over, ['services', 'x']);

type Indexer = (item: Value, path: Path, index: number) => string;

const keyOf: Indexer = (item) => sprint(item).split('=')[0]!;
const place = (path: Path, index: number) => `${path.join('.')}.[${index}]`;

const volumeKey: Indexer = (item, path, index) => {
  if (!isDict(item)) return sprint(parseVolume(sprint(item)).target ?? '');
  if (typeof item.target !== 'string')
    throw new ComposeError(`service volume ${place(path, index)} is missing a mount target`);
  return item.target;
};

const portKey: Indexer = (item, path, index) => {
  if (!isDict(item)) return sprint(item);
  if (item.target === undefined) throw new ComposeError(`service ports ${place(path, index)} is missing a target port`);
  const { published, host_ip = '0.0.0.0', protocol = 'tcp' } = item;
  return `${sprint(host_ip)}:${published === undefined ? '<nil>' : sprint(published)}:${sprint(item.target)}/${sprint(protocol)}`;
};

const mountKey =
  (folder: string): Indexer =>
  (item) =>
    isDict(item) ? sprint(item.target ?? `${folder}/${sprint(item.source ?? '')}`) : `${folder}/${sprint(item)}`;

const deviceKey: Indexer = (item) => {
  if (isDict(item)) return sprint(item.target ?? '');
  const parts = sprint(item).split(':');
  return parts[1] ?? parts[0]!;
};

const UNIQUE: Readonly<Record<string, Indexer>> = {
  ...Object.fromEntries(
    [
      'networks.*.labels',
      'networks.*.ipam.options',
      'services.*.annotations',
      'services.*.build.args',
      'services.*.build.additional_contexts',
      'services.*.build.tags',
      'services.*.build.labels',
      'services.*.cap_add',
      'services.*.cap_drop',
      'services.*.deploy.labels',
      'services.*.dns',
      'services.*.dns_opt',
      'services.*.dns_search',
      'services.*.environment',
      'services.*.labels',
      'services.*.links',
      'services.*.networks.*.aliases',
      'services.*.networks.*.link_local_ips',
      'services.*.profiles',
      'services.*.sysctls',
      'services.*.tmpfs',
    ].map((pattern) => [pattern, keyOf]),
  ),
  'services.*.configs': mountKey(''),
  'services.*.secrets': mountKey('/run/secrets'),
  'services.*.env_file': (item) => sprint(isDict(item) ? (item.path ?? '') : item),
  'services.*.expose': (item) => sprint(item),
  'services.*.ports': portKey,
  'services.*.volumes': volumeKey,
  'services.*.devices': deviceKey,
};

/** Of items of a list that stand for the same thing the last counts, at the first one's place. @throws {ComposeError} */
export function enforceUnicity(value: Value, path: Path = []): Value {
  if (isDict(value)) {
    for (const [key, item] of Object.entries(value)) value[key] = enforceUnicity(item, [...path, key]);
    return value;
  }
  const indexer = isList(value) ? lookUp(UNIQUE, path) : undefined;
  if (!isList(value) || !indexer) return value;
  const unique = new Map<string, Value>();
  value.forEach((item, index) => void unique.set(indexer(item, path, index), item));
  return [...unique.values()];
}
