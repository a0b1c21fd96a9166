import { ComposeError } from './tree.ts';

/** A command line as words (mattn/go-shellwords): quotes, backslashes; nothing is expanded. @throws {ComposeError} */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let got = false;
  let [escaped, single, double] = [false, false, false];
  for (const char of line) {
    if (escaped) {
      word += char;
      escaped = false;
      got = true;
      continue;
    }
    if (char === '\\') {
      if (single) word += char;
      else escaped = true;
      continue;
    }
    if (/[ \t\r\n]/.test(char)) {
      if (single || double) word += char;
      else if (got || word !== '') {
        words.push(word);
        word = '';
        got = false;
      }
      continue;
    }
    if (char === '"' && !single) {
      double = !double;
      got = true;
      continue;
    }
    if (char === "'" && !double) {
      single = !single;
      got = true;
      continue;
    }
    // What a shell would need to run ends the line.
    if (';&|<>'.includes(char) && !single && !double) break;
    word += char;
    got = true;
  }
  if (escaped || single || double) throw new ComposeError('invalid command line string');
  if (got || word !== '') words.push(word);
  return words;
}
