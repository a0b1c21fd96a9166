/** East Asian wide and full-width characters, which take two columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

const charWidth = (character: string) => (WIDE.test(character) ? 2 : 1);

/** The columns that a text takes. */
export function displayWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + charWidth(character), 0);
}

/** Cuts a text to a number of columns, the last of them `…`. */
export function ellipsis(text: string, columns: number): string {
  if (columns <= 0) return '';
  const characters = [...text];
  if (columns === 1) return characters[0] ?? '';
  if (displayWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const character of characters) {
    width += charWidth(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
