/** What a command answers, in the kinds of the protocol (RESP 2). */
export type Reply =
  | { readonly kind: 'status'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'bulk'; readonly text: string }
  | { readonly kind: 'nil' }
  | { readonly kind: 'nil-array' }
  | { readonly kind: 'array'; readonly items: readonly Reply[] };

export const OK: Reply = { kind: 'status', text: 'OK' };
export const NIL: Reply = { kind: 'nil' };
export const status = (text: string): Reply => ({ kind: 'status', text });
export const error = (text: string): Reply => ({ kind: 'error', text });
export const integer = (value: number): Reply => ({ kind: 'integer', value });
export const bulk = (text: string): Reply => ({ kind: 'bulk', text });
export const bulks = (texts: readonly string[]): Reply => ({ kind: 'array', items: texts.map(bulk) });

/** A reply as it goes over the wire; bytes as characters. */
export function encodeReply(reply: Reply): string {
  switch (reply.kind) {
    case 'status':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'bulk':
      return `$${reply.text.length}\r\n${reply.text}\r\n`;
    case 'nil':
      return '$-1\r\n';
    case 'nil-array':
      return '*-1\r\n';
    case 'array':
      return `*${reply.items.length}\r\n${reply.items.map(encodeReply).join('')}`;
  }
}

/** A command as clients send it and the append-only file keeps it. */
export const encodeCommand = (words: readonly string[]): string => encodeReply(bulks(words));

/** Something read off the beginning of a text, and how much of it that was. */
export interface Decoded<T> {
  readonly value: T;
  readonly length: number;
}

/** The next reply; undefined: more is to come. */
export function decodeReply(text: string, from = 0): Decoded<Reply> | undefined {
  const end = text.indexOf('\r\n', from);
  if (end < 0) return undefined;
  const line = text.slice(from + 1, end);
  const after = end + 2;
  switch (text[from]) {
    case '+':
      return { value: status(line), length: after - from };
    case '-':
      return { value: error(line), length: after - from };
    case ':':
      return { value: integer(Number(line)), length: after - from };
    case '$': {
      const size = Number(line);
      if (size < 0) return { value: NIL, length: after - from };
      if (text.length < after + size + 2) return undefined;
      return { value: bulk(text.slice(after, after + size)), length: after + size + 2 - from };
    }
  }
  const items: Reply[] = [];
  let at = after;
  for (let left = Number(line); left > 0; left--) {
    const item = decodeReply(text, at);
    if (!item) return undefined;
    items.push(item.value);
    at += item.length;
  }
  return { value: Number(line) < 0 ? { kind: 'nil-array' } : { kind: 'array', items }, length: at - from };
}

/** The next command: an array of texts, or a line of words as people type it. */
export function decodeCommand(text: string): Decoded<readonly string[]> | undefined {
  if (!text.startsWith('*')) {
    const end = text.indexOf('\n');
    if (end < 0) return undefined;
    return { value: splitArguments(text.slice(0, end).trim()) ?? [], length: end + 1 };
  }
  const reply = decodeReply(text);
  if (reply?.value.kind !== 'array') return undefined;
  const words = reply.value.items.map((item) => (item.kind === 'bulk' ? item.text : ''));
  return { value: words, length: reply.length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** Words with double quotes (and escapes in them) and single quotes; undefined: a quote is open. */
export function splitArguments(line: string): string[] | undefined {
  const words: string[] = [];
  for (let i = 0; i < line.length; ) {
    if (/\s/.test(line[i]!)) {
      i++;
      continue;
    }
    let word = '';
    for (; i < line.length && !/\s/.test(line[i]!); i++) {
      const quote = line[i]!;
      if (quote !== '"' && quote !== "'") {
        word += quote;
        continue;
      }
      for (i++; line[i] !== quote; i++) {
        if (i >= line.length) return undefined;
        const hex = quote === '"' && /^\\x([0-9a-fA-F]{2})/.exec(line.slice(i, i + 4));
        if (hex) {
          word += String.fromCharCode(Number.parseInt(hex[1]!, 16));
          i += 3;
        } else if (line[i] === '\\' && (quote === '"' || line[i + 1] === "'")) {
          i++;
          word += quote === '"' ? (ESCAPES[line[i]!] ?? line[i]) : "'";
        } else word += line[i];
      }
      if (i + 1 < line.length && !/\s/.test(line[i + 1]!)) return undefined;
    }
    words.push(word);
  }
  return words;
}
