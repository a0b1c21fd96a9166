import type { Stat } from '../../fs/index.ts';

/** LS_COLORS as ls has read it: sequences by two-letter keys, and by name endings. */
export interface Colors {
  readonly by: Readonly<Record<string, string>>;
  readonly endings: readonly (readonly [ending: string, sequence: string])[];
}

/** ls's own colours, for what LS_COLORS doesn't say. */
const BUILT_IN: Readonly<Record<string, string>> = {
  lc: '\x1b[',
  rc: 'm',
  ec: '',
  rs: '0',
  no: '',
  fi: '',
  di: '01;34',
  ln: '01;36',
  pi: '33',
  so: '01;35',
  bd: '01;33',
  cd: '01;33',
  mi: '',
  or: '',
  ex: '01;32',
  do: '01;35',
  su: '37;41',
  sg: '30;43',
  st: '37;44',
  ow: '34;42',
  tw: '30;42',
  ca: '',
  mh: '',
  cl: '\x1b[K',
};

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '?': '\x7f',
  _: ' ',
};

const decode = (text: string): string =>
  text.replace(
    /\\(?:([0-7]{1,3})|[xX]([\da-fA-F]{1,2})|(.))|\^([@-~?])/g,
    (_, octal?: string, hex?: string, letter?: string, control?: string) => {
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
      if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
      if (letter) return ESCAPES[letter] ?? letter;
      return control === '?' ? '\x7f' : String.fromCharCode(control!.charCodeAt(0) & 0x1f);
    },
  );

/** Reads LS_COLORS. An error switches colours off. */
export function parseColors(text: string): Colors | { readonly error: readonly string[] } {
  const by: Record<string, string> = { ...BUILT_IN };
  const endings: [string, string][] = [];
  for (const part of text.split(/(?<!\\):/)) {
    if (part === '') continue;
    const m = /^(\*[^=]*|[^=]{2})=(.*)$/s.exec(part);
    if (!m) return { error: ['unparsable value for LS_COLORS environment variable'] };
    if (m[1]!.startsWith('*')) endings.unshift([decode(m[1]!.slice(1)), decode(m[2]!)]);
    else if (m[1]! in BUILT_IN) by[m[1]!] = decode(m[2]!);
    else
      return {
        error: [`unrecognized prefix: '${m[1]}'`, 'unparsable value for LS_COLORS environment variable'],
      };
  }
  return { by, endings };
}

const TERMINALS =
  /^(Eterm|ansi|.*color.*|con\d*x\d*|cons25|console|cygwin|.*direct.*|dtterm|gnome|hurd|jfbterm|konsole|kterm|linux|linux-c|mlterm|putty|rxvt.*|screen.*|st|terminator|tmux.*|vt48|vt100|vt220|xterm.*)$/;

/** Is this a terminal that ls knows to show colours? */
export const knownTerminal = (term: string | undefined): boolean => term !== undefined && TERMINALS.test(term);

/** Is this key coloured at all? `0` and `00` are none. */
export const isColored = (colors: Colors, key: string): boolean => !/^0{0,2}$/.test(colors.by[key] ?? '');

/** A file as its colour is chosen by. */
export interface Colorable {
  readonly name: string;
  readonly type: string;
  /** Undefined: stat failed. */
  readonly stat: Pick<Stat, 'mode' | 'nlink'> | undefined;
  /** Of a link's target: it isn't there. Of a link: its target isn't. */
  readonly broken?: boolean;
}

/** The sequence for a file; undefined: none. */
export function colorOf(colors: Colors, file: Colorable, target: boolean): string | undefined {
  const on = (key: string) => isColored(colors, key);
  let key = 'or';
  if (target && file.broken) key = on('mi') ? 'mi' : 'or';
  else {
    const mode = file.stat?.mode ?? 0;
    switch (file.type) {
      case 'file':
        key = 'fi';
        if (!file.stat) break;
        if (mode & 0o4000 && on('su')) key = 'su';
        else if (mode & 0o2000 && on('sg')) key = 'sg';
        else if (mode & 0o111 && on('ex')) key = 'ex';
        else if (file.stat.nlink > 1 && on('mh')) key = 'mh';
        break;
      case 'directory':
        key = 'di';
        if (!file.stat) break;
        if (mode & 0o1000 && mode & 0o002 && on('tw')) key = 'tw';
        else if (mode & 0o002 && on('ow')) key = 'ow';
        else if (mode & 0o1000 && on('st')) key = 'st';
        break;
      case 'symlink':
        key = 'ln';
        if (file.broken && (colors.by.ln === 'target' || on('or'))) key = 'or';
        break;
      case 'fifo':
        key = 'pi';
        break;
      case 'socket':
        key = 'so';
        break;
      case 'chardev':
        key = 'cd';
        break;
      default:
        break;
    }
  }
  if (key === 'fi') {
    const lower = file.name.toLowerCase();
    const ending = colors.endings.find(([end]) => lower.endsWith(end.toLowerCase()));
    if (ending) return ending[1];
  }
  return colors.by[key] || undefined;
}
