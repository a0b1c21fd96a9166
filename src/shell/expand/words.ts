import { Failure, NeedsCommand } from '../failure.ts';
import { complain } from '../messages.ts';
import type { Shell } from '../state.ts';
import type { Arithmetic, Part, Word } from '../syntax/nodes.ts';
import { evaluateIn, getVariable } from '../variables.ts';
import { ArithmeticError } from './arithmetic.ts';
import { BraceOverflow, expandBraces } from './braces.ts';
import { type Context, effect } from './context.ts';
import { type Field, FieldSink, PatternSink, patternText, RegexSink, type Sink, TextSink } from './fields.ts';
import { type GlobOptions, glob } from './glob.ts';
import { expandParameter, isEmptyList } from './parameter.ts';
import { isPattern } from './pattern.ts';
import { type TildePlace, tildeText } from './tilde.ts';

export interface PartOptions {
  readonly tilde?: TildePlace;
}

/** The parts of a word into a sink. `quoted`: within double quotes. */
export function expandParts(
  ctx: Context,
  parts: readonly Part[],
  quoted: boolean,
  sink: Sink,
  options: PartOptions = {},
): void {
  for (const [i, part] of parts.entries()) {
    switch (part.type) {
      case 'text':
        if (options.tilde) tildeText(ctx.shell, part.value, i === 0, i === parts.length - 1, options.tilde, sink);
        else sink.literal(part.value);
        break;
      case 'quoted':
        sink.quoted(part.value);
        break;
      case 'double':
        double(ctx, part.parts, sink);
        break;
      case 'parameter':
        expandParameter(ctx, part, quoted, sink);
        break;
      case 'arithmetic': {
        const text = String(expandArithmetic(ctx, part));
        if (quoted) sink.quoted(text);
        else sink.expanded(text);
        break;
      }
      case 'command':
      case 'late': {
        const text = commandText(ctx, part);
        if (quoted) sink.quoted(text);
        else sink.expanded(text);
        break;
      }
      case 'process':
        sink.quoted(
          effect(ctx, () => ctx.shell.recursion.startProcessSubstitution(ctx.shell, part.body, part.direction)),
        );
        break;
      default:
        part satisfies never;
    }
  }
}

function double(ctx: Context, parts: readonly Part[], sink: Sink): void {
  const nothing = parts.length > 0 && parts.every((part) => part.type === 'parameter' && isEmptyList(ctx, part));
  if (!nothing && parts.every((part) => part.type === 'parameter')) sink.quoted('');
  if (parts.length === 0) sink.quoted('');
  expandParts(ctx, parts, true, sink);
}

/** What a command printed; it runs if that is not known yet. */
function commandText(ctx: Context, part: Extract<Part, { type: 'command' | 'late' }>): string {
  const { log } = ctx;
  if (!log) throw new Error('a command in a word that had none');
  if (ctx.at < log.length) return log[ctx.at++] as string;
  throw new NeedsCommand(() => ctx.shell.recursion.startSubstitution(ctx.shell, part));
}

/** The value of `$((…))`, `((…))` and the like. */
export function expandArithmetic(ctx: Context, expression: Arithmetic): number | bigint {
  let { text } = expression;
  if (expression.parts) {
    const sink = new TextSink();
    expandParts(ctx, expression.parts, true, sink);
    text = sink.text;
  }
  return effect(ctx, () => evaluateOrFail(ctx.shell, text));
}

/** Evaluates; an error is printed and ends the command. `builtin` is named in front: `((`, `let`. */
export function evaluateOrFail(shell: Shell, text: string, builtin?: string): number | bigint {
  try {
    return evaluateIn(shell, text);
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    const older = shell.state.dialect === 'bash' && shell.state.version === '5.2';
    const message = older ? error.message.replace('arithmetic syntax error', 'syntax error') : error.message;
    complain(shell, `${builtin ? `${builtin}: ` : ''}${message}`);
    throw shell.state.dialect === 'bash' ? new Failure('line', 1) : new Failure('shell', 2);
  }
}

/** A word as one text: no splitting, no globbing. */
export function expandText(ctx: Context, word: Word, tilde: TildePlace = 'word'): string {
  if (word.plain !== undefined) return word.plain;
  const sink = new TextSink();
  expandParts(ctx, word.parts, false, sink, { tilde });
  return sink.text;
}

/** A word as a pattern: `case`, `[[ x == word ]]`. */
export function expandPatternWord(ctx: Context, word: Word): string {
  const sink = new PatternSink();
  expandParts(ctx, word.parts, false, sink, { tilde: 'word' });
  return sink.pattern;
}

/** A word as an extended regular expression. */
export function expandRegex(ctx: Context, word: Word): string {
  const sink = new RegexSink();
  expandParts(ctx, word.parts, false, sink);
  return sink.source;
}

/** Default IFS. */
export const IFS = ' \t\n';

/** A word as the fields it makes: all expansions. */
export function expandFields(ctx: Context, word: Word): readonly string[] {
  if (word.plain !== undefined) return [word.plain];
  const { shell } = ctx;
  const ifs = getVariable(shell, 'IFS') ?? IFS;
  const bash = shell.state.dialect === 'bash';
  const assigns = bash && /^[A-Za-z_]\w*=/.test(word.text);
  const all: string[] = [];
  for (const parts of braced(ctx, word)) {
    const sink = new FieldSink(ifs);
    if (assigns) assignmentParts(ctx, parts, sink);
    else expandParts(ctx, parts, false, sink, { tilde: 'word' });
    for (const field of sink.finish()) all.push(...globField(shell, field));
  }
  return all;
}

/** bash: `name=~` is expanded like an assignment wherever it stands. */
function assignmentParts(ctx: Context, parts: readonly Part[], sink: Sink): void {
  const [first, ...rest] = parts;
  const match = first?.type === 'text' ? /^[A-Za-z_]\w*=/.exec(first.value) : null;
  if (!match || first?.type !== 'text') {
    expandParts(ctx, parts, false, sink, { tilde: 'word' });
    return;
  }
  sink.literal(match[0]);
  const value = first.value.slice(match[0].length);
  expandParts(ctx, value === '' ? rest : [{ type: 'text', value }, ...rest], false, sink, { tilde: 'assignment' });
}

function braced(ctx: Context, word: Word): readonly (readonly Part[])[] {
  if (!word.braces || !ctx.shell.state.shopt.has('braceexpand')) return [word.parts];
  try {
    return expandBraces(word.parts);
  } catch (error) {
    if (!(error instanceof BraceOverflow)) throw error;
    complain(ctx.shell, error.message);
    throw new Failure('line', 1);
  }
}

/** The paths that a field's pattern matches, or the field itself. */
export function globField(shell: Shell, field: Field): readonly string[] {
  const { state, sys } = shell;
  const extended = state.shopt.has('extglob');
  if (state.flags.includes('f') || !isPattern(field.pattern, extended)) return [field.text];
  const options: GlobOptions = {
    extended,
    dots: state.shopt.has('dotglob'),
    star: state.shopt.has('globstar'),
    ignoreCase: state.shopt.has('nocaseglob'),
    specials: state.dialect !== 'bash' || !state.shopt.has('globskipdots'),
  };
  const found = glob(field.pattern, sys, options);
  if (found.length > 0) return found;
  if (state.shopt.has('failglob')) {
    complain(shell, `no match: ${patternText(field.pattern)}`);
    throw new Failure('line', 1);
  }
  return state.shopt.has('nullglob') ? [] : [field.text];
}
