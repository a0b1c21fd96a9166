import { isErrno } from '../../fs/index.ts';
import type { Fd, Op, Sys } from '../../os/index.ts';
import { type OptionSpec, type Parsed, readAll, UsageError } from './applet.ts';
import { decodeWord, encodeWord, fromBinary, toBinary } from './binary.ts';
import { ScriptParser } from './sed-parser.ts';
import { createRunner, type Lines, messageOf, type SedPlan, type SedState } from './sed-run.ts';
import { type Command, ScriptError, type Source } from './sed-script.ts';
import { fill, inputOn, type Text, takeLine, textApplet } from './text.ts';
import { TEXT_USAGE } from './usage/texts.ts';

const GNU: OptionSpec = {
  'regexp-extended': ['E', 'flag'],
  r: ['r', 'flag'],
  expression: ['e', 'value'],
  file: ['f', 'value'],
  'follow-symlinks': [undefined, 'flag'],
  'in-place': ['i', 'optional'],
  'line-length': ['l', 'value'],
  'null-data': ['z', 'flag'],
  quiet: ['n', 'flag'],
  silent: [undefined, 'flag'],
  posix: [undefined, 'flag'],
  sandbox: [undefined, 'flag'],
  separate: ['s', 'flag'],
  unbuffered: ['u', 'flag'],
};
const BUSYBOX: OptionSpec = {
  'regexp-extended': ['E', 'flag'],
  r: ['r', 'flag'],
  expression: ['e', 'value'],
  file: ['f', 'value'],
  'in-place': ['i', 'optional'],
  quiet: ['n', 'flag'],
  silent: [undefined, 'flag'],
};

/** Statuses of GNU sed: a wrong script, a file that can't be read, an error while it runs. */
const BAD_INPUT = 2;
const PANIC = 4;

/** The script's pieces, those of files too. */
function* sources(text: Text, parsed: Parsed): Op<{ pieces: Source[]; names: string[] }> {
  const names = [...parsed.operands];
  const pieces: Source[] = [];
  for (const { name, value } of parsed.order) {
    if (name === 'expression') pieces.push({ text: encodeWord(value), file: undefined });
    if (name === 'file') pieces.push({ text: yield* readScript(text, value), file: value });
  }
  if (pieces.length === 0) {
    const first = names.shift();
    if (first === undefined) text.usage('');
    pieces.push({ text: encodeWord(first), file: undefined });
  }
  return { pieces, names };
}

function* readScript(text: Text, name: string): Op<string> {
  try {
    const fd = name === '-' ? 0 : text.sys.open(name);
    const content = toBinary(yield* readAll(text.sys, fd));
    if (fd !== 0) text.sys.close(fd);
    return content.replace(/^#!.*/, '').replace(/\n$/, '');
  } catch (error) {
    if (!isErrno(error)) throw error;
    return text.gnu
      ? text.die(`couldn't open file ${name}: ${error.message}`, PANIC)
      : text.die(`${name}: ${error.message}`);
  }
}

interface Saved extends SedState {
  readonly pieces: readonly Source[];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The six characters of a temporary file's name. */
function unique(sys: Sys): string {
  return Array.from({ length: 6 }, () => LETTERS[Math.floor(sys.random() * LETTERS.length)]).join('');
}

function* main(text: Text): Op<number> {
  const { gnu } = text;
  const parsed = text.parse(gnu ? GNU : BUSYBOX, {
    longs: ['regexp-extended', 'expression', 'file', 'in-place', 'quiet', 'silent'],
  });
  const saved = text.saved as Saved | undefined;
  const given = saved ? undefined : yield* sources(text, parsed);
  const pieces = saved?.pieces ?? given!.pieces;
  // Which operands are files is known from the options alone.
  const scripted = parsed.has('expression') || parsed.has('file');
  const names = scripted ? parsed.operands : parsed.operands.slice(1);
  const extended = parsed.has('regexp-extended') || parsed.has('r');
  const inPlace = parsed.has('in-place');
  const script = new ScriptParser({ gnu, extended }).parse(pieces);
  const writes = ({ name, substitution }: Command) =>
    'erRwW'.includes(name) || substitution?.execute || substitution?.file !== undefined;
  if (parsed.has('sandbox') && script.commands.some(writes))
    text.die('-e expression #1, char 0: e/r/w commands disabled in sandbox mode');
  const width = parsed.value('line-length');
  if (width !== undefined && !/^\d+$/.test(width)) text.usage(`invalid line length: ${width}`);
  const plan: SedPlan = {
    script,
    extended,
    silent: parsed.has('quiet') || parsed.has('silent') || script.silent,
    separate: parsed.has('separate') || inPlace,
    inPlace,
    suffix: parsed.value('in-place') ?? '',
    separator: parsed.has('null-data') ? '\0' : '\n',
    unbuffered: parsed.has('unbuffered'),
    width: width === undefined ? 70 : Number(width),
    follow: parsed.has('follow-symlinks'),
    names: names.length > 0 || inPlace ? names : ['-'],
  };
  if (inPlace && names.length === 0) {
    if (gnu) text.die('no input files', PANIC);
    text.die('-i requires an argument');
  }
  const state: Saved = saved ?? {
    pieces,
    index: 0,
    input: undefined,
    inPlace: undefined,
    line: 0,
    pattern: '',
    ended: true,
    hold: '',
    ranges: [],
    appends: [],
    replaced: false,
    last: undefined,
    again: false,
    loaded: false,
    open: [],
    files: openFiles(text, plan),
    status: 0,
    quit: undefined,
  };
  return yield* edit(text, plan, state);
}

/** Files that w writes to exist from the start, empty. */
function openFiles(text: Text, { script }: SedPlan): SedState['files'] {
  const files: SedState['files'] = [];
  for (const { name, text: word, substitution } of script.commands) {
    const file = name === 'w' || name === 'W' ? word : substitution?.file;
    if (file === undefined || files.some((one) => one.name === file)) continue;
    if (file === '/dev/stdout' || file === '/dev/stderr') {
      files.push({ name: file, fd: file === '/dev/stdout' ? 1 : 2, read: undefined });
      continue;
    }
    try {
      const fd = text.sys.open(decodeWord(file), { write: true, create: true, truncate: true }, 0o666);
      files.push({ name: file, fd, read: undefined });
    } catch (error) {
      if (!isErrno(error)) throw error;
      text.die(
        text.gnu ? `couldn't open file ${file}: ${error.message}` : `can't open '${file}': ${error.message}`,
        text.gnu ? PANIC : 1,
      );
    }
  }
  return files;
}

/** Runs the script over all files. */
function* edit(text: Text, plan: SedPlan, state: Saved): Op<number> {
  const { gnu, sys } = text;
  let parts: string[] = [];
  let size = 0;
  const put = (data: string): void => {
    if (!state.inPlace) {
      text.put(data);
      return;
    }
    parts.push(data);
    size += data.length;
  };
  function* flush(): Op<void> {
    if (size > 0 && state.inPlace) {
      const data = fromBinary(parts.join(''));
      parts = [];
      size = 0;
      yield* sys.write(state.inPlace.fd, data);
    }
    yield* text.flush();
  }

  /** GNU's standard output isn't flushed for a complaint, unless it is a terminal. */
  function* complain(message: string, status: number): Op<void> {
    if (!gnu || sys.isatty(1)) yield* text.flush();
    yield* sys.write(2, `sed: ${message}\n`);
    state.status = Math.max(state.status, gnu ? status : 1);
  }

  function* openNext(): Op<void> {
    const name = plan.names[state.index++]!;
    if (plan.separate) {
      state.line = 0;
      state.ranges = [];
    }
    if (name === '-' && !plan.inPlace) {
      state.input = inputOn(0);
      return;
    }
    let fd: Fd;
    try {
      fd = sys.open(name);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* complain(gnu ? `can't read ${name}: ${error.message}` : `${name}: ${error.message}`, BAD_INPUT);
      return;
    }
    if (plan.inPlace && !(yield* beginInPlace(name, fd))) return;
    state.input = inputOn(fd);
  }

  function* beginInPlace(operand: string, fd: Fd): Op<boolean> {
    const stat = sys.fstat(fd);
    const name = plan.follow ? sys.realpath(operand) : operand;
    if (gnu && stat.type !== 'file') {
      sys.close(fd);
      yield* complain(`couldn't edit ${name}: not a regular file`, PANIC);
      return false;
    }
    const slash = name.lastIndexOf('/');
    // GNU's temporary file has a name of its own in the same folder, busybox's begins with the file's.
    const temporary = gnu ? `${slash < 0 ? '.' : name.slice(0, slash)}/sed${unique(sys)}` : `${name}${unique(sys)}`;
    try {
      const output = sys.open(temporary, { write: true, create: true, exclusive: true }, 0o600);
      sys.chmod(temporary, stat.mode);
      try {
        sys.chown(temporary, stat.uid, stat.gid);
        if (stat.mode & 0o6000) sys.chmod(temporary, stat.mode);
      } catch (error) {
        if (!isErrno(error, 'EPERM')) throw error;
      }
      state.inPlace = { name, temporary, fd: output };
      return true;
    } catch (error) {
      if (!isErrno(error)) throw error;
      sys.close(fd);
      return gnu
        ? text.die(`couldn't open temporary file ${temporary}: ${error.message}`, PANIC)
        : text.die(`can't create temp file '${temporary}': ${error.message}`);
    }
  }

  /** The end of a file: the edited one takes the old one's place. */
  function* close(): Op<void> {
    const { input, inPlace } = state;
    if (input && input.fd !== 0) sys.close(input.fd);
    state.input = undefined;
    if (!inPlace) return;
    yield* flush();
    sys.close(inPlace.fd);
    state.inPlace = undefined;
    state.open = state.open.filter((fd) => fd !== 1);
    const { name, temporary } = inPlace;
    try {
      if (plan.suffix !== '') sys.rename(name, backupName(name, plan.suffix, gnu));
      sys.rename(temporary, name);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (gnu) sys.unlink(temporary);
      return gnu
        ? text.die(`cannot rename ${temporary}: ${error.message}`, PANIC)
        : text.die(`can't move '${temporary}' to '${name}': ${error.message}`);
    }
  }

  const lines: Lines = {
    *more(checkpoint) {
      for (;;) {
        const { input } = state;
        if (!input) {
          if (state.index >= plan.names.length) return false;
          yield* openNext();
          continue;
        }
        if (input.at < input.text.length || (yield* filled(checkpoint))) return true;
        if (plan.separate && state.index > 0 && state.line > 0) return false;
        yield* close();
      }
    },
    *next(checkpoint) {
      if (plan.separate && state.input && state.line > 0 && !(yield* lines.more(checkpoint))) yield* close();
      if (!(yield* lines.more(checkpoint))) return false;
      const input = state.input!;
      for (;;) {
        const line = takeLine(input, plan.separator);
        if (line !== undefined) {
          state.pattern = line;
          state.ended = !input.open;
          state.line++;
          state.replaced = false;
          return true;
        }
        yield* filled(checkpoint);
      }
    },
  };

  /** Reads on in the present file; false: it is at its end. */
  function* filled(checkpoint: boolean): Op<boolean> {
    const input = state.input!;
    if (input.ended) return false;
    yield* flush();
    yield* fill(text, input, checkpoint ? state : undefined);
    if (input.error && input.at >= input.text.length) {
      if (gnu) {
        const name = plan.names[state.index - 1]!;
        yield* complain(`read error on ${name === '-' ? 'stdin' : name}: ${messageOf(input.error)}`, PANIC);
        if (plan.inPlace) return false;
      }
    }
    return input.at < input.text.length;
  }

  const asks = !gnu || plan.script.commands.some(({ from, to }) => from?.kind === 'last' || to?.kind === 'last');
  const { cycle } = createRunner(text, plan, state, lines, put);
  try {
    while (state.quit === undefined) {
      if (!state.again && !state.loaded && !(yield* lines.next(true))) break;
      state.again = false;
      state.loaded = true;
      // busybox always knows whether there is one more line, GNU when it is asked: here, where a run can begin anew.
      if (asks) yield* lines.more(true);
      yield* cycle();
      state.loaded = false;
      if (text.full || size > 65_536) yield* flush();
    }
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    yield* flush();
    text.die(error.message, error.status);
  }
  yield* close();
  return state.quit || state.status;
}

/** `*` in a suffix stands for the file's name; one with a slash is a path. */
function backupName(name: string, suffix: string, gnu: boolean): string {
  if (!gnu || !suffix.includes('*')) return name + suffix;
  const slash = name.lastIndexOf('/');
  const base = name.slice(slash + 1);
  const backup = suffix.replaceAll('*', base);
  return backup.includes('/') ? backup : name.slice(0, slash + 1) + backup;
}

export const sed = textApplet('sed', function* (text: Text): Op<number> {
  try {
    return yield* main(text);
  } catch (error) {
    if (error instanceof ScriptError) return text.die(error.message, error.status);
    // GNU prints its whole usage after a message.
    if (!(error instanceof UsageError) || !error.hint || !text.gnu) throw error;
    const message = error.message === '' ? '' : `sed: ${error.message}\n`;
    yield* text.sys.write(2, message + TEXT_USAGE.sed!.gnu!.replace(/^E-mail.*\n/m, ''));
    return error.status;
  }
});
