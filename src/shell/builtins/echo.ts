import { joinBytes } from '../bytes.ts';
import { replaceEscapes } from './escapes.ts';
import type { Flavor } from './flavor.ts';

/**
 * What `echo` prints (write it with toBytes). dash knows only `-n` and always reads escapes; the others know `-n`, `-e`
 * and `-E`, bundled too, and an argument with any other letter is text. `xpgEcho` is bash's `shopt -s xpg_echo`.
 */
export function echoText(args: readonly string[], flavor: Flavor, utf8 = false, xpgEcho = false): string {
  let escapes = flavor === 'dash' || xpgEcho;
  let newline = true;
  let first = 0;
  if (flavor === 'dash') {
    if (args[0] === '-n') {
      newline = false;
      first = 1;
    }
  } else {
    for (; first < args.length && /^-[neE]+$/.test(args[first]!); first++) {
      for (const letter of args[first]!.slice(1)) {
        if (letter === 'n') newline = false;
        else escapes = letter === 'e';
      }
    }
  }
  const text = args.slice(first).join(' ');
  if (!escapes) return newline ? `${text}\n` : text;
  const unescaped = replaceEscapes(text, flavor, 'echo', utf8);
  return joinBytes(newline && !unescaped.stop ? `${unescaped.text}\n` : unescaped.text);
}
