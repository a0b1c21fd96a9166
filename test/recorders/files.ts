import { splitWords } from './cases.ts';

/** A file command to run; texts are Latin-1, one character a byte. */
export interface FileCase {
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly env?: readonly string[];
  /** Commands that run first, as root, by words; their output is not kept. */
  readonly before?: readonly string[];
  /** The uid and gid it runs as; default root. */
  readonly user?: number;
  readonly umask?: string;
  /** On a terminal of so many columns, with nothing typed. */
  readonly tty?: number;
  readonly dialect?: 'gnu' | 'busybox';
  /** The order of lines on standard output depends on the order of directories: they are sorted on both sides. */
  readonly sorted?: boolean;
  /** [pattern, replacement] for what varies, applied to both sides. */
  readonly mask?: readonly (readonly [string, string])[];
}

/** Cases that begin in the same folder. */
export interface Scene {
  /** Commands by words, run as root in the empty folder; then all times are set to 2023-11-14 22:13:20. */
  readonly setup: readonly string[];
  readonly dialects?: readonly ('gnu' | 'busybox')[];
  readonly cases: readonly FileCase[];
}

export interface RecordedFileCase extends FileCase {
  readonly dialect: 'gnu' | 'busybox';
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** Path -> what it is now (type, mode, owner, mtime, links, size, content), or `gone`. */
  changes?: Record<string, string>;
}

export interface RecordedScene {
  readonly setup: readonly string[];
  readonly cases: readonly RecordedFileCase[];
}

/**
 * A scene out of lines. A case is a line of words, with further properties in front of a bar, if any:
 * `user=1000 in='y\n' umask=077 tty=80 before='rm x' env=A=b gnu busybox | cp a b`.
 */
export function scene(
  setup: string,
  cases: string,
  more: Partial<FileCase> & { dialects?: Scene['dialects'] } = {},
): Scene {
  const { dialects, ...common } = more;
  const split = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  return {
    setup: split(setup),
    ...(dialects ? { dialects } : {}),
    cases: split(cases).map((line) => {
      const [, flags, words] = /^(?:(.*?) \| )?(.*)$/.exec(line)!;
      return { ...common, ...(flags ? properties(flags) : {}), argv: splitWords(words!) };
    }),
  };
}

function properties(text: string): Omit<FileCase, 'argv'> {
  const found: { -readonly [K in keyof FileCase]?: FileCase[K] } = {};
  for (const word of splitWords(text)) {
    const [, key, value] = /^([a-z]+)(?:=([\s\S]*))?$/.exec(word)!;
    if (key === 'gnu' || key === 'busybox') found.dialect = key;
    else if (key === 'sorted') found.sorted = true;
    else if (key === 'user') found.user = Number(value);
    else if (key === 'tty') found.tty = Number(value);
    else if (key === 'umask') found.umask = value!;
    else if (key === 'in') found.stdin = value!.replaceAll('\\n', '\n');
    else if (key === 'before') found.before = [...(found.before ?? []), value!];
    else if (key === 'env') found.env = [...(found.env ?? []), value!];
    else throw new Error(`what is ${word}?`);
  }
  return found;
}
