/** What a process may use of each resource (getrlimit(2)), by the names that `docker run --ulimit` has. */
export type Resource =
  | 'as'
  | 'core'
  | 'cpu'
  | 'data'
  | 'fsize'
  | 'locks'
  | 'memlock'
  | 'msgqueue'
  | 'nice'
  | 'nofile'
  | 'nproc'
  | 'rss'
  | 'rtprio'
  | 'rttime'
  | 'sigpending'
  | 'stack';

/** A soft and a hard limit in the resource's own unit (bytes, seconds, a count); -1: unlimited. */
export interface Rlimit {
  readonly soft: number;
  readonly hard: number;
}

/** Limits that differ from {@link DEFAULT_RLIMITS}. */
export type Rlimits = Readonly<Partial<Record<Resource, Rlimit>>>;

export const UNLIMITED = -1;

const both = (value: number): Rlimit => ({ soft: value, hard: value });

/** As the recorded engine's host has them. */
export const DEFAULT_RLIMITS: Readonly<Record<Resource, Rlimit>> = {
  as: both(UNLIMITED),
  core: { soft: 0, hard: UNLIMITED },
  cpu: both(UNLIMITED),
  data: both(UNLIMITED),
  fsize: both(UNLIMITED),
  locks: both(UNLIMITED),
  memlock: both(8_388_608),
  msgqueue: both(819_200),
  nice: both(0),
  nofile: both(20_000),
  nproc: both(96_364),
  rss: both(UNLIMITED),
  rtprio: both(0),
  rttime: both(UNLIMITED),
  sigpending: both(96_364),
  stack: { soft: 8_388_608, hard: UNLIMITED },
};

/** Is this limit above that one? */
export const above = (limit: number, other: number): boolean =>
  other !== UNLIMITED && (limit === UNLIMITED || limit > other);
