import { write } from './output.ts';
import type { Shell } from './state.ts';

/** A line on standard error as it is. */
export function say(shell: Shell, line: string): void {
  write(shell, 2, `${line}\n`);
}

/** The script that a message is about: a sourced file's name, or `$0`. */
function messageName(shell: Shell): string {
  const { state } = shell;
  if (state.interactive) return state.dialect === 'bash' ? baseName(state.name) : state.name;
  for (let i = state.frames.length - 1; i >= 0; i--) {
    const frame = state.frames[i]!;
    if (frame.type === 'input' && frame.name !== undefined) return frame.name;
    if (frame.type === 'call') {
      const source = state.functions.get(frame.name)?.source;
      if (source && (source !== 'environment' || state.version === '5.2')) return source;
    }
  }
  return state.name;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** dash's and ash's `commandname`: the builtin that runs, or the file that is sourced. */
function runningCommand(shell: Shell): string | undefined {
  const { state } = shell;
  for (let i = state.frames.length - 1; i >= 0; i--) {
    const frame = state.frames[i]!;
    if (frame.type === 'input' && frame.kind === 'source') return frame.name;
    if (frame.type === 'simple' && frame.builtin && frame.builtin !== 'command') return frame.builtin;
  }
  return undefined;
}

/**
 * What stands in front of the shell's messages. bash: `bash: line 3: `, without a line when it is interactive; dash:
 * `sh: 3: ` always; ash: the line only in scripts, or behind a builtin's name.
 */
export function prefix(shell: Shell, builtin?: string): string {
  const { state } = shell;
  switch (state.dialect) {
    case 'bash': {
      const by = builtin ? `${builtin}: ` : '';
      const name = messageName(shell);
      return state.interactive ? `${name}: ${by}` : `${name}: line ${state.line}: ${by}`;
    }
    case 'dash': {
      const command = builtin ?? runningCommand(shell);
      return `${state.name}: ${state.line}: ${command ? `${command}: ` : ''}`;
    }
    case 'ash': {
      const command = builtin ?? runningCommand(shell);
      const line = !state.interactive && (command || !state.fromText);
      const sourced = state.frames.some((frame) => frame.type === 'input' && frame.kind === 'source');
      const number = state.line - (state.fromString && !sourced ? 1 : 0);
      return `${state.name}: ${command ? `${command}: ` : ''}${line ? `line ${number}: ` : ''}`;
    }
    default:
      return state.dialect satisfies never;
  }
}

/** A message of the shell itself. */
export function complain(shell: Shell, text: string): void {
  say(shell, `${prefix(shell)}${text}`);
}

/** A message of one of its builtins. */
export function complainAs(shell: Shell, builtin: string, text: string): void {
  say(shell, `${prefix(shell, builtin)}${text}`);
}

/** A message of a builtin of ash that is an applet's code: under the shell's own name, without a line. */
export function complainAsApplet(shell: Shell, text: string): void {
  say(shell, `${baseName(shell.sys.argv[0] ?? 'sh').replace(/^-/, '')}: ${text}`);
}
