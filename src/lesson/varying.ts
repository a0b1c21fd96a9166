/*
 * What differs between two runs of the same commands, on any engine: ids, times, ages, process ids, and the order in
 * which some commands list. The rules are those by which the recordings of a real engine are compared.
 */

const AGE = '(?:Less than a second|\\d+ (?:second|minute|hour|day|week|month)s?|About (?:a minute|an hour))';

/** Replaced in this order. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/sha256:[0-9a-f]{64}/g, 'sha256:<id>'],
  [/\/overlay2\/[0-9a-f]{64}(-init)?/g, '/overlay2/<layer>'],
  [/\b[0-9a-f]{64}\b/g, '<id of 64>'],
  [/\b(?=[0-9a-f]*[0-9])[0-9a-f]{12}\b/g, '<id of 12>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \+0000(?: UTC)?/g, '<time>'],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, '<mac>'],
  [/"Pid": ?\d+/g, '"Pid": <pid>'],
  [/^(\[\d+\]) \d+$/gm, '$1 <pid>'],
  [new RegExp(`${AGE} ago`, 'g'), '<age>'],
  [new RegExp(`Up ${AGE}`, 'g'), 'Up <age>'],
];

const FILE_TIMES = /\b[A-Z][a-z]{2} +\d+ \d\d:\d\d\b|\b\d{4}-\d\d-\d\d \d\d:\d\d\b(:\d\d)?/g;
const SIZES = /\b\d+(\.\d+)?(B|kB|MB|GB)\b/g;

/** What a command printed with all that varies masked: two runs that agree give the same text. */
export function masked(output: string, command: string): string {
  let text = MASKS.reduce((before, [what, mask]) => before.replace(what, mask), output);
  // Columns are as wide as what stands in them.
  if (/<id of 12>|<age>/.test(text)) text = text.replace(/ {2,}/g, '  ');
  text = text.replace(/^(<id of 12> .* )[a-z]+_[a-z]+$/gm, '$1<name>');
  if (/docker (images|image (ls|inspect|history)|history|system df)/.test(command)) {
    text = text.replace(SIZES, '<size>').replace(/ {2,}/g, '  ');
  }
  if (/\bls -[a-zA-Z]*l|\btar [-a-z]*tv|\bstat\b/.test(command)) {
    text = text
      .replace(FILE_TIMES, '<time>')
      .replace(/^total \d+$/gm, 'total <n>')
      .replace(/ +/g, ' ');
  }
  const unordered = /\btar [-a-z]*[tv]|\bfind |\bprune\b|docker (system df -v|diff)/.test(command);
  return unordered ? text.split('\n').sort().join('\n') : text;
}
