import type { Expression, Target } from './awk-syntax.ts';

/** Can it be assigned to? */
export function isTarget(expression: Expression): expression is Target {
  return expression.kind === 'variable' || expression.kind === 'field' || expression.kind === 'element';
}

/** What of a target has to be evaluated: a field's number, an element's index. */
export function indexOf(target: Target | undefined): readonly Expression[] {
  return !target || target.kind === 'variable' ? [] : target.children;
}
