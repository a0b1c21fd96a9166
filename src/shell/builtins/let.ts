import { isZero } from '../expand/integer.ts';
import { evaluateOrFail } from '../expand/words.ts';
import { Failure } from '../failure.ts';
import { complainAs } from '../messages.ts';
import type { Builtin } from './builtin.ts';

export const letBuiltin: Builtin = {
  run(shell, args) {
    const { dialect } = shell.state;
    const expressions = args[0] === '--' ? args.slice(1) : args;
    if (expressions.length === 0) {
      complainAs(shell, 'let', 'expression expected');
      return dialect === 'bash' ? 1 : 2;
    }
    let value: number | bigint = 0;
    try {
      for (const expression of expressions)
        value = evaluateOrFail(shell, expression, dialect === 'bash' ? 'let' : undefined);
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      return dialect === 'bash' ? 1 : 2;
    }
    return isZero(value) ? 1 : 0;
  },
};
