import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { readAll } from './applet.ts';
import { encodeWord, toBinary } from './binary.ts';
import { quoteFile, quoteName } from './quote.ts';
import { busyboxPlain, closeOperand, openOperand, type Text, textApplet } from './text.ts';

function* main(text: Text): Op<void> {
  const parsed = text.gnu
    ? text.parse({ before: ['b', 'flag'], regex: ['r', 'flag'], separator: ['s', 'value'] })
    : text.parse({});
  if (parsed.has('regex')) text.die('regular expressions as separators are not supported');
  const separator = encodeWord(parsed.value('separator') ?? '\n');
  const names = parsed.operands.length > 0 ? parsed.operands : ['-'];
  for (const name of names) {
    const fd = yield* openOperand(
      text,
      name,
      text.gnu ? (path, error) => `failed to open ${quoteFile(path)} for reading: ${error.message}` : busyboxPlain,
    );
    if (fd === undefined) continue;
    try {
      const all = toBinary(yield* readAll(text.sys, fd));
      // A record ends with its separator; with -b it begins with it.
      const records: string[] = [];
      for (let at = 0; at < all.length; ) {
        const found = all.indexOf(separator, parsed.has('before') ? at + (at > 0 ? separator.length : 0) : at);
        const end = found < 0 ? all.length : parsed.has('before') ? found : found + separator.length;
        if (end > at) records.push(all.slice(at, end));
        if (found < 0) break;
        at = end;
      }
      for (const record of records.reverse()) {
        text.put(record);
        if (text.full) yield* text.flush();
      }
    } catch (error) {
      if (!isErrno(error, 'EISDIR')) throw error;
      // GNU seeks to the end first, which a folder refuses in its own way.
      yield* text.fail(text.gnu ? `${quoteName(name)}: read error: Invalid argument` : `${name}: ${error.message}`);
    }
    closeOperand(text, fd);
  }
}

export const tac = textApplet('tac', main);
