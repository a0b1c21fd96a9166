import { bracketEnd, ESCAPES, replacementPieces, unescapeRegex } from './sed-escapes.ts';
import {
  type Address,
  type Command,
  regexOf,
  type Script,
  ScriptError,
  type ScriptOptions,
  type SedRegex,
  type Source,
  type Where,
} from './sed-script.ts';

/** The text of a, i or c, which may go on in the next piece of the script. */
interface Pending extends Where {
  readonly name: string;
  text: string;
}

/** Reads a script, in either dialect's grammar and words. */
export class ScriptParser {
  readonly commands: Command[] = [];
  readonly #blocks: { at: number; where: string }[] = [];
  #silent = false;
  #text = '';
  #at = 0;
  #source: Source = { text: '', file: undefined };
  #number = 0;
  /** The text of a, i or c goes on in the next piece. */
  #pending: Pending | undefined;
  #lastRegex: SedRegex | undefined;

  constructor(readonly options: ScriptOptions) {}

  /** @throws {ScriptError} */
  parse(sources: readonly Source[]): Script {
    for (const source of sources) {
      this.#source = source;
      this.#text = source.text;
      this.#at = 0;
      if (source.file === undefined) this.#number++;
      if (this.#pending) this.#continueText();
      if (this.commands.length === 0 && source === sources[0] && /^#n(\n|$)/.test(source.text)) this.#silent = true;
      while (this.#command());
    }
    if (this.#pending) this.#finishText(this.#pending);
    const open = this.#blocks.at(-1);
    if (open && this.options.gnu) throw new ScriptError(`${open.where}unmatched \`{'`);
    this.#resolve();
    return { commands: this.commands, silent: this.#silent };
  }

  #where(position: number): string {
    const { file } = this.#source;
    if (file === undefined) return `-e expression #${this.#number}, char ${position}: `;
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return `file ${file} line ${line}: `;
  }

  #fail(gnu: string, busybox = gnu): never {
    if (!this.options.gnu) throw new ScriptError(busybox);
    throw new ScriptError(this.#where(this.#at) + gnu);
  }

  #skip(pattern: RegExp): void {
    while (this.#at < this.#text.length && pattern.test(this.#text[this.#at]!)) this.#at++;
  }

  #command(): boolean {
    const { gnu } = this.options;
    this.#skip(/[\s;]/);
    if (this.#at >= this.#text.length) return false;
    const from = this.#address(false);
    let to: Address | undefined;
    if (from || !gnu) this.#skip(/[ \t]/);
    if (this.#text[this.#at] === ',' && (from || !gnu)) {
      this.#at++;
      this.#skip(/[ \t]/);
      to = this.#address(true);
      if (!to) {
        this.#at = Math.min(this.#text.length, this.#at + 1);
        this.#fail("unexpected `,'", 'no address after comma');
      }
      this.#skip(/[ \t]/);
    }
    if (gnu && from?.kind === 'line' && from.line === 0 && to?.kind !== 'regex') {
      this.#at = Math.min(this.#text.length, this.#at + 1);
      this.#fail('invalid usage of line address 0');
    }
    let negated = false;
    if (this.#text[this.#at] === '!') {
      negated = true;
      this.#at++;
      this.#skip(/[ \t]/);
      if (gnu && this.#text[this.#at] === '!') {
        this.#at++;
        this.#fail("multiple `!'s");
      }
    }
    const name = this.#text[this.#at];
    if (name === undefined) this.#fail('missing command');
    this.#at++;
    if (name === '#') {
      if (from && gnu) this.#fail("comments don't accept any addresses");
      while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at++;
      return true;
    }
    this.#named(name, { from, to, negated });
    return true;
  }

  #digits(): number | undefined {
    const match = /^\d+/.exec(this.#text.slice(this.#at));
    if (!match) return undefined;
    this.#at += match[0].length;
    return Number(match[0]);
  }

  #address(second: boolean): Address | undefined {
    const { gnu } = this.options;
    const c = this.#text[this.#at];
    if (c === '$') {
      this.#at++;
      return { kind: 'last' };
    }
    if (c === '/' || (c === '\\' && this.#at + 1 < this.#text.length)) {
      if (c === '\\') this.#at++;
      const delimiter = this.#text[this.#at++]!;
      const pattern = this.#delimited(delimiter, true);
      if (pattern === undefined) this.#fail('unterminated address regex', `unmatched '${delimiter}'`);
      let ignoreCase = false;
      let multiline = false;
      while (gnu && /[IM]/.test(this.#text[this.#at] ?? '')) {
        if (this.#text[this.#at++] === 'I') ignoreCase = true;
        else multiline = true;
      }
      return { kind: 'regex', regex: this.#regex(pattern, ignoreCase, multiline) };
    }
    if (second && (c === '+' || (c === '~' && gnu))) {
      this.#at++;
      const lines = this.#digits();
      if (lines === undefined) {
        this.#at--;
        return undefined;
      }
      return c === '+' ? { kind: 'plus', lines } : { kind: 'multiple', of: lines };
    }
    const line = this.#digits();
    if (line === undefined) return undefined;
    if (gnu && !second) {
      const back = this.#at;
      this.#skip(/[ \t]/);
      if (this.#text[this.#at] === '~') {
        this.#at++;
        this.#skip(/[ \t]/);
        const step = this.#digits() ?? 0;
        return step > 0 ? { kind: 'step', first: line, step } : { kind: 'line', line };
      }
      this.#at = back;
    }
    return { kind: 'line', line };
  }

  /** Checks an expression; busybox takes an empty one for the last one written, GNU for the last one used. */
  #regex(pattern: string, ignoreCase: boolean, multiline: boolean): SedRegex {
    const { gnu, extended } = this.options;
    if (pattern === '') {
      if (gnu) return { pattern, ignoreCase, multiline };
      if (!this.#lastRegex) throw new ScriptError('no previous regexp');
      return this.#lastRegex;
    }
    const regex = { pattern: unescapeRegex(pattern, gnu), ignoreCase, multiline };
    try {
      regexOf(regex, extended);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      this.#fail(
        error.message,
        `bad regex '${pattern}': ${error.message.replace('Unmatched ) or \\)', 'Unmatched ( or \\(')}`,
      );
    }
    this.#lastRegex = regex;
    return regex;
  }

  /** Up to a delimiter; an escaped one is itself, in an expression `\n` is a newline. undefined: there is none. */
  #delimited(delimiter: string, regex: boolean): string | undefined {
    let out = '';
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text[this.#at]!;
      if (c === delimiter) {
        this.#at++;
        return out;
      }
      if (c === '\n' && regex) return undefined;
      if (c === '[' && regex) {
        const end = bracketEnd(this.#text, this.#at);
        if (end < 0) {
          this.#at = this.#text.length;
          return undefined;
        }
        out += this.#text.slice(this.#at, end + 1);
        this.#at = end;
      } else if (c === '\\') {
        const next = this.#text[++this.#at];
        if (next === undefined) return undefined;
        if (next === delimiter && !(delimiter === '&' && !regex)) out += next;
        else if (next === 'n' && regex) out += '\n';
        else if (next === '\n') out += regex ? '\n' : '\\\n';
        else out += `\\${next}`;
      } else out += c;
    }
    return undefined;
  }

  #push(command: Partial<Command> & Pick<Command, 'name' | 'from' | 'to' | 'negated'>): void {
    this.commands.push({ text: '', number: undefined, target: -1, ...command });
  }

  #endOfCommand(): void {
    if (!this.options.gnu) return;
    this.#skip(/[ \t\r]/);
    const c = this.#text[this.#at];
    if (c === undefined || c === '}' || c === '#' || c === '\n' || c === ';') return;
    this.#at++;
    this.#fail('extra characters after command');
  }

  #restOfLine(): string {
    const end = this.#text.indexOf('\n', this.#at);
    const rest = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end;
    return rest;
  }

  #named(name: string, where: Where): void {
    const { gnu } = this.options;
    switch (name) {
      case '{':
        this.#blocks.push({ at: this.commands.length, where: this.#where(0) });
        this.#push({ name, ...where });
        return;
      case '}': {
        const block = this.#blocks.pop();
        if (!block && gnu) this.#fail("unexpected `}'");
        if (where.from && gnu) this.#fail("} doesn't want any addresses");
        if (block) this.commands[block.at]!.target = this.commands.length;
        this.#push({ name, ...where });
        this.#endOfCommand();
        return;
      }
      case 'a':
      case 'i':
      case 'c':
        if (!gnu && name !== 'c' && where.to) this.#fail('', `command '${name}' uses only one address`);
        this.#beginText(name, where);
        return;
      case ':': {
        if (where.from && gnu) this.#fail(": doesn't want any addresses");
        this.#skip(/[ \t]/);
        const label = /^[^\s;]*/.exec(this.#text.slice(this.#at))![0];
        if (label === '' && gnu) this.#fail('":" lacks a label');
        this.#at += label.length;
        this.#push({ name, ...where, text: label });
        return;
      }
      case 'b':
      case 't':
      case 'T': {
        this.#skip(/[ \t]/);
        const label = /^[^\s;}]*/.exec(this.#text.slice(this.#at))![0];
        this.#at += label.length;
        this.#push({ name, ...where, text: label });
        this.#endOfCommand();
        return;
      }
      case 'r':
      case 'w': {
        this.#skip(/[ \t]/);
        const file = this.#restOfLine();
        if (file === '') this.#fail('missing filename in r/R/w/W commands', 'empty filename');
        this.#push({ name, ...where, text: file });
        return;
      }
      case 's':
        this.#substitute(where);
        return;
      case 'y':
        this.#transliterate(where);
        return;
      case 'q':
        if (gnu && where.to) this.#fail('command only uses one address');
        this.#push({ name, ...where, number: gnu ? this.#optionalNumber() : undefined });
        this.#endOfCommand();
        return;
    }
    if ('=dDgGhHlnNpPx'.includes(name)) {
      this.#push({ name, ...where, number: name === 'l' && gnu ? this.#optionalNumber() : undefined });
      this.#endOfCommand();
    } else if (gnu) this.#gnuOnly(name, where);
    else this.#fail('', `unsupported command ${name}`);
  }

  #optionalNumber(): number | undefined {
    this.#skip(/[ \t]/);
    return this.#digits();
  }

  #gnuOnly(name: string, where: Where): void {
    switch (name) {
      case 'Q':
        if (where.to) this.#fail('command only uses one address');
        this.#push({ name, ...where, number: this.#optionalNumber() });
        this.#endOfCommand();
        return;
      case 'F':
      case 'z':
        this.#push({ name, ...where });
        this.#endOfCommand();
        return;
      case 'e':
      case 'R':
      case 'W': {
        this.#skip(/[ \t]/);
        const rest = this.#restOfLine();
        if (rest === '' && name !== 'e') this.#fail('missing filename in r/R/w/W commands');
        this.#push({ name, ...where, text: rest });
        return;
      }
      case 'v':
        this.#skip(/[ \t]/);
        this.#at += /^[^\s;]*/.exec(this.#text.slice(this.#at))![0].length;
        this.#endOfCommand();
        return;
    }
    this.#fail(`unknown command: \`${name}'`);
  }

  #beginText(name: string, where: Where): void {
    const { gnu } = this.options;
    this.#skip(/[ \t]/);
    if (this.#at >= this.#text.length && gnu) this.#fail("expected \\ after `a', `c' or `i'");
    this.#pending = { name, ...where, text: '' };
    if (this.#text[this.#at] === '\\') {
      const back = this.#at;
      this.#at++;
      this.#skip(/[ \t]/);
      if (this.#text[this.#at] === '\n') this.#at++;
      else if (this.#at >= this.#text.length) return;
      else this.#at = back + 1;
    }
    this.#continueText();
  }

  /** Reads text up to a line's end that isn't escaped. */
  #continueText(): void {
    const pending = this.#pending!;
    for (; this.#at < this.#text.length; this.#at++) {
      const c = this.#text[this.#at]!;
      if (c === '\n') {
        this.#at++;
        this.#finishText(pending);
        return;
      }
      if (c === '\\') {
        this.#at++;
        const next = this.#text[this.#at];
        if (next === undefined) {
          // The text goes on in the next -e.
          pending.text += '\n';
          return;
        }
        pending.text += next;
      } else pending.text += c;
    }
    this.#finishText(pending);
  }

  #finishText({ text, ...command }: Pending): void {
    this.#pending = undefined;
    this.#push({ ...command, text: text === '' && this.options.gnu ? '' : `${text}\n` });
  }

  #substitute(where: Where): void {
    const { gnu, extended } = this.options;
    const delimiter = this.#text[this.#at];
    if (delimiter === undefined || delimiter === '\n' || delimiter === '\\')
      this.#fail("unterminated `s' command", 'bad format in substitution expression');
    this.#at++;
    const pattern = this.#delimited(delimiter, true);
    const by = pattern === undefined ? undefined : this.#delimited(delimiter, false);
    if (pattern === undefined || by === undefined) this.#fail("unterminated `s' command", `unmatched '${delimiter}'`);
    let number = 1;
    let numbered = false;
    let all = false;
    let print = 0;
    let ignoreCase = false;
    let multiline = false;
    let execute = false;
    let file: string | undefined;
    for (; this.#at < this.#text.length; ) {
      const c = this.#text[this.#at]!;
      if (/\d/.test(c)) {
        if (numbered && gnu) {
          this.#at++;
          this.#fail("multiple number options to `s' command");
        }
        number = this.#digits()!;
        numbered = true;
        if (number === 0 && gnu) this.#fail("number option to `s' command may not be zero");
        all = !gnu && number === 0;
        continue;
      }
      if (c === '\n' || c === ';' || c === '}' || c === '#') break;
      this.#at++;
      if (c === 'g') {
        if (all && gnu) this.#fail("multiple `g' options to `s' command");
        all = true;
        if (!gnu) number = 1;
      } else if (c === 'p') {
        if (print > 0 && gnu) this.#fail("multiple `p' options to `s' command");
        print = 1;
      } else if (c === 'i' || c === 'I') ignoreCase = true;
      else if ((c === 'm' || c === 'M') && gnu) multiline = true;
      else if (c === 'e' && gnu) execute = true;
      else if (c === 'w') {
        this.#skip(/[ \t]/);
        file = this.#restOfLine();
        if (file === '') this.#fail('missing filename in r/R/w/W commands', 'empty filename');
      } else if (c === ' ' || c === '\t' || c === '\r') {
        if (gnu) {
          this.#endOfCommand();
          break;
        }
      } else this.#fail("unknown option to `s'", 'bad option in substitution expression');
    }
    const regex = this.#regex(pattern, ignoreCase, multiline);
    const pieces = replacementPieces(by, gnu);
    const groups = regex.pattern === '' ? 9 : regexOf(regex, extended).groups;
    for (const piece of pieces)
      if ('group' in piece && piece.group > groups && gnu)
        this.#fail(`invalid reference \\${piece.group} on \`s' command's RHS`);
    this.#push({ name: 's', ...where, substitution: { regex, pieces, number, all, print, execute, file } });
  }

  #transliterate(where: Where): void {
    const { gnu } = this.options;
    const delimiter = this.#text[this.#at++];
    const one = delimiter === undefined ? undefined : this.#delimited(delimiter, false);
    const two = one === undefined ? undefined : this.#delimited(delimiter!, false);
    if (one === undefined || two === undefined)
      this.#fail(
        "unterminated `y' command",
        delimiter === undefined ? 'bad format in substitution expression' : `unmatched '${delimiter}'`,
      );
    const units = (text: string): string[] => {
      const list: string[] = [];
      for (let i = 0; i < text.length; i++) {
        if (text[i] !== '\\' || i + 1 >= text.length) list.push(text[i]!);
        else {
          const next = text[++i]!;
          if (next === 'n' || next === '\n') list.push('\n');
          else if (next === '\\') list.push('\\');
          else if (ESCAPES[next] !== undefined) list.push(ESCAPES[next]);
          else list.push('\\', next);
        }
      }
      return list;
    };
    const [from, to] = [units(one), units(two)];
    if (from.length !== to.length && gnu) this.#fail("strings for `y' command are different lengths");
    const map = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
    for (const [i, c] of from.entries()) if (to[i] !== undefined) map[c.charCodeAt(0)] = to[i];
    this.#push({ name: 'y', ...where, map });
    this.#endOfCommand();
  }

  /** Finds where jumps go to. */
  #resolve(): void {
    const { gnu } = this.options;
    for (const command of this.commands) {
      if (!'btT'.includes(command.name)) continue;
      if (command.text === '') command.target = this.commands.length;
      else {
        command.target = this.commands.findIndex(({ name, text }) => name === ':' && text === command.text);
        // busybox only complains once it jumps.
        if (command.target < 0 && gnu) throw new ScriptError(`can't find label for jump to \`${command.text}'`, 4);
      }
    }
  }
}
