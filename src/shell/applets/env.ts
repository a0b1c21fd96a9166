import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';

function* main(text: Text): Op<number> {
  const { sys, gnu } = text;
  const parsed = text.parse(
    {
      'ignore-environment': ['i', 'flag'],
      null: ['0', 'flag'],
      unset: ['u', 'value'],
      ...(gnu ? { chdir: ['C', 'value'] as const } : {}),
    },
    { stopAtOperand: true, status: gnu ? 125 : 1 },
  );
  const operands = [...parsed.operands];
  const bare = operands[0] === '-';
  if (bare) operands.shift();
  const env: Record<string, string> = parsed.has('ignore-environment') || bare ? {} : { ...sys.env };
  for (const name of parsed.options.get('unset') ?? []) delete env[name];
  while (operands[0]?.includes('=')) {
    const [assignment] = operands.splice(0, 1);
    const equals = assignment!.indexOf('=');
    env[assignment!.slice(0, equals)] = assignment!.slice(equals + 1);
  }
  const folder = parsed.value('chdir');
  if (folder !== undefined) {
    if (operands.length === 0) text.usage('must specify command with --chdir (-C)', 125);
    try {
      sys.chdir(folder);
    } catch (error) {
      if (!isErrno(error)) throw error;
      text.die(`cannot change directory to ${quote(folder)}: ${error.message}`, 125);
    }
  }
  const [command] = operands;
  if (command === undefined) {
    const end = parsed.has('null') ? '\0' : '\n';
    for (const [name, value] of Object.entries(env)) text.put(`${name}=${value}${end}`);
    return 0;
  }
  try {
    sys.exec(sys.which(command, env.PATH), operands, env);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* text.say(gnu ? `${quote(command)}: ${error.message}` : `can't execute '${command}': ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
  return 0;
}

export const env = textApplet('env', main);

export const printenv = textApplet(
  'printenv',
  function* (text) {
    const { env: variables } = text.sys;
    const parsed = text.parse(text.gnu ? { null: ['0', 'flag'] } : {}, { status: 2 });
    const end = parsed.has('null') ? '\0' : '\n';
    if (parsed.operands.length === 0)
      for (const [name, value] of Object.entries(variables)) text.put(`${name}=${value}${end}`);
    for (const name of parsed.operands) {
      const value = variables[name];
      if (value === undefined) text.status = 1;
      else text.put(`${value}${end}`);
    }
  },
  { dialects: ['gnu'] },
);
