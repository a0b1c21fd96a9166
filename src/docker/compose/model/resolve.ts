import { clean, join } from '../../go/path.ts';
import { services } from './canonical.ts';
import type { Lookup } from './template.ts';
import { ComposeError, type Dict, isDict, isList, sprint, type Value } from './tree.ts';

const lists = (value: Value | undefined): readonly Value[] => (isList(value) ? value : []);
const dicts = (value: Value | undefined): readonly Dict[] => lists(value).filter(isDict);

/** Paths of the project made absolute. @throws {ComposeError} */
export function resolvePaths(model: Dict, folder: string, home: string | undefined): void {
  const absolute = (value: Value): Value => {
    if (typeof value !== 'string' || value === '') return value;
    const path = value.startsWith('~') && home !== undefined ? join(home, value.slice(1)) : value;
    return path.startsWith('/') ? path : join(folder, path);
  };
  const at = (owner: Dict, key: string) => {
    if (owner[key] !== undefined) owner[key] = absolute(owner[key]);
  };
  for (const service of services(model)) {
    const build = service.build;
    if (isDict(build) && !/^(https?|git|ssh):\/\/|^github\.com\/|^git@|:\/\//.test(sprint(build.context ?? '')))
      at(build, 'context');
    for (const file of dicts(service.env_file)) at(file, 'path');
    if (isList(service.label_file)) service.label_file = service.label_file.map(absolute);
    for (const volume of dicts(service.volumes)) {
      if (volume.type !== 'bind') continue;
      if (volume.source === undefined)
        throw new ComposeError('invalid mount config for type "bind": field Source must not be empty');
      at(volume, 'source');
    }
  }
  for (const section of ['configs', 'secrets'])
    for (const object of Object.values((model[section] ?? {}) as Dict)) if (isDict(object)) at(object, 'file');
  for (const volume of Object.values((model.volumes ?? {}) as Dict)) {
    if (!isDict(volume) || volume.driver !== 'local' || !isDict(volume.driver_opts ?? null)) continue;
    const options = volume.driver_opts as Dict;
    if (options.o === 'bind') at(options, 'device');
  }
}

/** Values that are named without one are taken from the project's environment. */
export function resolveEnvironment(model: Dict, lookup: Lookup): void {
  for (const service of services(model)) {
    if (!isList(service.environment)) continue;
    service.environment = service.environment.map((item) => {
      const found = typeof item === 'string' ? lookup(item) : undefined;
      return found === undefined ? item : `${sprint(item)}=${found}`;
    });
  }
  for (const [section, key] of [
    ['secrets', 'x-#value'],
    ['configs', 'content'],
  ] as const)
    for (const object of Object.values((model[section] ?? {}) as Dict)) {
      if (!isDict(object) || typeof object.environment !== 'string') continue;
      const found = lookup(object.environment);
      if (found !== undefined) object[key] = found;
    }
}

/** What follows from the rest: the default network, dependencies, full names. */
export function normalize(model: Dict, project: string, lookup: Lookup): void {
  normalizeNetworks(model);
  for (const service of services(model)) {
    if (service.pull_policy === 'if_not_present') service.pull_policy = 'missing';
    const build = service.build;
    if (isDict(build)) {
      build.context ??= '.';
      if (build.dockerfile === undefined && build.dockerfile_inline === undefined) build.dockerfile = 'Dockerfile';
      if (build.args !== undefined) build.args = resolved(build.args, lookup, false);
    }
    if (service.environment !== undefined) service.environment = resolved(service.environment, lookup, true);
    normalizeDependencies(service);
    for (const volume of dicts(service.volumes)) volume.target = clean(sprint(volume.target ?? ''));
  }
  for (const section of ['networks', 'volumes', 'configs', 'secrets']) {
    const resources = model[section];
    if (!isDict(resources)) continue;
    for (const [key, resource] of Object.entries(resources)) {
      const named: Dict = isDict(resource) ? resource : {};
      named.name ??= named.external === true ? key : `${project}_${key}`;
      resources[key] = named;
    }
  }
}

function normalizeNetworks(model: Dict): void {
  const networks: Dict = isDict(model.networks ?? null) ? (model.networks as Dict) : {};
  let usesDefault = false;
  for (const service of services(model)) {
    if (service.provider !== undefined || service.network_mode !== undefined) continue;
    const own = service.networks;
    if (!isDict(own) || Object.keys(own).length === 0) service.networks = { default: null };
    usesDefault ||= 'default' in (service.networks as Dict);
  }
  if (usesDefault && networks.default === undefined) networks.default = null;
  if (Object.keys(networks).length > 0) model.networks = networks;
}

function normalizeDependencies(service: Dict): void {
  const dependencies: Dict = isDict(service.depends_on ?? null) ? (service.depends_on as Dict) : {};
  const add = (name: string, restart: boolean) => {
    dependencies[name] ??= { condition: 'service_started', restart, required: true };
  };
  for (const link of lists(service.links)) add(sprint(link).split(':')[0]!, true);
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const reference = service[key];
    if (typeof reference === 'string' && reference.startsWith('service:')) add(reference.slice(8), true);
  }
  for (const from of lists(service.volumes_from)) {
    const text = sprint(from);
    if (!text.startsWith('container:')) add(text.split(':')[0]!, false);
  }
  if (Object.keys(dependencies).length > 0) service.depends_on = dependencies;
}

function resolved(value: Value, lookup: Lookup, keep: boolean): Value {
  if (isList(value))
    return value.flatMap((item): Value[] => {
      const text = sprint(item);
      if (text.includes('=')) return [text];
      const found = lookup(text);
      return found === undefined ? (keep ? [text] : []) : [`${text}=${found}`];
    });
  if (!isDict(value)) return value;
  const result: Dict = {};
  for (const [key, item] of Object.entries(value)) {
    const found = item === null ? lookup(key) : undefined;
    if (item !== null) result[key] = item;
    else if (found !== undefined) result[key] = found;
    else if (keep) result[key] = null;
  }
  return result;
}
