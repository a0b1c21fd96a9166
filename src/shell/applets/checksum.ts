import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import { fromBinary } from './binary.ts';
import { quoteName } from './quote.ts';
import { inputOn, readLine, type Text, textApplet } from './text.ts';

const HASHES = { MD5: md5, SHA1: sha1, SHA256: sha256, SHA512: sha512 };
type HashName = keyof typeof HASHES;

const GNU: OptionSpec = {
  binary: ['b', 'flag'],
  check: ['c', 'flag'],
  tag: [undefined, 'flag'],
  text: ['t', 'flag'],
  zero: ['z', 'flag'],
  'ignore-missing': [undefined, 'flag'],
  quiet: [undefined, 'flag'],
  status: [undefined, 'flag'],
  strict: [undefined, 'flag'],
  warn: ['w', 'flag'],
};
const BUSYBOX: OptionSpec = { check: ['c', 'flag'], status: ['s', 'flag'], warn: ['w', 'flag'] };

/** The sum of a file in hexadecimal; undefined after a complaint. */
function* sumOf(text: Text, hash: HashName, name: string): Op<string | undefined> {
  const { sys, gnu } = text;
  const complain = (verb: string, error: { message: string }) =>
    text.fail(gnu ? `${quoteName(name)}: ${error.message}` : `can't ${verb} '${name}': ${error.message}`);
  let fd = 0;
  try {
    if (name !== '-') fd = sys.open(name);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* complain('open', error);
    return undefined;
  }
  try {
    const sum = HASHES[hash].create();
    for (let bytes = yield* sys.read(fd); bytes.length > 0; bytes = yield* sys.read(fd)) {
      sum.update(bytes);
      yield* sys.turn();
    }
    return bytesToHex(sum.digest());
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* complain('read', error);
    return undefined;
  } finally {
    if (fd !== 0) sys.close(fd);
  }
}

/** `HEX  NAME`, or `HASH (NAME) = HEX`. */
function parseSum(line: string, digits: number): { readonly sum: string; readonly name: string } | undefined {
  const tagged = /^[A-Z0-9]+ \((.*)\) = ([0-9a-f]+)$/i.exec(line);
  if (tagged?.[2]?.length === digits) return { sum: tagged[2].toLowerCase(), name: tagged[1]! };
  const plain = /^\\?([0-9a-f]+) [ *](.*)$/i.exec(line);
  return plain?.[1]?.length === digits ? { sum: plain[1].toLowerCase(), name: plain[2]! } : undefined;
}

function* check(
  text: Text,
  hash: HashName,
  list: string,
  options: { quiet: boolean; silent: boolean; strict: boolean },
): Op<void> {
  const { sys, gnu } = text;
  let fd = 0;
  try {
    if (list !== '-') fd = sys.open(list);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* text.fail(gnu ? `${quoteName(list)}: ${error.message}` : `can't open '${list}': ${error.message}`);
    return;
  }
  const input = inputOn(fd);
  const digits = HASHES[hash].outputLen * 2;
  let malformed = 0;
  let differing = 0;
  let unread = 0;
  let lines = 0;
  for (let raw = yield* readLine(text, input, null); raw !== undefined; raw = yield* readLine(text, input, null)) {
    const line = new TextDecoder().decode(fromBinary(raw.replace(/\n$/, '')));
    if (line === '') continue;
    lines++;
    const wanted = parseSum(line, digits);
    if (!wanted) {
      malformed++;
      continue;
    }
    const sum = yield* sumOf(text, hash, wanted.name);
    const verdict = sum === undefined ? (gnu ? 'FAILED open or read' : 'FAILED') : sum === wanted.sum ? 'OK' : 'FAILED';
    if (sum === undefined) unread++;
    else if (sum !== wanted.sum) differing++;
    if (!options.silent && !(options.quiet && verdict === 'OK'))
      text.put(`${new TextDecoder().decode(fromBinary(wanted.name))}: ${verdict}\n`);
  }
  if (fd !== 0) sys.close(fd);
  yield* text.flush();
  if (gnu) {
    if (lines === malformed) {
      yield* text.fail(`${quoteName(list)}: no properly formatted checksum lines found`);
      return;
    }
    const plural = (count: number, one: string, many: string) => `WARNING: ${count} ${count === 1 ? one : many}`;
    if (!options.silent) {
      if (malformed > 0)
        yield* text.say(plural(malformed, 'line is improperly formatted', 'lines are improperly formatted'));
      if (unread > 0)
        yield* text.say(plural(unread, 'listed file could not be read', 'listed files could not be read'));
      if (differing > 0)
        yield* text.say(plural(differing, 'computed checksum did NOT match', 'computed checksums did NOT match'));
    }
    if (differing > 0 || unread > 0 || (options.strict && malformed > 0)) text.status = 1;
    return;
  }
  const failed = differing + unread + malformed;
  if (failed > 0) {
    text.status = 1;
    if (!options.silent) yield* text.say(`WARNING: ${failed} of ${lines} computed checksums did NOT match`);
  }
}

const checksum = (name: string, hash: HashName) =>
  textApplet(name, function* (text: Text): Op<void> {
    const parsed = text.parse(text.gnu ? GNU : BUSYBOX);
    const operands = parsed.operands.length === 0 ? ['-'] : parsed.operands;
    const options = { quiet: parsed.has('quiet'), silent: parsed.has('status'), strict: parsed.has('strict') };
    const end = parsed.has('zero') ? '\0' : '\n';
    for (const operand of operands) {
      if (parsed.has('check')) {
        yield* check(text, hash, operand, options);
        continue;
      }
      const sum = yield* sumOf(text, hash, operand);
      if (sum === undefined) continue;
      text.put(
        parsed.has('tag')
          ? `${hash} (${operand}) = ${sum}${end}`
          : `${sum} ${parsed.has('binary') ? '*' : ' '}${operand}${end}`,
      );
    }
  });

export const md5sum = checksum('md5sum', 'MD5');
export const sha1sum = checksum('sha1sum', 'SHA1');
export const sha256sum = checksum('sha256sum', 'SHA256');
export const sha512sum = checksum('sha512sum', 'SHA512');
