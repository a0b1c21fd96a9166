import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { encodeWord } from './binary.ts';
import {
  busyboxPlain,
  closeOperand,
  type Input,
  inputOn,
  openOperand,
  plainMessage,
  readLine,
  type Text,
  takeLine,
  textApplet,
} from './text.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  '0': '',
  '\\': '\\',
  b: '\b',
  f: '\f',
  r: '\r',
  v: '\v',
};

/** The list of -d: each delimiter one character, or none for `\0`. */
function delimiters(text: Text, given: string): string[] {
  const list: string[] = [];
  const word = encodeWord(given);
  for (let i = 0; i < word.length; i++) {
    if (word[i] !== '\\') list.push(word[i]!);
    else if (i + 1 < word.length) {
      i++;
      list.push(ESCAPES[word[i]!] ?? word[i]!);
    } else if (text.gnu) text.die(`delimiter list ends with an unescaped backslash: ${given}`);
    else list.push('\\');
  }
  if (list.length > 0) return list;
  return text.gnu ? [''] : text.die("-d '' is not supported");
}

/** Opens every operand; standard input named twice is read in turns. */
function openAll(text: Text, names: readonly string[]): Input[] {
  let standard: Input | undefined;
  return names.map((name) => {
    try {
      if (name === '-') return (standard ??= inputOn(0));
      return inputOn(text.sys.open(name));
    } catch (error) {
      if (!isErrno(error)) throw error;
      return text.die((text.gnu ? plainMessage : busyboxPlain)(name, error));
    }
  });
}

function* parallel(text: Text, names: readonly string[], list: readonly string[], end: string): Op<void> {
  const inputs = openAll(text, names);
  for (;;) {
    const lines: (string | undefined)[] = [];
    for (const input of inputs) lines.push(takeLine(input, end) ?? (yield* readLine(text, input, undefined, end)));
    if (lines.every((line) => line === undefined)) return;
    let out = '';
    let used = 0;
    for (const [i, line] of lines.entries()) {
      // busybox leaves ended files out, with their delimiters, and a line's end comes after the last file alone.
      if (line === undefined && !text.gnu) continue;
      out += line ?? '';
      if (i === lines.length - 1) out += end;
      else out += list[text.gnu ? i % list.length : used++ % list.length]!;
    }
    text.put(out);
    if (text.full) yield* text.flush();
  }
}

function* serial(text: Text, names: readonly string[], list: readonly string[], end: string): Op<void> {
  const opened = text.gnu ? undefined : openAll(text, names);
  for (const [index, name] of names.entries()) {
    const fd = opened ? opened[index]!.fd : yield* openOperand(text, name, plainMessage);
    if (fd === undefined) continue;
    const input = opened ? opened[index]! : inputOn(fd);
    let i = 0;
    for (; ; i++) {
      const line = takeLine(input, end) ?? (yield* readLine(text, input, undefined, end));
      if (line === undefined) break;
      text.put(i > 0 ? list[(i - 1) % list.length]! + line : line);
      if (text.full) yield* text.flush();
    }
    if (text.gnu || i > 0) text.put(end);
    closeOperand(text, fd);
  }
}

function* main(text: Text): Op<void> {
  const spec = { delimiters: ['d', 'value'], serial: ['s', 'flag'] } as const;
  const parsed = text.parse(text.gnu ? { ...spec, 'zero-terminated': ['z', 'flag'] } : spec);
  const list = delimiters(text, parsed.value('delimiters') ?? '\t');
  const end = parsed.has('zero-terminated') ? '\0' : '\n';
  const names = parsed.operands.length > 0 ? parsed.operands : ['-'];
  yield* parsed.has('serial') ? serial(text, names, list, end) : parallel(text, names, list, end);
}

export const paste = textApplet('paste', main);
