import { parseIP } from '../../opts/net.ts';
import { PortError, parsePortSpec } from '../../opts/ports.ts';
import { ComposeError, type Dict, isDict, isList, lookUp, type Path, sprint, type Value } from './tree.ts';
import { parseVolume } from './volume.ts';

type Transform = (value: Value, path: Path, lenient: boolean) => Value;

const at = (path: Path) => path.join('.');
const invalidType = (value: Value, path: Path, what: string) =>
  new ComposeError(`${at(path)}: invalid type ${goType(value)} for ${what}`);

function goType(value: Value): string {
  if (isList(value)) return '[]interface {}';
  if (isDict(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'int' : typeof value;
}

const stringOrList: Transform = (value) => (typeof value === 'string' ? [value] : value);

const listToMap: Transform = (value) =>
  isList(value) ? Object.fromEntries(value.map((item) => [sprint(item), null])) : value;

const keyValues: Transform = (value, path, lenient) => {
  if (!isList(value)) return value;
  const map: Dict = {};
  for (const item of value) {
    const text = sprint(item);
    const equals = text.indexOf('=');
    if (equals < 0) {
      if (lenient) return value;
      throw new ComposeError(`${at(path)}: invalid value ${text}, expected key=value`);
    }
    map[text.slice(0, equals)] = text.slice(equals + 1);
  }
  return map;
};

const dependsOn: Transform = (value, path) => {
  if (isList(value))
    return Object.fromEntries(value.map((item) => [sprint(item), { condition: 'service_started', required: true }]));
  if (!isDict(value)) throw invalidType(value, path, 'depend_on');
  for (const [name, item] of Object.entries(value)) {
    if (!isDict(item)) throw new ComposeError(`${at(path)}.${name}: unsupported value ${sprint(item)}`);
    item.condition ??= 'service_started';
    item.required ??= true;
  }
  return value;
};

const envFileItem = (item: Value): Value =>
  isDict(item) ? { ...item, required: item.required ?? true } : { path: item, required: true };

const envFile: Transform = (value) => (isList(value) ? value.map(envFileItem) : [envFileItem(value)]);

const fileMount: Transform = (value) => (typeof value === 'string' ? { source: value } : value);

const volumeMount: Transform = (value, path, lenient) => {
  if (isDict(value)) return value;
  if (typeof value !== 'string') throw invalidType(value, path, 'service volume mount');
  try {
    return parseVolume(value);
  } catch (error) {
    if (lenient && error instanceof ComposeError) return value;
    throw error;
  }
};

const ports: Transform = (value, path, lenient) => {
  if (!isList(value)) throw invalidType(value, path, 'port');
  return value.flatMap((item): Value[] => {
    if (isDict(item)) return [item];
    try {
      const mappings = [...parsePortSpec(sprint(item))].sort((a, b) =>
        a.port < b.port ? -1 : a.port > b.port ? 1 : 0,
      );
      return mappings.map(({ port, binding }) => {
        const [target, protocol = 'tcp'] = port.split('/');
        return {
          mode: 'ingress',
          ...(binding.HostIp !== '' && { host_ip: binding.HostIp }),
          target: Number(target),
          ...(binding.HostPort !== '' && { published: binding.HostPort }),
          protocol,
        };
      });
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      if (lenient) return [item];
      throw new ComposeError(error.message);
    }
  });
};

const build: Transform = (value, path, lenient) =>
  typeof value === 'string' ? { context: value } : children(value, path, lenient);

const maybeExternal: Transform = (value, path, lenient) => {
  const resource = children(value, path, lenient);
  if (!isDict(resource) || !isDict(resource.external ?? null)) return resource;
  const name = (resource.external as Dict).name;
  resource.external = true;
  if (name === undefined) return resource;
  if (resource.name !== undefined && resource.name !== name)
    throw new ComposeError(`${at(path)}: name and external.name conflict; only use name`);
  resource.name = name;
  return resource;
};

const extend: Transform = (value) => (typeof value === 'string' ? { service: value } : value);

const device: Transform = (value) => {
  if (typeof value !== 'string') return value;
  const [source = '', target = source, permissions = 'rwm'] = value.split(':');
  return { source, target, permissions };
};

const children: Transform = (value, path, lenient) => {
  if (isDict(value))
    for (const [key, item] of Object.entries(value)) value[key] = transform(item, [...path, key], lenient);
  else if (isList(value)) return value.map((item) => transform(item, [...path, '[]'], lenient));
  return value;
};

const TRANSFORMS: Readonly<Record<string, Transform>> = {
  'services.*': children,
  'services.*.build': build,
  'services.*.build.additional_contexts': keyValues,
  'services.*.build.secrets.*': fileMount,
  'services.*.depends_on': dependsOn,
  'services.*.env_file': envFile,
  'services.*.label_file': stringOrList,
  'services.*.extends': extend,
  'services.*.networks': listToMap,
  'services.*.models': listToMap,
  'services.*.volumes.*': volumeMount,
  'services.*.dns': stringOrList,
  'services.*.devices.*': device,
  'services.*.secrets.*': fileMount,
  'services.*.configs.*': fileMount,
  'services.*.ports': ports,
  'volumes.*': maybeExternal,
  'networks.*': maybeExternal,
  'secrets.*': maybeExternal,
  'configs.*': maybeExternal,
};

const transform: Transform = (value, path, lenient) => (lookUp(TRANSFORMS, path) ?? children)(value, path, lenient);

/** Short forms as long ones. @param lenient leave what can't be read: variables aren't replaced yet @throws {ComposeError} */
export function canonical(model: Dict, lenient: boolean): Dict {
  return children(model, [], lenient) as Dict;
}

/** What is left out of a port, a secret or a build. */
export function setDefaults(model: Dict): void {
  for (const service of services(model)) {
    if (isDict(service.build ?? null)) (service.build as Dict).context ??= '.';
    for (const secret of (isList(service.secrets ?? null) ? (service.secrets as Value[]) : []).filter(isDict))
      secret.target ??= `/run/secrets/${sprint(secret.source ?? '')}`;
    for (const port of (isList(service.ports ?? null) ? (service.ports as Value[]) : []).filter(isDict)) {
      port.protocol ??= 'tcp';
      port.mode ??= 'ingress';
    }
  }
}

export function services(model: Dict): readonly Dict[] {
  return isDict(model.services ?? null) ? Object.values(model.services as Dict).filter(isDict) : [];
}

/** compose-go's validation beyond the schema. @throws {ComposeError} */
export function validateModel(model: Dict): void {
  const each = (section: string): readonly (readonly [string, Dict])[] =>
    Object.entries((model[section] ?? {}) as Dict).filter((entry): entry is [string, Dict] => isDict(entry[1]));
  for (const [name, volume] of each('volumes')) {
    if (volume.external !== true) continue;
    const other = Object.keys(volume).find((key) => !['name', 'external'].includes(key) && !key.startsWith('x-'));
    if (other !== undefined)
      throw new ComposeError(
        `volumes.${name}: conflicting parameters "external" and ${JSON.stringify(other)} specified`,
      );
  }
  const files = [
    ['configs', ['file', 'environment', 'content']],
    ['secrets', ['file', 'environment']],
  ] as const;
  for (const [section, keys] of files)
    for (const [name, object] of each(section)) {
      const count = keys.filter((key) => key in object).length;
      if (count > 1) throw new ComposeError(`${section}.${name}: ${keys.join('|')} attributes are mutually exclusive`);
      if (count === 0 && !('driver' in object) && !('external' in object))
        throw new ComposeError(`${section}.${name}: one of ${keys.join('|')} must be set`);
    }
  for (const [name, service] of each('services'))
    for (const port of (isList(service.ports ?? null) ? (service.ports as Value[]) : []).filter(isDict))
      if (port.host_ip !== undefined && parseIP(sprint(port.host_ip)) === undefined)
        throw new ComposeError(`services.${name}.ports.[]: invalid ip address: ${sprint(port.host_ip)}`);
}
