/**
 * The display width of a name: one column a character, none for what isn't printed; wide East Asian characters and
 * emoji take two. In the C locale (`ascii`) only ASCII is printed.
 */
export function displayWidth(text: string, ascii = false): number {
  let width = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (ascii && code >= 0x7f)) continue;
    if (code < 0x300) width += 1;
    else if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(letter)) width += 0;
    else width += isWide(code) ? 2 : 1;
  }
  return width;
}

const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) ||
  (code >= 0x2e80 && code <= 0xa4cf) ||
  (code >= 0xac00 && code <= 0xd7a3) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xfe30 && code <= 0xfe6f) ||
  (code >= 0xff00 && code <= 0xff60) ||
  (code >= 0xffe0 && code <= 0xffe6) ||
  (code >= 0x1f300 && code <= 0x1faff) ||
  (code >= 0x20000 && code <= 0x3fffd);

const GAP = 2;
const NARROWEST = 3;

/** How many columns fit into a line, and how wide each is, gap included: GNU ls -C (`down`) and -x. */
export function fitColumns(widths: readonly number[], line: number, down: boolean): number[] {
  const count = widths.length;
  const limit = line === 0 ? count : Math.min(count, Math.max(1, Math.ceil(line / NARROWEST)));
  for (let columns = limit; columns > 1; columns--) {
    const rows = Math.ceil(count / columns);
    const sizes = new Array<number>(columns).fill(NARROWEST);
    widths.forEach((width, i) => {
      const column = down ? Math.floor(i / rows) : i % columns;
      sizes[column] = Math.max(sizes[column]!, width + (column === columns - 1 ? 0 : GAP));
    });
    if (line === 0 || sizes.reduce((sum, size) => sum + size, 0) < line) return sizes;
  }
  return [Math.max(NARROWEST, ...widths)];
}

/** From column `from` to `to`, with tabs where they reach. */
export function indent(from: number, to: number, tab: number): string {
  let text = '';
  let at = from;
  while (at < to) {
    if (tab !== 0 && Math.floor(to / tab) > Math.floor((at + 1) / tab)) {
      text += '\t';
      at += tab - (at % tab);
    } else {
      text += ' ';
      at++;
    }
  }
  return text;
}
