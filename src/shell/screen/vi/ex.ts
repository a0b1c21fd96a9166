import type { Sys } from '../../../os/index.ts';
import { compileRegex } from '../../applets/regex.ts';
import { change, tell, yank } from './edit.ts';
import { load, save, sizes, textOf } from './files.ts';
import { search } from './motions.ts';
import { complain, countLines, lineEnd, lineOf, lineStart, say, startOfLine, type Vi } from './state.ts';

const UNSAVED = (command: string) => `No write since last change (:${command}! overrides)`;

/** A line number of a range: `5`, `.`, `$`, `'a`, `/pattern/`, with `+1` or `-1` behind. undefined: none stands there. */
function address(vi: Vi, input: string): { readonly line: number | undefined; readonly rest: string } {
  let rest = input;
  let line: number | undefined;
  const take = (pattern: RegExp) => {
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(found[0].length);
    return found;
  };
  const number = take(/^\d+/);
  if (number) line = Number(number[0]);
  else if (take(/^\./)) line = lineOf(vi.text, vi.dot);
  else if (take(/^\$/)) line = countLines(vi.text);
  else {
    const mark = take(/^'([a-z])/);
    const pattern = mark ? null : take(/^([/?])((?:\\.|(?!\1).)*)\1?/);
    if (mark) line = lineOf(vi.text, vi.marks[mark[1]!] ?? 0);
    else if (pattern) {
      const at = search(vi, pattern[2]!, pattern[1] === '/');
      line = at === undefined ? undefined : lineOf(vi.text, at);
    }
  }
  for (let sign = take(/^([+-])(\d*)/); sign; sign = take(/^([+-])(\d*)/)) {
    line ??= lineOf(vi.text, vi.dot);
    line += (sign[1] === '+' ? 1 : -1) * (sign[2] === '' ? 1 : Number(sign[2]));
  }
  return { line, rest };
}

interface Range {
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly rest: string;
}

function range(vi: Vi, input: string): Range {
  if (input.startsWith('%')) return { first: 1, last: countLines(vi.text), rest: input.slice(1).trimStart() };
  const first = address(vi, input);
  if (!first.rest.startsWith(',')) return { first: first.line, last: first.line, rest: first.rest.trimStart() };
  const last = address(vi, first.rest.slice(1));
  const here = lineOf(vi.text, vi.dot);
  return { first: first.line ?? here, last: last.line ?? here, rest: last.rest.trimStart() };
}

/** A command after `:`. */
export function exCommand(sys: Sys, vi: Vi, typed: string): void {
  const input = typed.trim();
  if (input === '' || input.startsWith('"')) return;
  const { first, last, rest } = range(vi, input);
  const total = countLines(vi.text);
  if (first !== undefined && (first < 0 || last! > total || first > last!)) {
    complain(vi, 'Invalid range');
    return;
  }
  const [, command = '', bang = '', argument = ''] = /^(=|[a-z]+|)(!?)\s*(.*)$/.exec(rest) ?? [];
  if (rest === '') {
    vi.dot = startOfLine(vi.text, last ?? 1);
    vi.column = undefined;
    return;
  }
  const from = first === undefined ? lineStart(vi.text, vi.dot) : startOfLine(vi.text, first);
  const to = lineEnd(vi.text, last === undefined ? vi.dot : startOfLine(vi.text, last)) + 1;
  if (/^s[^a-z]/.test(rest)) {
    substitute(vi, rest.slice(1), from, Math.min(to, vi.text.length));
    return;
  }
  const is = (whole: string, least: number) => command.length >= least && whole.startsWith(command);
  const force = bang === '!';
  if (command === '=') say(vi, String(last ?? total));
  else if (command === 'w' || command === 'wq' || command === 'wn' || command === 'x' || is('write', 2))
    write(sys, vi, command, force, argument, first === undefined ? undefined : vi.text.slice(from, to));
  else if (is('quit', 1)) quit(vi, force);
  else if (is('edit', 1)) edit(sys, vi, force, argument);
  else if (is('next', 1) || is('prev', 2)) another(sys, vi, is('next', 1) ? 1 : -1, force);
  else if (is('read', 1)) read(sys, vi, argument, first, to);
  else if (is('delete', 1) || is('yank', 1)) {
    yank(vi, from, to, true);
    if (command.startsWith('y')) tell(vi, 'Yank');
    else {
      change(vi, from, to - from, '');
      if (vi.text === '') vi.text = '\n';
      vi.dot = lineStart(vi.text, Math.min(from, vi.text.length - 1));
      tell(vi, 'Delete');
    }
  } else if (is('set', 2)) set(vi, argument);
  else if (is('file', 1)) file(vi, argument);
  else if (is('version', 1)) say(vi, 'BusyBox v1.37.0 (Debian 1:1.37.0-6+b9)');
  else complain(vi, `'${rest}' is not implemented`);
}

function write(sys: Sys, vi: Vi, command: string, force: boolean, argument: string, part: string | undefined): void {
  const ends = command === 'x' || command === 'wq';
  const name = argument === '' ? vi.name : argument;
  if (name === undefined) {
    complain(vi, 'No current filename');
    return;
  }
  if (command === 'x' && vi.modified === 0 && argument === '') {
    vi.ended = 0;
    return;
  }
  if (!force && name !== vi.name && exists(sys, name)) {
    complain(vi, 'File exists (:w! overrides)');
    return;
  }
  if (vi.readonly && !force && name === vi.name) {
    complain(vi, `'${name}' is read only`);
    return;
  }
  if (!save(sys, vi, name, part ?? vi.text)) return;
  vi.name ??= name;
  if (part === undefined) vi.modified = 0;
  if (command === 'wn') another(sys, vi, 1, false);
  else if (ends) vi.ended = 0;
}

function exists(sys: Sys, name: string): boolean {
  return sys.access(name, {});
}

function quit(vi: Vi, force: boolean): void {
  const more = vi.files.length - vi.file - 1;
  if (!force && vi.modified !== 0) complain(vi, UNSAVED('q'));
  else if (!force && more > 0) complain(vi, `${more} more file(s) to edit`);
  else vi.ended = 0;
}

function edit(sys: Sys, vi: Vi, force: boolean, argument: string): void {
  if (!force && vi.modified !== 0) complain(vi, UNSAVED('e'));
  else if (argument === '' && vi.name === undefined) complain(vi, 'No current filename');
  else load(sys, vi, argument === '' ? vi.name : argument, true);
}

function another(sys: Sys, vi: Vi, step: number, force: boolean): void {
  const at = vi.file + step;
  if (!force && vi.modified !== 0) complain(vi, UNSAVED(step > 0 ? 'n' : 'p'));
  else if (at < 0 || at >= vi.files.length)
    complain(vi, step > 0 ? 'No more files to edit' : 'No previous files to edit');
  else {
    vi.file = at;
    load(sys, vi, vi.files[at], true);
  }
}

function read(sys: Sys, vi: Vi, name: string, line: number | undefined, after: number): void {
  if (name === '') {
    complain(vi, 'No filename given');
    return;
  }
  const text = textOf(sys, vi, name);
  if (text === undefined) return;
  const at = line === 0 ? 0 : Math.min(after, vi.text.length);
  change(vi, at, 0, text);
  vi.dot = at;
  say(vi, sizes(name, text));
}

function file(vi: Vi, argument: string): void {
  if (argument !== '') vi.name = argument;
  else complain(vi, `'${vi.name ?? 'No file'}' line ${lineOf(vi.text, vi.dot)} of ${countLines(vi.text)}`);
}

function set(vi: Vi, argument: string): void {
  for (const option of argument.split(/\s+/).filter(Boolean)) {
    const on = !option.startsWith('no');
    const name = on ? option : option.slice(2);
    const size = /^(?:ts|tabstop)=(\d+)$/.exec(option)?.[1];
    if (size !== undefined && Number(size) > 0) vi.options.tabStop = Number(size);
    else if (name === 'ai' || name === 'autoindent') vi.options.autoIndent = on;
    else if (name === 'ic' || name === 'ignorecase') vi.options.ignoreCase = on;
    else {
      complain(vi, `bad option: ${option}`);
      return;
    }
  }
}

/** `s/pattern/by/g` on lines. */
function substitute(vi: Vi, input: string, from: number, to: number): void {
  const delimiter = input[0]!;
  const parts: string[] = [''];
  for (let i = 1; i < input.length; i++) {
    if (input[i] === delimiter && parts.length < 3) {
      parts.push('');
      continue;
    }
    const escaped = input[i] === '\\' && i + 1 < input.length;
    const piece = !escaped ? input[i]! : input[++i] === delimiter ? delimiter : `\\${input[i]}`;
    parts.push(`${parts.pop()}${piece}`);
  }
  const [pattern = '', by, flags = ''] = parts;
  if (by === undefined) {
    say(vi, ':s expression missing delimiters');
    return;
  }
  const text = pattern === '' ? vi.pattern?.text : pattern;
  const regex = compileRegex(text ?? '', { ignoreCase: vi.options.ignoreCase || flags.includes('i') });
  if ('error' in regex) {
    complain(vi, `bad search pattern '${text}': ${regex.error}`);
    return;
  }
  if (text !== undefined) vi.pattern = { text, forward: true };
  let end = to;
  let found = false;
  let chained = false;
  for (let line = from; line < end; ) {
    let at = line;
    for (;;) {
      const stop = lineEnd(vi.text, line);
      const match = regex.exec(vi.text.slice(line, stop), at - line);
      if (!match) break;
      const added = by.replace(/\\(.)|&/g, (whole, escaped) =>
        whole === '&' ? match.groups[0]! : /\d/.test(escaped) ? (match.groups[Number(escaped)] ?? '') : escaped,
      );
      const start = line + match.index;
      change(vi, start, match.end - match.index, '', chained);
      change(vi, start, 0, added, true);
      chained = true;
      found = true;
      end += added.length - (match.end - match.index);
      at = start + added.length + (match.end === match.index ? 1 : 0);
      vi.dot = line;
      if (!flags.includes('g') || at > lineEnd(vi.text, line)) break;
    }
    line = lineEnd(vi.text, line) + 1;
  }
  if (!found) complain(vi, 'No match');
}
