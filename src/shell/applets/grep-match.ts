import type { GrepPlan } from './grep-options.ts';
import { compileRegex, type Regex } from './regex.ts';

/** Where a line matches: [from, to] pairs, or whether it does at all. */
export interface Matcher {
  test(line: string): boolean;
  /** The leftmost, longest match at or after `from`. */
  find(line: string, from: number): readonly [number, number] | undefined;
}

/** What is wrong with a pattern; `warnings` come before anything else. */
export interface Compiled {
  readonly matcher?: Matcher;
  readonly error?: string;
  /** The pattern that the error is in. */
  readonly pattern?: string;
  readonly warnings: readonly string[];
}

/** PCRE as far as JavaScript has it: `\K`, `\A`, `\z`, `\h`, `(?i)` in front and `(?P<name>…)` are translated. */
function perl(pattern: string, { ignoreCase, whole }: GrepPlan): RegExp | string {
  let source = pattern
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/\\h/g, '[ \\t]')
    .replace(/\(\?P</g, '(?<')
    .replace(/\[\[:(\w+):\]\]/g, (all, name: string) => POSIX[name] ?? all);
  let flags = ignoreCase ? 'i' : '';
  if (source.startsWith('(?i)')) {
    source = source.slice(4);
    flags = 'i';
  }
  const keep = source.lastIndexOf('\\K');
  if (keep >= 0) source = `(?<=${source.slice(0, keep)})${source.slice(keep + 2)}`;
  if (whole === 'word') source = `(?<!\\w)(?:${source})(?!\\w)`;
  if (whole === 'line') source = `^(?:${source})$`;
  try {
    return new RegExp(source, `g${flags}`);
  } catch (error) {
    return perlError((error as Error).message);
  }
}

const POSIX: Readonly<Record<string, string>> = {
  digit: '\\d',
  alpha: '[A-Za-z]',
  alnum: '[0-9A-Za-z]',
  upper: '[A-Z]',
  lower: '[a-z]',
  space: '\\s',
};

/** PCRE2's words for what JavaScript complains about. */
function perlError(message: string): string {
  if (/Unterminated group/.test(message)) return 'missing closing parenthesis';
  if (/Unmatched '\)'/.test(message)) return 'unmatched closing parenthesis';
  if (/Unterminated character class/.test(message)) return 'missing terminating ] for character class';
  if (/Nothing to repeat/.test(message)) return 'quantifier does not follow a repeatable item';
  if (/\\ at end/.test(message)) return '\\ at end of pattern';
  if (/Range out of order/.test(message)) return 'range out of order in character class';
  return 'unrecognized character after (? or (?-';
}

function perlMatcher(plan: GrepPlan): Compiled {
  const regexes: RegExp[] = [];
  for (const pattern of plan.patterns) {
    const regex = perl(pattern, plan);
    if (typeof regex === 'string') return { error: regex, pattern, warnings: [] };
    regexes.push(regex);
  }
  const find: Matcher['find'] = (line, from) => {
    let best: [number, number] | undefined;
    for (const regex of regexes) {
      regex.lastIndex = from;
      const found = regex.exec(line);
      if (found && (!best || found.index < best[0])) best = [found.index, found.index + found[0].length];
    }
    return best;
  };
  return { matcher: { find, test: (line) => find(line, 0) !== undefined }, warnings: [] };
}

/** Compiles all patterns to one matcher. */
export function compilePatterns(plan: GrepPlan, gnu: boolean): Compiled {
  if (plan.syntax === 'perl') return perlMatcher(plan);
  const extended = plan.syntax === 'extended';
  const fixed = plan.syntax === 'fixed';
  const { ignoreCase, whole } = plan;
  const warnings: string[] = [];
  const regexes: Regex[] = [];
  for (const pattern of plan.patterns) {
    if (gnu && !fixed) {
      // What looks like a class outside of brackets is a mistake.
      if (/^\[:[a-z]+:\]$/.test(pattern))
        return { error: 'character class syntax is [[:space:]], not [:space:]', pattern, warnings };
      const star = extended ? /^[*+?]/.exec(pattern)?.[0] : undefined;
      if (star) warnings.push(`warning: ${star} at start of expression`);
    }
    const regex = compileRegex(pattern, { extended, fixed, ignoreCase, whole });
    if ('error' in regex) return { error: regex.error, pattern, warnings };
    regexes.push(regex);
  }
  return {
    warnings,
    matcher: {
      test: (line) => regexes.some((regex) => regex.test(line)),
      find(line, from) {
        let best: [number, number] | undefined;
        for (const regex of regexes) {
          const found = regex.exec(line, from);
          if (found && (!best || found.index < best[0] || (found.index === best[0] && found.end > best[1])))
            best = [found.index, found.end];
        }
        return best;
      },
    },
  };
}
