/** A directive: a name, its words, and what stands in its braces. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly Directive[];
  readonly file: string;
  readonly line: number;
}

/** What nginx's parser or one of its modules refuses: the text after `[emerg] PID#0: `. */
export class ConfigError extends Error {}

interface Token {
  readonly text: string;
  /** Was it in quotes: then it is a word, whatever it says. */
  readonly quoted: boolean;
  readonly line: number;
}

/** Finds what `include` names; a pattern may find nothing. Throws {@link ConfigError} for a file that isn't there. */
export type Include = (pattern: string, from: string, line: number) => readonly (readonly [string, string])[];

/** Reads a configuration file with all that it includes. @throws {ConfigError} in nginx's words. */
export function parseConfig(file: string, text: string, include: Include): readonly Directive[] {
  const tokens = tokenize(file, text);
  const [directives, rest] = parseBlock(file, tokens, 0, include, false);
  const extra = tokens[rest];
  if (extra) throw new ConfigError(`unexpected "}" in ${file}:${extra.line}`);
  return directives;
}

function parseBlock(
  file: string,
  tokens: readonly Token[],
  start: number,
  include: Include,
  inside: boolean,
): readonly [readonly Directive[], number] {
  const directives: Directive[] = [];
  let words: Token[] = [];
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.quoted || !';{}'.includes(token.text) || token.text === '') {
      words.push(token);
      continue;
    }
    const [first, ...args] = words;
    if (token.text === '}') {
      if (first || !inside) throw new ConfigError(`unexpected "}" in ${file}:${token.line}`);
      return [directives, at];
    }
    if (!first) throw new ConfigError(`unexpected "${token.text}" in ${file}:${token.line}`);
    const directive = { name: first.text, args: args.map(({ text }) => text), file, line: token.line };
    words = [];
    if (token.text === ';') {
      if (directive.name === 'include' && args.length === 1) {
        for (const [path, content] of include(args[0]!.text, file, token.line))
          directives.push(...parseConfig(path, content, include));
      } else directives.push(directive);
      continue;
    }
    const [block, end] = parseBlock(file, tokens, at + 1, include, true);
    directives.push({ ...directive, block });
    at = end;
  }
  const line = (tokens.at(-1)?.line ?? 1) + (lastNewline.get(tokens) ?? 0);
  if (words.length > 0) throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${line}`);
  if (inside) throw new ConfigError(`unexpected end of file, expecting "}" in ${file}:${line}`);
  return [directives, tokens.length];
}

/** How many newlines come after the last token, for messages about the end of a file. */
const lastNewline = new WeakMap<readonly Token[], number>();

function tokenize(file: string, text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  const pattern =
    /\n|[ \t\r]+|#[^\n]*|[;{}]|"((?:\\[\s\S]|[^"\\])*)("?)|'((?:\\[\s\S]|[^'\\])*)('?)|(?:\\[\s\S]|\$\{[^}]*\}|[^\s;{}\\])+/g;
  let after = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, double, closedDouble, single, closedSingle] = match;
    if (whole === '\n') {
      line++;
      after++;
      continue;
    }
    if (/^[ \t\r#]/.test(whole)) continue;
    after = 0;
    const quoted = double !== undefined || single !== undefined;
    if (quoted && closedDouble === '' && double !== undefined) throw unclosed(file, text);
    if (quoted && closedSingle === '' && single !== undefined) throw unclosed(file, text);
    tokens.push({ text: (double ?? single ?? whole).replace(/\\(["'\\])/g, '$1'), quoted, line });
    line += whole.split('\n').length - 1;
  }
  lastNewline.set(tokens, after);
  return tokens;
}

function unclosed(file: string, text: string): ConfigError {
  return new ConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${text.split('\n').length}`);
}
