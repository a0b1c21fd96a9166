import { fileTests } from '../builtins/file-tests.ts';
import { binaryTest, compareNumbers, UNARY_FILE_TESTS, unaryTest } from '../builtins/test.ts';
import { type Context, effect } from '../expand/context.ts';
import { matches } from '../expand/pattern.ts';
import { compileRegex } from '../expand/regex.ts';
import { evaluateOrFail, expandPatternWord, expandRegex, expandText } from '../expand/words.ts';
import { Failure } from '../failure.ts';
import { complain } from '../messages.ts';
import { trace, traceWord } from '../print/trace.ts';
import { flag } from '../state.ts';
import type { Test } from '../syntax/nodes.ts';
import { setArray } from '../variables.ts';

/** bash's `[[ … ]]`: 0, 1, or 2 for a bad expression. */
export function evaluateCondition(ctx: Context, test: Test): number {
  try {
    return condition(ctx, test) ? 0 : 1;
  } catch (failure) {
    if (failure instanceof BadExpression) {
      if (ctx.shell.state.version === '5.3') complain(ctx.shell, failure.message);
      return 2;
    }
    if (failure instanceof Failure && failure.scope === 'line') return 1;
    throw failure;
  }
}

class BadExpression {
  constructor(readonly message: string) {}
}

function condition(ctx: Context, test: Test): boolean {
  switch (test.type) {
    case 'unary':
      return unary(ctx, test);
    case 'binary':
      return binary(ctx, test);
    case 'and':
      return test.operands.every((operand) => condition(ctx, operand));
    case 'or':
      return test.operands.some((operand) => condition(ctx, operand));
    case 'not':
      return !condition(ctx, test.operand);
    case 'group':
      return condition(ctx, test.operand);
    default:
      return test satisfies never;
  }
}

function traced(ctx: Context, ...words: string[]): void {
  const { shell } = ctx;
  if (flag(shell, 'x')) effect(ctx, () => trace(shell, `[[ ${words.join(' ')} ]]`));
}

function unary(ctx: Context, test: Extract<Test, { type: 'unary' }>): boolean {
  const { shell } = ctx;
  const word = expandText(ctx, test.word);
  traced(ctx, test.operator, traceWord(shell, word));
  return effect(ctx, () => {
    if (!UNARY_FILE_TESTS.includes(test.operator[1]!)) return false;
    return unaryTest(test.operator, word, fileTests(shell), 'bash');
  });
}

function binary(ctx: Context, test: Extract<Test, { type: 'binary' }>): boolean {
  const { shell } = ctx;
  const { state } = shell;
  const { operator } = test;
  const left = expandText(ctx, test.left);
  const ignoreCase = state.shopt.has('nocasematch');
  switch (operator) {
    case '=':
    case '==':
    case '!=': {
      const pattern = expandPatternWord(ctx, test.right);
      traced(ctx, traceWord(shell, left), operator, pattern);
      return effect(ctx, () => matches(pattern, left, { extended: true, ignoreCase }) === (operator !== '!='));
    }
    case '=~': {
      const source = expandRegex(ctx, test.right);
      traced(ctx, traceWord(shell, left), operator, source);
      return effect(ctx, () => matchRegex(ctx, source, left, ignoreCase));
    }
    default: {
      const right = expandText(ctx, test.right);
      traced(ctx, traceWord(shell, left), operator, traceWord(shell, right));
      return effect(ctx, () => {
        if (!/^-(eq|ne|lt|le|gt|ge)$/.test(operator))
          return binaryTest(left, operator, right, fileTests(shell), 'bash');
        const numbers = [left, right].map((text) => BigInt(evaluateOrFail(shell, text, '[[')));
        return compareNumbers(numbers[0]!, operator, numbers[1]!);
      });
    }
  }
}

function matchRegex(ctx: Context, source: string, text: string, ignoreCase: boolean): boolean {
  const compiled = compileRegex(source, ignoreCase);
  if (typeof compiled === 'string') throw new BadExpression(`[[: invalid regular expression \`${source}': ${compiled}`);
  const groups = compiled(text);
  setArray(
    ctx.shell,
    'BASH_REMATCH',
    (groups ?? []).map((group) => [undefined, group ?? ''] as const),
    false,
  );
  return groups !== undefined;
}
