import type { DialectName } from '../dialect.ts';
import type { BashVersion } from '../state.ts';

/** What is wrong with a command's syntax. Lines count from 1 within the text that was read. */
export type SyntaxProblem =
  /** A token that can't stand where it stands. */
  | {
      readonly kind: 'token';
      readonly line: number;
      /** As written; `newline` for the end of a line. */
      readonly token: string;
      /** What dash and ash call it: `"fi"`, `word`, `redirection`, `newline`. */
      readonly name: string;
      readonly expecting: string | undefined;
      /** bash says so inside `$(`. */
      readonly within?: boolean;
    }
  /** The text ends within a command. `opened` is the innermost compound command. */
  | {
      readonly kind: 'end';
      readonly line: number;
      readonly expecting: string | undefined;
      readonly opened: { readonly word: string; readonly line: number } | undefined;
    }
  /** The text ends within a quotation or substitution. */
  | { readonly kind: 'unmatched'; readonly line: number; readonly endLine: number; readonly mark: Mark }
  /** Words of its own: lines without the shell's prefix, and whether bash shows the offending line after them. */
  | {
      readonly kind: 'words';
      readonly line: number;
      readonly words: readonly string[];
      readonly quotesLine: boolean;
    };

export type Mark = '"' | "'" | '`' | ')' | '}' | '))' | 'array';

/** Thrown while reading; `resume` is where reading may go on after an error. */
export class SyntaxFailure {
  constructor(readonly problem: SyntaxProblem) {}
}

const UNMATCHED = {
  '"': 'Unterminated quoted string',
  "'": 'Unterminated quoted string',
  '`': 'EOF in backquote substitution',
  '}': "Missing '}'",
  '))': "Missing '))'",
  ')': 'end of file unexpected (expecting ")")',
  array: 'end of file unexpected (expecting ")")',
} as const satisfies Readonly<Record<Mark, string>>;

/** The message, without the shell's prefix and line number: [line number, text] for each line that is printed. */
export function describeProblem(
  problem: SyntaxProblem,
  dialect: DialectName,
  source: string,
  version: BashVersion = '5.3',
): readonly (readonly [line: number, text: string])[] {
  if (dialect === 'bash') return describeBash(problem, source, version);
  const dash = dialect === 'dash';
  const line = problem.kind === 'unmatched' ? problem.endLine : problem.line;
  const say = (text: string): readonly (readonly [number, string])[] => {
    if (dash) return [[line, text === 'Bad substitution' ? text : `Syntax error: ${text}`]];
    const ash =
      /^(EOF|Unterminated|Missing|Bad)/.exec(text)?.[0] === 'EOF' ? text : text[0]!.toLowerCase() + text.slice(1);
    return [[line, `syntax error: ${ash}`]];
  };
  const expecting =
    'expecting' in problem && problem.expecting !== undefined ? ` (expecting ${problem.expecting})` : '';
  const unexpected = (name: string) => say(dash ? `${name} unexpected${expecting}` : `unexpected ${name}${expecting}`);
  switch (problem.kind) {
    case 'token':
      return unexpected(problem.name);
    case 'end':
      return unexpected('end of file');
    case 'unmatched':
      if (problem.mark === ')' || problem.mark === 'array')
        return say(dash ? UNMATCHED[')'] : 'unexpected end of file (expecting ")")');
      return say(UNMATCHED[problem.mark]);
    case 'words':
      return problem.words.flatMap((words) => say(words));
    default:
      return problem satisfies never;
  }
}

function describeBash(
  problem: SyntaxProblem,
  source: string,
  version: BashVersion,
): readonly (readonly [number, string])[] {
  const { line } = problem;
  const shown = `\`${source.split('\n')[line - 1] ?? ''}'`;
  switch (problem.kind) {
    case 'token': {
      const within = problem.within ? " while looking for matching `)'" : '';
      return [
        [line, `syntax error near unexpected token \`${problem.token}'${within}`],
        [line, shown],
      ];
    }
    case 'end': {
      const from =
        problem.opened && version === '5.3'
          ? ` from \`${problem.opened.word}' command on line ${problem.opened.line}`
          : '';
      return [[line + 1, `syntax error: unexpected end of file${from}`]];
    }
    case 'unmatched': {
      const mark = problem.mark === '))' || problem.mark === 'array' ? ')' : problem.mark;
      const at = problem.mark === ')' ? problem.endLine + 1 : line;
      return [[at, `unexpected EOF while looking for matching \`${mark}'`]];
    }
    case 'words': {
      const lines = problem.words.map((words) => [line, words] as const);
      return problem.quotesLine ? [...lines, [line, shown]] : lines;
    }
    default:
      return problem satisfies never;
  }
}
