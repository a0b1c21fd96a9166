/** strcmp on UTF-8: by code points. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above all others.
    const high = (code: number) => code >= 0xd800 && code < 0xdc00;
    return high(x) === high(y) ? x - y : high(x) ? 1 : -1;
  }
  return a.length - b.length;
}

const SUFFIX = /(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/;

/** gnulib's filevercmp: names with numbers in their natural order (ls -v). */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  for (const special of ['', '.', '..']) {
    if (a === special) return -1;
    if (b === special) return 1;
  }
  const [dotA, dotB] = [a.startsWith('.'), b.startsWith('.')];
  if (dotA !== dotB) return dotA ? -1 : 1;
  const stem = (name: string) => {
    const body = dotA ? name.slice(1) : name;
    return body.slice(0, body.length - SUFFIX.exec(body)![0].length);
  };
  const [stemA, stemB] = [stem(a), stem(b)];
  const whole = (name: string) => (dotA ? name.slice(1) : name);
  const result = stemA === stemB ? versions(whole(a), whole(b)) : versions(stemA, stemB);
  return result === 0 ? compareBytes(a, b) : result;
}

const isDigit = (text: string, at: number): boolean => /^\d$/.test(text[at] ?? '');

/** strverscmp(3), by which busybox sorts versions: a run of digits that begins with a zero is a fraction. */
export function compareNumbered(a: string, b: string): number {
  let at = 0;
  let run = 0;
  let zeros = true;
  for (; at < a.length && a[at] === b[at]; at++) {
    if (!isDigit(a, at)) {
      run = at + 1;
      zeros = true;
    } else if (a[at] !== '0') zeros = false;
  }
  if (at === a.length && at === b.length) return 0;
  const code = (text: string) => (at < text.length ? text.charCodeAt(at) : 0);
  if (/[1-9]/.test(a[run] ?? '') && /[1-9]/.test(b[run] ?? '')) {
    let end = at;
    for (; isDigit(a, end); end++) if (!isDigit(b, end)) return 1;
    if (isDigit(b, end)) return -1;
  } else if (zeros && run < at && (isDigit(a, at) || isDigit(b, at))) {
    // All zeros so far: digits come before everything else.
    return ((code(a) - 48) & 0xff) - ((code(b) - 48) & 0xff);
  }
  return code(a) - code(b);
}

const order = (letter: string | undefined): number => {
  if (letter === undefined) return -1;
  if (/\d/.test(letter)) return 0;
  if (letter === '~') return -2;
  return /[A-Za-z]/.test(letter) ? letter.charCodeAt(0) : letter.charCodeAt(0) + 256;
};

function versions(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !/\d/.test(a[i]!)) || (j < b.length && !/\d/.test(b[j]!))) {
      const difference = order(a[i]) - order(b[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    while (a[i] === '0') i++;
    while (b[j] === '0') j++;
    let first = 0;
    while (i < a.length && j < b.length && /\d/.test(a[i]!) && /\d/.test(b[j]!)) {
      first ||= a.charCodeAt(i) - b.charCodeAt(j);
      i++;
      j++;
    }
    if (i < a.length && /\d/.test(a[i]!)) return 1;
    if (j < b.length && /\d/.test(b[j]!)) return -1;
    if (first !== 0) return first;
  }
  return 0;
}

/** A shell pattern (fnmatch without flags, or with FNM_PERIOD where a dot in front must be said) as a test. */
export function matcher(pattern: string, { fold = false }: { fold?: boolean } = {}): (text: string) => boolean {
  const source = fnmatchSource(pattern);
  const regexp = new RegExp(`^${source}$`, fold ? 'isu' : 'su');
  return (text) => regexp.test(text);
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  cntrl: '\\0-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
  xdigit: '0-9A-Fa-f',
};

const literal = (letter: string): string => letter.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');

/** The regular expression of a pattern, slashes matched by wildcards too. */
function fnmatchSource(pattern: string): string {
  let source = '';
  const letters = [...pattern];
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!;
    if (letter === '*') source += '.*';
    else if (letter === '?') source += '.';
    else if (letter === '\\' && i + 1 < letters.length) source += literal(letters[++i]!);
    else if (letter === '[') {
      const set = bracket(letters, i);
      if (set === undefined) source += '\\[';
      else {
        source += set.source;
        i = set.end;
      }
    } else source += literal(letter);
  }
  return source;
}

function bracket(letters: readonly string[], start: number): { source: string; end: number } | undefined {
  let i = start + 1;
  let source = '[';
  if (letters[i] === '!' || letters[i] === '^') {
    source += '^';
    i++;
  }
  const from = i;
  for (; i < letters.length; i++) {
    const letter = letters[i]!;
    if (letter === ']' && i > from) return { source: source === '[' ? '(?!)' : `${source}]`, end: i };
    if (letter === '[' && letters[i + 1] === ':') {
      const end = letters.indexOf(']', i + 2);
      const name = letters.slice(i + 2, end - 1).join('');
      if (end > 0 && letters[end - 1] === ':' && CLASSES[name]) {
        source += CLASSES[name];
        i = end;
        continue;
      }
    }
    if (letter === '-' && i > from && letters[i + 1] !== ']' && letters[i + 1] !== undefined) source += '-';
    else if (letter === '\\' && i + 1 < letters.length) source += literal(letters[++i]!);
    else source += literal(letter);
  }
  return undefined;
}
