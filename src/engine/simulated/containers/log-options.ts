import type { HostConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import type { ContainerRecord } from '../state.ts';
import { logTag } from './log-tag.ts';

/** What every driver takes. */
const COMMON = ['mode', 'max-buffer-size'];

/** What the drivers that keep files take (moby jsonfilelog and local). */
const OWN: Readonly<Record<string, readonly string[]>> = {
  'json-file': ['max-file', 'max-size', 'compress', 'labels', 'labels-regex', 'env', 'env-regex', 'tag'],
  local: ['max-file', 'max-size', 'compress'],
};

const invalid = (message: string) => new DockerError('invalidParameter', message);

function optionsOf({ LogConfig }: HostConfig): { readonly type: string; readonly options: Record<string, string> } {
  const { Type = '', Config } = (LogConfig as { Type?: string; Config?: Record<string, string> } | undefined) ?? {};
  return { type: Type || 'json-file', options: Config ?? {} };
}

/** The checks of `--log-opt` when a container is created. @throws {DockerError} */
export function validateLogOptions(config: HostConfig): void {
  const { type, options } = optionsOf(config);
  const { mode = '' } = options;
  if (!['', 'blocking', 'non-blocking'].includes(mode)) throw invalid(`logger: logging mode not supported: ${mode}`);
  if ('max-buffer-size' in options && mode !== 'non-blocking')
    throw invalid("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
  const known = OWN[type];
  const unknown = known && Object.keys(options).find((name) => !known.includes(name) && !COMMON.includes(name));
  if (unknown === undefined) return;
  throw invalid(`unknown log opt '${unknown}' for ${type === 'local' ? 'log driver local' : `${type} log driver`}`);
}

/**
 * What `--log-opt labels=…`, `env=…`, their patterns and `tag=…` have noted with each line of a container's log (moby
 * loggerutils.ExtraAttributes); undefined: nothing.
 */
export function logAttributes(container: ContainerRecord): Record<string, string> | undefined {
  const { Config: config, HostConfig } = container;
  const { options } = optionsOf(HostConfig);
  const { labels = '', env = '', 'labels-regex': labelPattern, 'env-regex': envPattern, tag = '' } = options;
  const found = new Map<string, string>();
  const note = (from: ReadonlyMap<string, string>, names: string, pattern: string | undefined) => {
    for (const name of names.split(',')) if (from.has(name)) found.set(name, from.get(name)!);
    if (pattern) for (const [name, value] of from) if (new RegExp(pattern).test(name)) found.set(name, value);
  };
  note(new Map(Object.entries(config.Labels)), labels, labelPattern);
  const variables = (config.Env ?? []).map((text) => text.split(/=(.*)/s) as [string, string]);
  note(new Map(variables.map(([name, value = '']) => [name, value])), env, envPattern);
  if (tag !== '') found.set('tag', logTag(tag, container));
  return found.size === 0 ? undefined : Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The checks when it starts and its log is opened. @throws {DockerError} */
export function checkLogOptions(container: ContainerRecord): void {
  const { type, options } = optionsOf(container.HostConfig);
  if (!(type in OWN)) return;
  const refuse = (why: string) =>
    new DockerError('system', `failed to create task for container: failed to initialize logging driver: ${why}`);
  const { 'max-size': size, 'max-file': files, compress } = options;
  if (size !== undefined) {
    const prefix = type === 'local' ? `invalid value for max-size: ${size}: ` : '';
    if (!/^\d+(\.\d+)? ?[bkmgtp]?(i?b)?$/i.test(size)) throw refuse(`${prefix}invalid size: '${size}'`);
    if (Number.parseFloat(size) === 0) throw refuse('max-size must be a positive number');
  }
  if (files !== undefined) {
    if (!/^[+-]?\d+$/.test(files)) throw refuse(`strconv.Atoi: parsing ${JSON.stringify(files)}: invalid syntax`);
    if (Number(files) < 1) throw refuse('max-file cannot be less than 1');
  }
  if (compress !== undefined && !/^(1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(compress))
    throw refuse(`strconv.ParseBool: parsing ${JSON.stringify(compress)}: invalid syntax`);
  if (options.tag) logTag(options.tag, container);
}
