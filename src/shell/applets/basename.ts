import { fileApplet } from './command.ts';
import { baseName, dirName } from './paths.ts';
import { quote } from './quote.ts';

/** Takes a suffix off a name, unless the name is the suffix. */
const cut = (name: string, suffix: string): string =>
  suffix !== '' && name.length > suffix.length && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;

export const basename = fileApplet('basename', function* (command) {
  const { gnu } = command;
  const parsed = command.parse(
    gnu
      ? { multiple: ['a', 'flag'], suffix: ['s', 'value'], zero: ['z', 'flag'] }
      : { a: ['a', 'flag'], s: ['s', 'value'] },
    { stopAtOperand: true },
  );
  const { operands } = parsed;
  let suffix = parsed.value(gnu ? 'suffix' : 's');
  const many = parsed.has(gnu ? 'multiple' : 'a') || suffix !== undefined;
  if (operands.length === 0) command.usage(gnu ? 'missing operand' : '');
  if (!many) {
    if (operands.length > 2) command.usage(gnu ? `extra operand ${quote(operands[2]!)}` : '');
    suffix = operands[1];
  }
  const end = parsed.has('zero') ? '\0' : '\n';
  for (const name of many ? operands : operands.slice(0, 1))
    yield* command.print(cut(name === '' ? '' : baseName(name), suffix ?? '') + end);
});

export const dirname = fileApplet('dirname', function* (command) {
  const { gnu } = command;
  if (!gnu) {
    const operands = command.args[0] === '--' ? command.args.slice(1) : command.args;
    if (operands.length !== 1) command.usage();
    yield* command.print(`${dirName(operands[0]!)}\n`);
    return;
  }
  const parsed = command.parse({ zero: ['z', 'flag'] });
  if (parsed.operands.length === 0) command.usage('missing operand');
  for (const name of parsed.operands) yield* command.print(dirName(name) + (parsed.has('zero') ? '\0' : '\n'));
});
