import { functionText } from '../print/command.ts';
import type { Shell } from '../state.ts';
import type { ReadOptions } from '../syntax/lexer.ts';
import { ParseFailure, parseCommand } from '../syntax/parse.ts';
import { readCommand } from '../syntax/reader.ts';

/** bash takes functions that were exported from its environment: `BASH_FUNC_name%%=() { …; }`. */
export function importFunctions(shell: Shell, env: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(env)) {
    const name = /^BASH_FUNC_(.+)%%$/.exec(key)?.[1];
    if (name === undefined || !value.startsWith('() {')) continue;
    const text = `${name} ${value}\n`;
    const options: ReadOptions = { dialect: 'bash', final: true, extglob: false };
    if (readCommand(text, 0, options).kind !== 'command') continue;
    try {
      const command = parseCommand(text, 1, options)[0]?.command;
      if (command?.type !== 'function') continue;
      shell.state.functions.set(name, {
        body: command.body,
        line: 1,
        text: functionText(name, command.body),
        source: 'environment',
        exported: true,
      });
    } catch (failure) {
      if (!(failure instanceof ParseFailure)) throw failure;
    }
  }
}
