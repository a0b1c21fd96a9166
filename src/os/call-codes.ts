/** The calls that return at once. */
export const PLAIN = [
  'open',
  'close',
  'stat',
  'lstat',
  'fstat',
  'readdir',
  'mkdir',
  'rmdir',
  'unlink',
  'rename',
  'link',
  'symlink',
  'mknod',
  'readlink',
  'realpath',
  'chmod',
  'chown',
  'utimes',
  'truncate',
  'access',
  'statfs',
  'mounts',
  'chdir',
  'umask',
  'tryRead',
  'tryWrite',
  'readable',
  'writable',
  'seek',
  'ftruncate',
  'pipe',
  'dup',
  'fds',
  'isatty',
  'ttyname',
  'ttyMode',
  'windowSize',
  'foreground',
  'which',
  'spawn',
  'tryWait',
  'childWait',
  'kill',
  'setpgid',
  'onSignal',
  'takeSignal',
  'signalAction',
  'setCredentials',
  'processes',
  'now',
  'uptime',
  'random',
  'listen',
  'lookup',
  'tryAccept',
  'call',
  'rlimit',
] as const;
/** Those that may wait. */
const WAITING = ['read', 'write', 'wait', 'sleep', 'accept', 'connect', 'operate'] as const;
/** Properties that may change without the process's doing, or that it changes itself. */
const PROPERTIES = ['ppid', 'pgid', 'cwd', 'credentials'] as const;

/** The one that doesn't return, unless it fails. */
const ENDING = ['exec'] as const;

/** A call whose result is kept. */
export type Call =
  | (typeof PLAIN)[number]
  | (typeof WAITING)[number]
  | (typeof PROPERTIES)[number]
  | (typeof ENDING)[number];

/** The calls by the codes that kept results have for them. */
const CALLS: readonly Call[] = [...PLAIN, ...WAITING, ...PROPERTIES, ...ENDING];
const CODES = new Map<Call, number>(CALLS.map((call, code) => [call, code]));

export const codeOf = (call: Call): number => CODES.get(call)!;
export const callOf = (code: number): Call | undefined => CALLS[code];
