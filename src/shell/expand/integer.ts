/*
 * Shells count in 64 bits. Numbers that are exact in a double stay one; the rest are bigints, so that a loop's counter
 * costs nothing and an overflow wraps as it should.
 */

export type Int = number | bigint;

/** Wraps to 64 bits, back to a number where that is exact. */
export function wrap(value: bigint): Int {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped;
}

type Exact = (a: bigint, b: bigint) => bigint;

const EXACT: Readonly<Record<string, Exact>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<': (a, b) => (a < b ? 1n : 0n),
  '>': (a, b) => (a > b ? 1n : 0n),
  '<=': (a, b) => (a <= b ? 1n : 0n),
  '>=': (a, b) => (a >= b ? 1n : 0n),
  '==': (a, b) => (a === b ? 1n : 0n),
  '!=': (a, b) => (a !== b ? 1n : 0n),
};

/** One of C's binary operators, but for `/` and `%` by zero, `&&` and `||`. */
export function compute(operator: string, a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    switch (operator) {
      case '+':
      case '-':
      case '*': {
        const value = operator === '+' ? a + b : operator === '-' ? a - b : a * b;
        if (Number.isSafeInteger(value)) return value + 0;
        break;
      }
      case '/':
        return Math.trunc(a / b) + 0;
      case '%':
        return (a % b) + 0;
      case '<':
        return a < b ? 1 : 0;
      case '>':
        return a > b ? 1 : 0;
      case '<=':
        return a <= b ? 1 : 0;
      case '>=':
        return a >= b ? 1 : 0;
      case '==':
        return a === b ? 1 : 0;
      case '!=':
        return a !== b ? 1 : 0;
    }
  }
  return wrap(EXACT[operator]!(BigInt(a), BigInt(b)));
}

/** `**`; the exponent is not negative. */
export function power(base: Int, exponent: Int): Int {
  let result = 1n;
  let factor = BigInt(base);
  for (let left = BigInt(exponent); left > 0n; left >>= 1n) {
    if (left & 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return wrap(result);
}

export function isZero(value: Int): boolean {
  return value === 0 || value === 0n;
}
