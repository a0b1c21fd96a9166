import { NO_ARGS, type Verb } from '../command.ts';
import { ApiError, CliError } from '../errors.ts';
import { bytesSize } from '../opts/units.ts';
import { VERSION } from '../release.ts';
import { info } from '../requests/images.ts';
import { executeTemplate, parseTemplate, type Template, TemplateError } from '../template/index.ts';
import { goType } from '../template/types.ts';
import type { GoType } from '../template/value.ts';
import { clientVersion } from './version.ts';

type Info = Readonly<Record<string, unknown>>;

const record = (value: unknown) => (value ?? {}) as Readonly<Record<string, unknown>>;
const list = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []);
const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));

/** `name=seccomp,profile=builtin` as lines. */
function securityOption(option: string): string[] {
  if (!option.includes('=')) return [`  ${option}`];
  const pairs = option.split(',').map((pair) => pair.split('=') as [string, string]);
  const name = pairs.find(([key]) => key === 'name')?.[1] ?? '';
  const profiles = pairs.filter(([key]) => key === 'profile').map(([, value]) => `   Profile: ${value}`);
  return [`  ${name}`, ...profiles];
}

function client(): string[] {
  return ['Client:', ` Version:    ${VERSION}`, ' Context:    default', ' Debug Mode: false'];
}

/** The server's part of the plain form; what is empty is left out where the real command does so. */
function server(data: Info): string[] {
  const optional = (label: string, value: unknown) => (text(value) === '' ? [] : [` ${label}: ${text(value)}`]);
  const plugins = record(data.Plugins);
  const words = (value: unknown) => list(value).join(' ');
  const commit = (value: unknown) => text(record(value).ID);
  const runtimes = Object.keys(record(data.Runtimes));
  const insecure = record(record(data.RegistryConfig).IndexConfigs);
  const cidrs = list(record(data.RegistryConfig).InsecureRegistryCIDRs);
  const mirrors = list(record(data.RegistryConfig).Mirrors);
  return [
    ` Containers: ${text(data.Containers)}`,
    `  Running: ${text(data.ContainersRunning)}`,
    `  Paused: ${text(data.ContainersPaused)}`,
    `  Stopped: ${text(data.ContainersStopped)}`,
    ` Images: ${text(data.Images)}`,
    ...optional('Server Version', data.ServerVersion),
    ...optional('Storage Driver', data.Driver),
    ...list(data.DriverStatus).map((pair) => `  ${list(pair)[0]}: ${list(pair)[1]}`),
    ...optional('Logging Driver', data.LoggingDriver),
    ...optional('Cgroup Driver', data.CgroupDriver),
    ...optional('Cgroup Version', data.CgroupVersion),
    ' Plugins:',
    `  Volume: ${words(plugins.Volume)}`,
    `  Network: ${words(plugins.Network)}`,
    ...(list(plugins.Authorization).length > 0 ? [`  Authorization: ${words(plugins.Authorization)}`] : []),
    `  Log: ${words(plugins.Log)}`,
    ...(list(data.CDISpecDirs).length > 0
      ? [' CDI spec directories:', ...list(data.CDISpecDirs).map((dir) => `  ${text(dir)}`)]
      : []),
    ` Swarm: ${text(record(data.Swarm).LocalNodeState)}`,
    ...(runtimes.length > 0
      ? [` Runtimes: ${runtimes.join(' ')}`, ` Default Runtime: ${text(data.DefaultRuntime)}`]
      : []),
    ` Init Binary: ${text(data.InitBinary)}`,
    ` containerd version: ${commit(data.ContainerdCommit)}`,
    ` runc version: ${commit(data.RuncCommit)}`,
    ` init version: ${commit(data.InitCommit)}`,
    ...(list(data.SecurityOptions).length > 0
      ? [' Security Options:', ...list(data.SecurityOptions).flatMap((option) => securityOption(text(option)))]
      : []),
    ...optional('Kernel Version', data.KernelVersion),
    ...optional('Operating System', data.OperatingSystem),
    ...optional('OSType', data.OSType),
    ...optional('Architecture', data.Architecture),
    ` CPUs: ${text(data.NCPU)}`,
    ` Total Memory: ${bytesSize(Number(data.MemTotal ?? 0))}`,
    ...optional('Name', data.Name),
    ...optional('ID', data.ID),
    ` Docker Root Dir: ${text(data.DockerRootDir)}`,
    ` Debug Mode: ${text(data.Debug ?? false)}`,
    ...optional('HTTP Proxy', data.HttpProxy),
    ...optional('HTTPS Proxy', data.HttpsProxy),
    ...optional('No Proxy', data.NoProxy),
    ...(list(data.Labels).length > 0 ? [' Labels:', ...list(data.Labels).map((label) => `  ${text(label)}`)] : []),
    ` Experimental: ${text(data.ExperimentalBuild ?? false)}`,
    ...(cidrs.length > 0 || Object.keys(insecure).length > 0
      ? [
          ' Insecure Registries:',
          ...Object.values(insecure)
            .filter((registry) => record(registry).Secure === false)
            .map((registry) => `  ${text(record(registry).Name)}`),
          ...cidrs.map((cidr) => `  ${text(cidr)}`),
        ]
      : []),
    ...(mirrors.length > 0 ? [' Registry Mirrors:', ...mirrors.map((mirror) => `  ${text(mirror)}`)] : []),
    ` Live Restore Enabled: ${text(data.LiveRestoreEnabled ?? false)}`,
    ...(list(data.DefaultAddressPools).length > 0
      ? [
          ' Default Address Pools:',
          ...list(data.DefaultAddressPools).map(
            (pool) => `   Base: ${text(record(pool).Base)}, Size: ${text(record(pool).Size)}`,
          ),
        ]
      : []),
    '',
  ];
}

const CLIENT_INFO: GoType = {
  kind: 'struct',
  name: 'system.clientInfo',
  fields: () => [
    { name: 'Debug', key: 'Debug', type: goType('bool') },
    { name: 'clientVersion', key: 'clientVersion', type: goType('system.clientVersion'), embedded: true },
    { name: 'Plugins', key: 'Plugins', type: goType('[]any') },
    { name: 'Warnings', key: 'Warnings', type: goType('[]string') },
  ],
};

/** What templates see: the server's answer with the client's part in it. */
const DOCKER_INFO: GoType = {
  kind: 'struct',
  name: 'system.dockerInfo',
  fields: () => [
    { name: 'Info', key: 'Info', type: goType('*system.Info'), embedded: true },
    { name: 'ServerErrors', key: 'ServerErrors', type: goType('[]string'), omitempty: true },
    { name: 'UserName', key: '', type: goType('string') },
    {
      name: 'ClientInfo',
      key: 'ClientInfo',
      type: { kind: 'pointer', name: '*system.clientInfo', elem: CLIENT_INFO },
      omitempty: true,
    },
    { name: 'ClientErrors', key: 'ClientErrors', type: goType('[]string'), omitempty: true },
  ],
};

/** `docker info` and `docker system info`. */
export const INFO: Verb = {
  name: 'info',
  args: NO_ARGS,
  *run(cli, flags) {
    const format = flags.string('format');
    let data: Info | undefined;
    let failure: string | undefined;
    try {
      data = yield* cli.call(info());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure = error.message;
    }
    if (format === '') {
      const lines = [...client(), '', 'Server:', ...(data ? server(data) : [])];
      yield* cli.out(`${lines.join('\n')}\n`);
      for (const warning of list(data?.Warnings)) yield* cli.err(`${text(warning)}\n`);
      if (failure !== undefined) throw new CliError(failure);
      return;
    }
    let template: Template;
    try {
      template = parseTemplate(format === 'json' ? '{{json .}}' : format);
    } catch (error) {
      if (error instanceof TemplateError) throw new CliError(`template parsing error: ${error.message}`, 64);
      throw error;
    }
    const { ApiVersion: _, ...version } = clientVersion();
    const value = {
      ...data,
      ClientInfo: { Debug: false, ...version, Plugins: [], Warnings: null },
      // Its own list, which the server's answer has too.
      ...(data && { Warnings: data.Warnings ?? null }),
    };
    const result = executeTemplate(template, { type: DOCKER_INFO, value });
    yield* cli.out(`${result.text}\n`);
    const errors = [failure, result.error].filter((error) => error !== undefined);
    if (errors.length > 0) throw new CliError(errors.join('\n'));
  },
};
