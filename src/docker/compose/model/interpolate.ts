import { InvalidTemplate, type Lookup, substitute } from './template.ts';
import { ComposeError, type Dict, isDict, isList, lookUp, type Path, type Value } from './tree.ts';

type Cast = (text: string) => Value;

function int(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new ComposeError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function int64(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new ComposeError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function float(text: string): number {
  if (text !== '' && !Number.isNaN(Number(text))) return Number(text);
  throw new ComposeError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function bool(text: string): boolean {
  const lower = text.toLowerCase();
  if (['true', 'y', 'yes', 'on'].includes(lower)) return true;
  if (['false', 'n', 'no', 'off'].includes(lower)) return false;
  throw new ComposeError(`invalid boolean: ${text}`);
}

const SERVICE: Readonly<Record<string, Cast>> = {
  cpu_count: int64,
  cpu_percent: float,
  cpu_period: int64,
  cpu_quota: int64,
  cpu_rt_period: int64,
  cpu_rt_runtime: int64,
  cpus: float,
  cpu_shares: int64,
  init: bool,
  'deploy.replicas': int,
  'healthcheck.retries': int,
  'healthcheck.disable': bool,
  oom_kill_disable: bool,
  oom_score_adj: int64,
  pids_limit: int64,
  'ports.[].target': int,
  privileged: bool,
  read_only: bool,
  scale: int,
  stdin_open: bool,
  tty: bool,
  'ulimits.*': int,
  'ulimits.*.hard': int,
  'ulimits.*.soft': int,
  'volumes.[].read_only': bool,
  'volumes.[].volume.nocopy': bool,
};

const CASTS: Readonly<Record<string, Cast>> = {
  ...Object.fromEntries(Object.entries(SERVICE).map(([path, cast]) => [`services.*.${path}`, cast])),
  'networks.*.external': bool,
  'networks.*.internal': bool,
  'networks.*.attachable': bool,
  'networks.*.enable_ipv4': bool,
  'networks.*.enable_ipv6': bool,
  'volumes.*.external': bool,
  'secrets.*.external': bool,
  'configs.*.external': bool,
};

/** Replaces the variables of a model's texts, and reads numbers and truths where the model has some. @throws {ComposeError} */
export function interpolate(model: Dict, lookup: Lookup, unset: (name: string) => void): Dict {
  const visit = (value: Value, path: Path): Value => {
    if (isDict(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]));
    if (isList(value)) return value.map((item) => visit(item, [...path, '[]']));
    if (typeof value !== 'string') return value;
    let replaced: string;
    try {
      replaced = substitute(value, lookup, unset);
    } catch (error) {
      if (error instanceof InvalidTemplate)
        throw new ComposeError(
          `invalid interpolation format for ${path.join('.')}.\nYou may need to escape any $ with another $.\n${error.message}`,
        );
      if (error instanceof ComposeError)
        throw new ComposeError(`error while interpolating ${path.join('.')}: ${error.message}`);
      throw error;
    }
    const cast = lookUp(CASTS, path);
    if (!cast) return replaced;
    try {
      return cast(replaced);
    } catch (error) {
      if (error instanceof ComposeError)
        throw new ComposeError(
          `error while interpolating ${path.join('.')}: failed to cast to expected type: ${error.message}`,
        );
      throw error;
    }
  };
  return visit(model, []) as Dict;
}
