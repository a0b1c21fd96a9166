import { ComposeError } from './tree.ts';

/** Looks a variable up; undefined: not set. */
export type Lookup = (name: string) => string | undefined;

/** A text with a `$` that begins no variable. */
export class InvalidTemplate extends Error {}

const PATTERN = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{(?:([_a-z][_a-z0-9]*(?:(?::?[-+?])(?:.*))?)\}|()))/gi;

type Form = ':?' | '?' | ':-' | '-' | ':+' | '+';
const FORMS: readonly Form[] = [':?', '?', ':-', '-', ':+', '+'];

/** Where the brace that the text opens first is closed; -1: nowhere. */
function closingBrace(text: string): number {
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '}') {
      open--;
      if (open === 0) return i;
    }
    if (text[i] === '{') {
      open++;
      i++;
    }
  }
  return -1;
}

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and its like; `$$` is a dollar.
 * @param unset told the names that are not set and have no default
 * @throws {InvalidTemplate} {@link ComposeError} for a required variable
 */
export function substitute(text: string, lookup: Lookup, unset: (name: string) => void): string {
  return text.replace(PATTERN, (match: string, ...groups: readonly (string | undefined)[]) => {
    const [escaped] = groups;
    if (escaped) return '$';
    const end = closingBrace(match);
    const own = end < 0 ? match : match.slice(0, end + 1);
    const rest = end < 0 ? '' : match.slice(end + 1);
    const parts = new RegExp(`^${PATTERN.source}`, 'i').exec(own);
    const named = parts?.[2];
    const braced = parts?.[3];
    if (named === undefined && braced === undefined) throw new InvalidTemplate(text);
    if (braced !== undefined) {
      const form = FORMS.filter((each) => match.includes(each)).sort((a, b) => match.indexOf(a) - match.indexOf(b))[0];
      if (form && braced.includes(form)) {
        const at = braced.indexOf(form);
        const value = withForm(form, braced.slice(0, at), braced.slice(at + form.length), lookup, unset);
        return value + substitute(rest, lookup, unset);
      }
      const value = lookup(braced);
      if (value === undefined) unset(braced);
      return (value ?? '') + substitute(rest, lookup, unset);
    }
    const value = lookup(named!);
    if (value === undefined) unset(named!);
    return value ?? '';
  });
}

function withForm(form: Form, name: string, other: string, lookup: Lookup, unset: (name: string) => void): string {
  const alternative = substitute(other, lookup, unset);
  const value = lookup(name);
  const there = value !== undefined && (form.length === 1 || value !== '');
  switch (form) {
    case ':-':
    case '-':
      return there ? value : alternative;
    case ':+':
    case '+':
      return there ? alternative : (value ?? '');
    case ':?':
    case '?':
      if (there) return value;
      throw new ComposeError(
        `required variable ${name} is missing a value${alternative === '' ? '' : `: ${alternative}`}`,
      );
  }
}
