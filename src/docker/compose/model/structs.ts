import { durationString, parseDuration } from '../../go/time.ts';
import { ramInBytes } from '../../opts/units.ts';
import { ComposeError, type Dict, isDict, isList, sprint, type Value } from './tree.ts';
import { splitWords } from './words.ts';
import { keyOrder, type Output } from './yaml-write.ts';

/*
 * The fields of compose-go's structs in their order (types.go), each with its kind. A decoded struct is a plain object with
 * its fields in that order and nothing that is empty, as YAML and JSON show it. Kinds: `string`, `bool`, `int`, `float`;
 * with `?` also shown when false or 0; `strings` (one or a list), `map`, `env` (a map that may hold null), `command`,
 * `duration`, `bytes`, `hosts`, `any`; a struct's name, `[]name` a list of it, `{}name` a map of it.
 */
const STRUCTS: Readonly<Record<string, string>> = {
  service:
    'profiles strings; annotations map; attach bool?; build build; develop any; blkio_config any; cap_add strings; cap_drop strings; cgroup_parent string; cgroup string; cpu_count int; cpu_percent float; cpu_period int; cpu_quota int; cpu_rt_period int; cpu_rt_runtime int; cpus float; cpuset string; cpu_shares int; command command; configs []file; container_name string; credential_spec any; depends_on {}dependency; deploy deploy; device_cgroup_rules strings; devices []device; dns strings; dns_opt strings; dns_search strings; dockerfile string; domainname string; entrypoint command; provider any; environment env; env_file envfiles; expose strings; extends any; external_links strings; extra_hosts hosts; group_add strings; gpus any; hostname string; healthcheck health; image string; init bool?; ipc string; isolation string; labels map; label_file strings; links strings; logging logging; log_driver string; log_opt map; mem_limit bytes; mem_reservation bytes; memswap_limit bytes; mem_swappiness bytes; mac_address string; models any; net string; network_mode string; networks {}endpoint; oom_kill_disable bool; oom_score_adj int; pid string; pids_limit int; platform string; ports []port; privileged bool; pull_policy string; read_only bool; restart string; runtime string; scale int?; secrets []file; security_opt strings; shm_size bytes; stdin_open bool; stop_grace_period duration; stop_signal string; storage_opt map; sysctls map; tmpfs strings; tty bool; ulimits {}ulimit; use_api_socket bool; user string; userns_mode string; uts string; volume_driver string; volumes []mount; volumes_from strings; working_dir string; post_start []hook; pre_stop []hook',
  build:
    'context string; dockerfile string; dockerfile_inline string; entitlements strings; args env; provenance string; sbom string; ssh any; labels map; cache_from strings; cache_to strings; no_cache bool; additional_contexts map; pull bool; extra_hosts hosts; isolation string; network string; target string; secrets []file; shm_size bytes; tags strings; ulimits {}ulimit; platforms strings; privileged bool',
  dependency: 'condition string; restart bool; required bool?',
  endpoint:
    'aliases strings; driver_opts map; gw_priority int; interface_name string; ipv4_address string; ipv6_address string; link_local_ips strings; mac_address string; priority int',
  port: 'name string; mode string; host_ip string; target int; published string; protocol string; app_protocol string',
  mount:
    'type string; source string; target string; read_only bool; consistency string; bind bind; volume volumeopts; tmpfs tmpfsopts; image imageopts',
  bind: 'selinux string; propagation string; create_host_path bool; recursive string',
  volumeopts: 'labels map; nocopy bool; subpath string',
  tmpfsopts: 'size bytes; mode int',
  imageopts: 'subpath string',
  file: 'source string; target string; uid string; gid string; mode octal',
  device: 'source string; target string; permissions string',
  logging: 'driver string; options map',
  health:
    'test test; timeout duration; interval duration; retries int?; start_period duration; start_interval duration; disable bool',
  hook: 'command command; user string; privileged bool; working_dir string; environment env',
  deploy:
    'mode string; replicas int?; labels map; update_config any; rollback_config any; resources resources; restart_policy restart; placement any; endpoint_mode string',
  resources: 'limits resource; reservations resource',
  resource: 'cpus cpus; memory bytes; pids int; devices any; generic_resources any',
  restart: 'condition string; delay duration; max_attempts int?; window duration',
  network:
    'name string; driver string; driver_opts map; ipam ipam; external bool; internal bool; attachable bool; labels map; enable_ipv4 bool?; enable_ipv6 bool?',
  ipam: 'driver string; config []pool',
  pool: 'subnet string; gateway string; ip_range string; aux_addresses map',
  volume: 'name string; driver string; driver_opts map; external bool; labels map',
  object:
    'name string; file string; environment string; content string; external bool; labels map; driver string; driver_opts map; template_driver string',
};

/** Structs that YAML shows even when nothing is in them: fields that aren't pointers. */
const ALWAYS = new Set(['ipam']);

/** A struct as {@link STRUCTS} has it. `place` names it in complaints. @throws {ComposeError} */
export function decode(value: Value, struct: string, place = ''): Dict {
  const given: Dict = isDict(value) ? value : {};
  const result: Dict = {};
  for (const field of STRUCTS[struct]!.split('; ')) {
    const [name = '', kind = ''] = field.split(' ');
    const item = given[name];
    if (item === undefined || item === null) continue;
    const decoded = decodeField(item, kind, place === '' ? name : `${place}.${name}`);
    if (decoded !== undefined) result[name] = decoded;
  }
  if (struct === 'network') result.ipam ??= {};
  for (const key of Object.keys(given)
    .filter((name) => name.startsWith('x-') && name !== 'x-#value')
    .sort(keyOrder))
    result[key] = given[key]!;
  return result;
}

const list = (value: Value): readonly Value[] => (isList(value) ? value : [value]);
const empty = (value: Dict) => (Object.keys(value).length === 0 ? undefined : value);
const sorted = (entries: readonly (readonly [string, Value])[]): Dict =>
  Object.fromEntries([...entries].sort(([a], [b]) => keyOrder(a, b)));

/** `KEY=value` items or a map, as a map. `undefinedAs`: what a key without a value has. */
function toMap(value: Value, missing: Value): Dict {
  if (isDict(value))
    return sorted(Object.entries(value).map(([key, item]) => [key, item === null ? missing : sprint(item)]));
  return sorted(
    list(value).map((item) => {
      const text = sprint(item);
      const equals = text.indexOf('=');
      return equals < 0 ? [text, missing] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

function hosts(value: Value): Value | undefined {
  const entries: string[] = [];
  const add = (name: string, address: Value) => {
    for (const each of list(address)) entries.push(`${name}=${sprint(each).replace(/^\[(.*)\]$/, '$1')}`);
  };
  if (isDict(value)) for (const [name, address] of Object.entries(value)) add(name, address ?? '');
  else
    for (const item of list(value)) {
      const text = sprint(item);
      const separator = text.includes('=') ? '=' : ':';
      const at = text.indexOf(separator);
      if (at < 0) throw new ComposeError(`invalid additional host, missing IP: ${text}`);
      add(text.slice(0, at), text.slice(at + 1));
    }
  return entries.length > 0 ? entries.sort() : undefined;
}

const DAY = 86_400e9;

/** A duration with days and weeks too, in nanoseconds. @throws {ComposeError} */
export function durationOf(text: string): number {
  let sum = 0;
  const rest = text.replace(/(\d+(?:\.\d+)?)(w|d)/g, (_, number: string, unit: string) => {
    sum += Number(number) * (unit === 'w' ? 7 * DAY : DAY);
    return '';
  });
  if (rest === '' && sum > 0) return sum;
  if (!/^[-+]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$|^[-+]?0$/.test(rest))
    throw new ComposeError(`time: invalid duration ${JSON.stringify(text)}`);
  return sum + parseDuration(rest);
}

/** What can't be read is told with its place. */
function decodeField(value: Value, kind: string, place: string): Value | undefined {
  try {
    return decodeKind(value, kind, place);
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith('decoding failed')) throw error;
    throw new ComposeError(`decoding failed due to the following error(s):\n\n'${place}' ${error.message}`);
  }
}

function decodeKind(value: Value, kind: string, place: string): Value | undefined {
  if (kind.startsWith('[]')) {
    const items = list(value).map((item, index) => decode(item, kind.slice(2), `${place}[${index}]`));
    return items.length > 0 ? items : undefined;
  }
  if (kind.startsWith('{}')) {
    if (!isDict(value)) return undefined;
    const struct = kind.slice(2);
    const entry = (key: string, item: Value): Value => {
      if (struct === 'ulimit') return isDict(item) ? { soft: item.soft ?? 0, hard: item.hard ?? 0 } : item;
      return item === null ? null : decode(item, struct, `${place}[${key}]`);
    };
    return empty(sorted(Object.entries(value).map(([key, item]) => [key, entry(key, item)])));
  }
  switch (kind) {
    case 'string':
      return sprint(value) || undefined;
    case 'bool':
      return value === true || value === 'true' ? true : undefined;
    case 'bool?':
      return value === true || value === 'true';
    case 'int':
    case 'float':
      return Number(value) || undefined;
    case 'int?':
      return Number(value);
    case 'cpus':
      return sprint(value);
    case 'strings': {
      const items = list(value).map(sprint);
      return items.length > 0 ? items : undefined;
    }
    case 'map':
      return empty(toMap(value, ''));
    case 'env':
      return empty(toMap(value, null));
    case 'command':
      return typeof value === 'string' ? [...splitWords(value)] : list(value).map(sprint);
    case 'test':
      return typeof value === 'string' ? ['CMD-SHELL', value] : list(value).map(sprint);
    case 'duration':
      return durationString(durationOf(sprint(value)));
    case 'bytes':
      return String(typeof value === 'number' ? value : ramInBytes(sprint(value)));
    case 'octal':
      return `0${typeof value === 'number' ? value.toString(8) : Number.parseInt(sprint(value), 8).toString(8)}`;
    case 'hosts':
      return hosts(value);
    case 'envfiles': {
      const files = list(value).filter(isDict);
      return files.length > 0 ? files.map((file) => (file.required === false ? file : file.path!)) : undefined;
    }
    case 'any':
      return value;
    default: {
      const struct = decode(value, kind, place);
      return ALWAYS.has(kind) ? struct : kind === 'resources' ? empty(struct) : struct;
    }
  }
}

/** Commands and entrypoints that are there but empty stay in JSON, where `null` stands for none. */
export function serviceJson(service: Dict): Output {
  const names = STRUCTS.service!.split('; ').map((field) => field.split(' ')[0]!);
  const result: Record<string, Output> = {};
  for (const name of names) {
    if (name === 'command' || name === 'entrypoint') result[name] = (service[name] as Output | undefined) ?? null;
    else if (service[name] !== undefined) result[name] = service[name] as Output;
  }
  return result;
}
