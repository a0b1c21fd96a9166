/** What a server was told by its file, its options and CONFIG SET. */
export interface Config {
  readonly port: number;
  readonly dir: string;
  readonly dbfilename: string;
  /** [seconds, changes] that make it save. */
  readonly save: readonly (readonly [seconds: number, changes: number])[];
  readonly appendonly: boolean;
  readonly appendfilename: string;
  readonly appenddirname: string;
  readonly appendfsync: string;
  readonly requirepass: string;
  readonly loglevel: string;
  readonly bind: string;
  readonly 'protected-mode': boolean;
}

export const DEFAULTS: Config = {
  port: 6379,
  dir: '',
  dbfilename: 'dump.rdb',
  save: [
    [3600, 1],
    [300, 100],
    [60, 10_000],
  ],
  appendonly: false,
  appendfilename: 'appendonly.aof',
  appenddirname: 'appendonlydir',
  appendfsync: 'everysec',
  requirepass: '',
  loglevel: 'notice',
  bind: '* -::*',
  'protected-mode': false,
};

const yesNo = (value: string): boolean | undefined => (value === 'yes' ? true : value === 'no' ? false : undefined);
const oneOf = (value: string, words: readonly string[]) => (words.includes(value) ? value : undefined);

/** The configuration with a directive; undefined: it isn't known, or its value is none. */
export function withDirective(config: Config, name: string, values: readonly string[]): Config | undefined {
  const key = name.toLowerCase();
  const [value = ''] = values;
  const set = (given: Config[keyof Config] | undefined): Config | undefined =>
    given === undefined ? undefined : { ...config, [key]: given };
  if (key === 'save') {
    const numbers = values.flatMap((text) => text.split(' ')).filter((text) => text !== '');
    if (values.length === 0 || numbers.length % 2 === 1 || !numbers.every((text) => /^\d+$/.test(text)))
      return undefined;
    const points = numbers.flatMap((text, i) => (i % 2 === 0 ? [[Number(text), Number(numbers[i + 1])] as const] : []));
    return { ...config, save: points };
  }
  if (key === 'bind') return values.length === 0 ? undefined : set(values.join(' '));
  if (values.length !== 1) return undefined;
  switch (key) {
    case 'port':
      return set(/^\d+$/.test(value) && Number(value) < 65_536 ? Number(value) : undefined);
    case 'appendonly':
    case 'protected-mode':
      return set(yesNo(value));
    case 'appendfsync':
      return set(oneOf(value, ['always', 'everysec', 'no']));
    case 'loglevel':
      return set(oneOf(value, ['debug', 'verbose', 'notice', 'warning']));
    case 'dir':
    case 'requirepass':
      return set(value);
    case 'dbfilename':
    case 'appendfilename':
    case 'appenddirname':
      return value.includes('/') || value === '' ? undefined : set(value);
  }
  return undefined;
}

/** CONFIG GET's text of a directive. */
export function directiveText(config: Config, name: keyof Config): string {
  const value = config[name];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return value.map(([seconds, changes]) => `${seconds} ${changes}`).join(' ');
  return String(value);
}
