import { type Lookup, substitute } from './template.ts';
import { ComposeError } from './tree.ts';

/**
 * A file of variables: `NAME=value`, `export NAME=value`, `NAME` (taken from `lookup`), `#` comments, quotes. Double-quoted
 * and plain values may hold variables.
 * @throws {ComposeError}
 */
export function readDotenv(text: string, lookup: Lookup): Record<string, string> {
  const result: Record<string, string> = {};
  const known: Lookup = (name) => lookup(name) ?? result[name];
  let rest = text.replaceAll('\r\n', '\n');
  let line = 1;
  const skip = (length: number): string => {
    const taken = rest.slice(0, length);
    line += taken.split('\n').length - 1;
    rest = rest.slice(length);
    return taken;
  };
  for (;;) {
    skip(/^(\s+|#[^\n]*)*/.exec(rest)![0].length);
    if (rest === '') return result;
    const name = /^(?:export[ \t]+)?([A-Za-z0-9_.[\]-]+)[ \t]*([=:\n]|$)/.exec(rest);
    if (!name) {
      const bad = /^(?:export[ \t]+)?[A-Za-z0-9_.[\]-]*(.)/s.exec(rest)?.[1] ?? '';
      if (bad === ' ' || bad === '\t') throw new ComposeError(`line ${line}: key cannot contain a space`);
      throw new ComposeError(
        `line ${line}: unexpected character ${JSON.stringify(bad)} in variable name ${JSON.stringify(rest.split('\n')[0] ?? '')}`,
      );
    }
    const [all, key = '', ending] = name;
    if (ending !== '=' && ending !== ':') {
      skip(all.length);
      const value = lookup(key);
      if (value !== undefined) result[key] = value;
      continue;
    }
    skip(all.length);
    skip(/^[ \t]*/.exec(rest)![0].length);
    const quote = rest[0];
    if (quote === '"' || quote === "'") {
      const end = new RegExp(`^${quote}((?:\\\\.|[^${quote}\\\\])*)${quote}`, 's').exec(rest);
      if (!end) {
        const value = rest.split('\n')[0] ?? '';
        throw new ComposeError(`line ${line}: unterminated quoted value ${value}`);
      }
      skip(end[0].length);
      const raw = end[1]!;
      result[key] = quote === "'" ? raw.replaceAll("\\'", "'") : expandEscapes(substitute(raw, known, () => undefined));
      skip(/^[^\n]*/.exec(rest)![0].length);
      continue;
    }
    const value = skip(/^[^\n]*/.exec(rest)![0].length)
      .replace(/\s+#.*$/, '')
      .replace(/^#.*$/, '')
      .trim();
    result[key] = substitute(value, known, () => undefined);
  }
}

function expandEscapes(text: string): string {
  const known: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };
  return text.replace(/\\(.)/gs, (all, char: string) => known[char] ?? all);
}
