import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { readAll } from './applet.ts';
import { quote, quoteName } from './quote.ts';
import { type Text, textApplet } from './text.ts';

function* main(text: Text): Op<number> {
  const { sys, gnu } = text;
  const parsed = text.parse({
    decode: ['d', 'flag'],
    wrap: ['w', 'value'],
    ...(gnu ? { 'ignore-garbage': ['i', 'flag'] as const } : {}),
  });
  const wrap = Number(parsed.value('wrap') ?? 76);
  if (!Number.isInteger(wrap) || wrap < 0) text.die(`invalid wrap size: ${quote(parsed.value('wrap')!)}`);
  const [name = '-', extra] = parsed.operands;
  if (extra !== undefined) text.usage(gnu ? `extra operand ${quote(extra)}` : '');
  let bytes: Uint8Array;
  try {
    bytes = yield* readAll(sys, name === '-' ? 0 : sys.open(name));
  } catch (error) {
    if (!isErrno(error)) throw error;
    text.die(gnu ? `${quoteName(name)}: ${error.message}` : `${name}: ${error.message}`);
  }
  const raw = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  if (!parsed.has('decode')) {
    const encoded = btoa(raw);
    const lines = wrap === 0 ? [encoded] : (encoded.match(new RegExp(`.{1,${wrap}}`, 'g')) ?? []);
    text.put(wrap === 0 ? encoded : lines.map((line) => `${line}\n`).join(''));
    return 0;
  }
  const letters = parsed.has('ignore-garbage') ? raw.replace(/[^A-Za-z0-9+/=]/g, '') : raw.replace(/\s/g, '');
  const good = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(letters)?.[0] ?? '';
  text.put(atob(good));
  if (good.length === letters.length) return 0;
  yield* text.fail(gnu ? 'invalid input' : 'truncated input');
  return 1;
}

export const base64 = textApplet('base64', main);
