import type { ContainerConfig, Healthcheck } from '../../api.ts';
import { DockerError } from '../../errors.ts';

/** The instructions that `--change` takes. */
const VALID = [
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'ONBUILD',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

/**
 * Changes a configuration by Dockerfile instructions, as `docker commit --change` and `docker import --change` do.
 * @throws {DockerError}
 */
export function applyChanges(config: ContainerConfig, changes: readonly string[]): ContainerConfig {
  return changes.flatMap((change) => change.split('\n')).reduce(applyChange, config);
}

/** Those that take one argument, no more. */
const ONE = ['STOPSIGNAL', 'USER', 'WORKDIR'];

const invalid = (message: string) => new DockerError('invalidParameter', message);

function applyChange(config: ContainerConfig, line: string): ContainerConfig {
  const match = /^\s*(\S+)\s*(.*?)\s*$/.exec(line);
  if (!match) return config;
  const instruction = match[1]!.toUpperCase();
  const rest = match[2]!;
  if (!VALID.includes(instruction)) throw invalid(`${match[1]} is not a valid change command`);
  if (rest === '' && !['CMD', 'ENTRYPOINT'].includes(instruction))
    throw invalid(`${instruction} requires ${ONE.includes(instruction) ? 'exactly' : 'at least'} one argument`);
  switch (instruction) {
    case 'CMD':
      return { ...config, Cmd: command(rest) };
    case 'ENTRYPOINT':
      return { ...config, Entrypoint: rest === '' ? null : command(rest) };
    case 'ENV':
      return { ...config, Env: pairs('ENV', rest).reduce(setVariable, config.Env ?? []) };
    case 'EXPOSE': {
      const wrong = words(rest).find((port) => !/^\d+(-\d+)?(\/\w+)?$/.test(port));
      if (wrong !== undefined) throw invalid(`Invalid containerPort: ${wrong.split('/')[0]}`);
      const ports = words(rest).map((port) => [port.includes('/') ? port : `${port}/tcp`, {}] as const);
      return { ...config, ExposedPorts: { ...config.ExposedPorts, ...Object.fromEntries(ports) } };
    }
    case 'HEALTHCHECK':
      return { ...config, Healthcheck: healthcheck(rest) };
    case 'LABEL':
      return { ...config, Labels: { ...config.Labels, ...Object.fromEntries(pairs('LABEL', rest)) } };
    case 'ONBUILD':
      return { ...config, OnBuild: [...(config.OnBuild ?? []), rest] };
    case 'STOPSIGNAL':
      return { ...config, StopSignal: rest };
    case 'USER':
      return { ...config, User: rest };
    case 'VOLUME': {
      if (list(rest)?.length === 0) throw invalid('VOLUME requires at least one argument');
      const volumes = (list(rest) ?? words(rest)).map((path) => [path, {}] as const);
      return { ...config, Volumes: { ...config.Volumes, ...Object.fromEntries(volumes) } };
    }
    default:
      return { ...config, WorkingDir: rest.startsWith('/') ? rest : `${config.WorkingDir.replace(/\/$/, '')}/${rest}` };
  }
}

/** The exec form, or the shell form behind /bin/sh -c. */
function command(text: string): readonly string[] {
  return list(text) ?? ['/bin/sh', '-c', ...(text === '' ? [] : [text])];
}

/** `NONE`, or `CMD …` in either form. Options stand before it only in a Dockerfile. */
function healthcheck(text: string): Healthcheck {
  const [kind = '', ...rest] = text.split(/\s+/);
  if (kind.toUpperCase() === 'NONE') return { Test: ['NONE'] };
  if (kind.toUpperCase() !== 'CMD') throw invalid(`Unknown type ${JSON.stringify(kind)} in HEALTHCHECK (try CMD)`);
  const words = list(rest.join(' '));
  return { Test: words ? ['CMD', ...words] : ['CMD-SHELL', rest.join(' ')] };
}

/** A JSON array of strings; undefined if the text isn't one. */
function list(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Words as a Dockerfile separates them: quotes keep blanks together and go. */
function words(text: string): readonly string[] {
  const found = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return found.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) => double ?? single ?? escaped),
  );
}

/** `KEY=VALUE …`, or `KEY VALUE`. */
function pairs(instruction: string, text: string): readonly (readonly [string, string])[] {
  const parts = words(text);
  if (!parts[0]?.includes('=')) {
    const blank = text.search(/\s/);
    if (blank < 0) throw invalid(`${instruction} must have two arguments`);
    return [[text.slice(0, blank), text.slice(blank).trim()]];
  }
  return parts.map((part) => {
    const equals = part.indexOf('=');
    if (equals < 0)
      throw invalid(`Syntax error - can't find = in ${JSON.stringify(part)}. Must be of the form: name=value`);
    return [part.slice(0, equals), part.slice(equals + 1)];
  });
}

function setVariable(env: readonly string[], [name, value]: readonly [string, string]): readonly string[] {
  const at = env.findIndex((entry) => entry.startsWith(`${name}=`));
  return at < 0 ? [...env, `${name}=${value}`] : env.with(at, `${name}=${value}`);
}
