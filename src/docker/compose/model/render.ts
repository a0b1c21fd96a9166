import type { Project } from './project.ts';
import type { Dict } from './tree.ts';
import { type Output, sortedMap, writeJson, writeYaml } from './yaml-write.ts';

const escapeDollars = (text: string) => text.replaceAll('$', '$$$$');
const filled = (map: object) => Object.keys(map).length > 0;

/** compose-go shows an IPAM configuration in JSON even when it is empty, in YAML not. */
function withoutEmptyIpam(networks: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(networks).map(([name, network]) => {
      const { ipam, ...rest } = network as Dict;
      return [name, ipam && filled(ipam as object) ? network : rest];
    }),
  );
}

const withoutSecrets = (secrets: Project['secrets']) =>
  Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => {
      const { content: _, ...rest } = secret;
      return [name, rest];
    }),
  );

/** `docker compose config`: the project in its canonical form. */
export function renderProject(project: Project, format: 'yaml' | 'json'): string {
  const services = Object.fromEntries(Object.values(project.services).map(({ name, raw }) => [name, raw]));
  const parts: Record<string, unknown> = {
    services: sortedMap(services),
    ...(filled(project.networks) && { networks: sortedMap(project.networks) }),
    ...(filled(project.volumes) && { volumes: sortedMap(project.volumes) }),
    ...(filled(project.secrets) && { secrets: sortedMap(withoutSecrets(project.secrets)) }),
    ...(filled(project.configs) && { configs: sortedMap(project.configs) }),
  };
  if (format === 'json') {
    const json: Record<string, unknown> = { name: project.name, ...parts, ...project.extensions };
    const services = Object.fromEntries(
      Object.entries(sortedMap(parts.services as Record<string, Dict>)).map(([name, raw]) => [name, jsonService(raw)]),
    );
    json.services = services;
    const sorted = Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)));
    return escapeDollars(writeJson(sorted as Output));
  }
  const yaml = { name: project.name, ...parts } as Record<string, unknown>;
  if (yaml.networks) yaml.networks = withoutEmptyIpam(yaml.networks as Record<string, unknown>);
  return escapeDollars(writeYaml({ ...yaml, ...sortedMap(project.extensions) } as Output));
}

/** JSON shows a missing command and entrypoint as null, at their places. */
function jsonService(raw: Dict): Output {
  const result: Record<string, Output> = {};
  const order = ['command', 'entrypoint'] as const;
  const names = Object.keys(raw).filter((name) => !name.startsWith('x-'));
  const before = (name: string, anchor: readonly string[]) => anchor.includes(name);
  for (const name of [...FIRST, 'command', ...SECOND, 'entrypoint', ...names]) {
    if (name in result) continue;
    if ((order as readonly string[]).includes(name)) result[name] = (raw[name] as Output | undefined) ?? null;
    else if (raw[name] !== undefined && (before(name, FIRST) || before(name, SECOND) || names.includes(name)))
      result[name] = raw[name] as Output;
  }
  return result;
}

const FIRST = (
  'profiles annotations attach build develop blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count cpu_percent ' +
  'cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares'
).split(' ');
const SECOND = (
  'configs container_name credential_spec depends_on deploy device_cgroup_rules devices dns dns_opt dns_search dockerfile ' +
  'domainname'
).split(' ');
