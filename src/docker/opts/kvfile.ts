import type { Op, Sys } from '../../os/index.ts';
import { CliError } from '../errors.ts';
import { readFile } from '../files.ts';
import { cut } from './parsers.ts';

/**
 * Reads files of `KEY=value` lines (`--env-file`, `--label-file`). A key alone takes its value from `lookup`, or is left
 * out.
 * @throws {CliError}
 */
export function* readKeyValues(
  sys: Sys,
  files: readonly string[],
  lookup?: Readonly<Record<string, string>>,
): Op<readonly string[]> {
  const all: string[] = [];
  for (const file of files) {
    const invalid = (reason: string) => new CliError(`invalid env file (${file}): ${reason}`);
    let data: Uint8Array;
    try {
      data = yield* readFile(sys, file);
    } catch (error) {
      if (error instanceof CliError && error.message.startsWith('read ')) throw invalid(error.message);
      throw error;
    }
    for (const [index, bytes] of lines(data).entries()) {
      let line: string;
      try {
        line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: index > 0 }).decode(bytes);
      } catch (error) {
        if (error instanceof TypeError) throw invalid(`invalid utf8 bytes at line ${index + 1}: [${bytes.join(' ')}]`);
        throw error;
      }
      line = line.replace(/^\s+/u, '');
      if (line === '' || line.startsWith('#')) continue;
      const [key, value] = cut(line, '=');
      if (key === '') throw invalid(`no variable name on line '${line}'`);
      if (/[ \t]/.test(key)) throw invalid(`variable '${key}' contains whitespaces`);
      if (value !== undefined) all.push(line);
      else if (lookup && Object.hasOwn(lookup, line)) all.push(`${line}=${lookup[line]}`);
    }
  }
  return all;
}

/** Lines as Go's bufio.Scanner splits them. */
function lines(data: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    const newline = data.indexOf(10, at);
    const end = newline < 0 ? data.length : newline;
    found.push(data.subarray(at, data[end - 1] === 13 && end > at ? end - 1 : end));
    at = end + 1;
  }
  return found;
}
