/** A pattern of Go's filepath.Match against one name. */
export function matchesGlob(pattern: string, name: string): boolean {
  return new RegExp(`^${source(pattern)}$`, 's').test(name);
}

/** The patterns of `--exclude`, as in .dockerignore: the last one that matches decides, `!` takes back. */
export function matchesIgnore(patterns: readonly string[], path: string): boolean {
  let ignored = false;
  for (const pattern of patterns) {
    const negative = pattern.startsWith('!');
    const plain = pattern.replace(/^!?\/?/, '').replace(/\/$/, '');
    if (new RegExp(`^${source(plain)}(/.*)?$`, 's').test(path)) ignored = !negative;
  }
  return ignored;
}

function source(pattern: string): string {
  let text = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === '*' && pattern[at + 1] === '*') {
      at++;
      if (pattern[at + 1] === '/') at++;
      text += pattern[at] === '/' ? '(.*/)?' : '.*';
    } else if (char === '*') text += '[^/]*';
    else if (char === '?') text += '[^/]';
    else if (char === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) text += '\\[';
      else {
        text += `[${pattern.slice(at + 1, end).replaceAll('\\', '\\\\')}]`;
        at = end;
      }
    } else if (char === '\\' && at + 1 < pattern.length) text += pattern[++at]!.replace(/[^\w\s]/g, '\\$&');
    else text += char.replace(/[.+^${}()|\\/-]/g, '\\$&');
  }
  return text;
}
