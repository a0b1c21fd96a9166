/** A file, folder (a path that ends with `/`) or link that a case begins with. */
export interface Setup {
  readonly content?: string;
  readonly mode?: number;
  /** `uid:gid`. */
  readonly owner?: string;
  readonly link?: string;
  readonly hardlink?: string;
}

/** What is run: bytes are Latin-1 strings, one character a byte. */
export interface Case {
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly setup?: Readonly<Record<string, string | Setup>>;
  readonly env?: readonly string[];
  /** Standard input is a pipe, not a file. */
  readonly pipe?: boolean;
  /** Standard error goes where standard output goes: their order is recorded. */
  readonly merge?: boolean;
  /** Commands that run first, by words; their output is not kept. */
  readonly before?: readonly string[];
  readonly dialect?: 'gnu' | 'busybox';
  /** Programs that it runs besides. */
  readonly needs?: readonly string[];
  /** Record the folder as it is afterwards. */
  readonly after?: boolean;
  /** The lines come in the order of a folder on a disk. */
  readonly unordered?: boolean;
  /** [pattern, replacement] for what varies, applied to both sides. */
  readonly mask?: readonly (readonly [string, string])[];
}

export interface CaseTable {
  readonly name: string;
  readonly setup?: Case['setup'];
  readonly dialects?: readonly ('gnu' | 'busybox')[];
  readonly cases: readonly Case[];
}

export interface RecordedEntry {
  readonly type: string;
  readonly mode: string;
  readonly owner: string;
  readonly nlink: number;
  readonly mtime?: number;
  readonly content: string;
}

/** What a recorded file holds. */
export interface Recording {
  readonly setup?: Case['setup'];
  readonly cases: readonly RecordedCase[];
}

export interface RecordedCase extends Omit<Case, 'after'> {
  readonly dialect: 'gnu' | 'busybox';
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  after?: Record<string, RecordedEntry>;
}

/** Words as a shell would split them, with '…', "…" and $'…' (\n, \t, \0 and the like); nothing else is special. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === ' ' || c === '\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (c === "'" || c === '"' || (c === '$' && line[i + 1] === "'")) {
      const escapes = c === '$';
      const end = escapes ? "'" : c;
      word ??= '';
      for (i += escapes ? 2 : 1; line[i] !== end; i++) {
        if (i >= line.length) throw new Error(`unclosed quote: ${line}`);
        if (escapes && line[i] === '\\') {
          i++;
          const known: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', '\\': '\\', "'": "'" };
          word += known[line[i]!] ?? `\\${line[i]}`;
        } else word += line[i];
      }
    } else word = (word ?? '') + c;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Cases out of lines: words, each with the same further properties. A quote may go on over lines, blanks before them left out. */
export function lines(text: string, more: Omit<Case, 'argv'> = {}): Case[] {
  const cases: Case[] = [];
  let open = '';
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (open === '' && (line === '' || line.startsWith('#'))) continue;
    open = open === '' ? line : `${open}\n${line}`;
    let argv: string[];
    try {
      argv = splitWords(open);
    } catch {
      continue;
    }
    cases.push({ argv, ...more });
    open = '';
  }
  if (open !== '') throw new Error(`unclosed quote: ${open}`);
  return cases;
}
