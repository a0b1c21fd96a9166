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

/** Long runs of NUL and long contents say their length only, so that a recording stays readable. */
export function shortened(text: string): string {
  return text.replace(/\0{16,}/g, (run) => `<${run.length} NUL>`);
}

function shortContent(content: string): string {
  if (content.startsWith('\x1f\x8b')) return 'GZIPPED';
  // The order of a folder's entries is the disk's.
  if (content.startsWith('ustar', 257)) return `archive of ${content.length} bytes`;
  if (content.length <= 200) return shortened(content);
  let hash = 0;
  for (let i = 0; i < content.length; i++) hash = (Math.imul(hash, 31) + content.charCodeAt(i)) >>> 0;
  return `${content.length} bytes, ${hash.toString(16)}`;
}

/** A folder's entries without those that are as the setup made them; what is gone says so. */
export function changedEntries(
  after: Readonly<Record<string, RecordedEntry>>,
  setup: Case['setup'],
): Record<string, RecordedEntry> {
  const before = new Map<string, RecordedEntry>();
  const folder = { type: 'directory', mode: '755', owner: '0:0', nlink: 0, content: '' };
  for (const [path, value] of Object.entries(setup ?? {})) {
    const entry = typeof value === 'string' ? { content: value } : value;
    const name = path.replace(/\/$/, '');
    const steps = name.split('/');
    for (let i = 1; i < steps.length; i++) {
      const above = steps.slice(0, i).join('/');
      if (!before.has(above)) before.set(above, folder);
    }
    const mode = (entry.mode ?? (path.endsWith('/') ? 0o755 : 0o644)).toString(8);
    const owner = entry.owner ?? '0:0';
    if (path.endsWith('/')) before.set(name, { ...folder, mode, owner });
    else if (entry.link !== undefined)
      before.set(name, { type: 'symbolic_link', mode: '777', owner: '0:0', nlink: 1, content: entry.link });
    else if (entry.hardlink === undefined)
      before.set(name, { type: 'regular_file', mode, owner, nlink: 1, content: entry.content ?? '' });
  }
  const changed: Record<string, RecordedEntry> = {};
  for (const [path, entry] of Object.entries(after)) {
    const one = { ...entry, nlink: entry.type === 'directory' ? 0 : entry.nlink };
    const other = before.get(path);
    const same =
      other !== undefined &&
      (['type', 'mode', 'owner', 'nlink', 'content'] as const).every((key) => one[key] === other[key]) &&
      (one.type === 'directory' || one.mtime === undefined || one.mtime === 1_700_000_000);
    if (!same) changed[path] = { ...one, content: shortContent(one.content) };
  }
  for (const path of before.keys())
    if (!(path in after)) changed[path] = { type: 'gone', mode: '', owner: '', nlink: 0, content: '' };
  return changed;
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
