import { strftime } from '../applets/times.ts';
import { release } from '../bash-version.ts';
import { logicalFolder } from '../builtins/cd.ts';
import { context } from '../expand/context.ts';
import { expandText } from '../expand/words.ts';
import { passwd } from '../files.ts';
import type { Shell } from '../state.ts';
import { promptWord } from '../syntax/prompt-word.ts';
import { getVariable } from '../variables.ts';

/** Letters that take no place on the screen stand between these two in an expanded prompt. */
export const INVISIBLE_START = '\x01';
export const INVISIBLE_END = '\x02';

/** PS1, PS2 and PS4 of bash, PS1 of ash: backslash escapes, then parameters and arithmetic. */
export function expandPrompt(shell: Shell, text: string, withEscapes = true): string {
  const decoded = withEscapes && text.includes('\\') ? escapes(shell, text) : text;
  if (!/[$`]/.test(decoded) || (shell.state.dialect === 'bash' && !shell.state.shopt.has('promptvars'))) return decoded;
  const word = promptWord(decoded, shell.state.dialect);
  // Commands in prompts are not run: a prompt must be there at once.
  return word && !word.commands ? expandText(context(shell), word) : decoded;
}

function escapes(shell: Shell, text: string): string {
  return text.replace(/\\([0-7]{3}|D\{[^}]*\}|[\s\S])/g, (whole, code: string) => one(shell, code) ?? whole);
}

function one(shell: Shell, code: string): string | undefined {
  const { sys, state } = shell;
  if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
  switch (code[0]) {
    case 'a':
      return '\x07';
    case 'd':
      return strftime('%a %b %d', sys.now());
    case 'D':
      return strftime(code.slice(2, -1) || '%X', sys.now());
    case 'e':
      return '\x1b';
    case 'h':
      return sys.hostname.split('.')[0]!;
    case 'H':
      return sys.hostname;
    case 'j':
      return String(state.jobs.length);
    case 'l':
      return state.terminal === undefined ? 'tty' : sys.ttyname(state.terminal).replace(/.*\//, '');
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 's':
      return state.name.replace(/.*\//, '').replace(/^-/, '');
    case 't':
      return strftime('%H:%M:%S', sys.now());
    case 'T':
      return strftime('%I:%M:%S', sys.now());
    case '@':
      return strftime('%I:%M %p', sys.now());
    case 'A':
      return strftime('%H:%M', sys.now());
    case 'u':
      return passwd(sys, sys.credentials.uid)?.name ?? 'I have no name!';
    case 'v':
      return release(state.version).replace(/\.\d+\(.*/, '');
    case 'V':
      return release(state.version).replace(/\(.*/, '');
    case 'w':
      return tilded(shell);
    case 'W': {
      const folder = tilded(shell);
      return folder === '/' ? '/' : folder.replace(/.*\//, '');
    }
    case '!':
    case '#':
      return String(state.history.length + 1);
    case '$':
      return sys.credentials.uid === 0 ? '#' : '$';
    case '[':
      return INVISIBLE_START;
    case ']':
      return INVISIBLE_END;
    case '\\':
      return '\\';
    default:
      return undefined;
  }
}

function tilded(shell: Shell): string {
  const folder = logicalFolder(shell);
  const home = getVariable(shell, 'HOME');
  if (!home || home === '/') return folder;
  if (folder === home) return '~';
  return folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}
