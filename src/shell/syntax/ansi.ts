import { byteCharacter, joinBytes } from '../bytes.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What stands between the quotes of `$'…'`. */
export function ansiQuoted(body: string, unicode = true): string {
  const text = body.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c(.)|([\s\S]))/g,
    (whole, octal?: string, hex?: string, u?: string, U?: string, control?: string, letter?: string) => {
      if (octal !== undefined) return byteCharacter(Number.parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return byteCharacter(Number.parseInt(hex, 16));
      const code = u ?? U;
      if (code !== undefined) {
        const number = Number.parseInt(code, 16);
        return unicode && number <= 0x10ffff ? String.fromCodePoint(number) : whole;
      }
      if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
      if (letter !== undefined && '\\\'"?'.includes(letter)) return letter;
      return SIMPLE[letter!] ?? whole;
    },
  );
  // A zero byte ends it.
  const end = text.indexOf('\0');
  return joinBytes(end < 0 ? text : text.slice(0, end));
}
