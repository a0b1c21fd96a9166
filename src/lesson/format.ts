import * as v from 'valibot';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { cut, LineError, type Piece } from './blocks.ts';
import type { Block, Check, ConsoleCommand, Explain, Lesson, Predict, Step, Text } from './lesson.ts';
import { CHECKS, EXPLAINS, FRONT_MATTER, HINTS, PREDICT } from './schema.ts';

/** A lesson that doesn't follow the format. The message is `FILE:LINE: what was expected`. */
export class LessonError extends Error {
  override name = 'LessonError';
  constructor(
    readonly file: string,
    readonly line: number,
    readonly reason: string,
  ) {
    super(`${file}:${line}: ${reason}`);
  }
}

/** Reads a lesson from the Markdown of a lesson.md; its Texts stay Markdown. Throws LessonError. */
export function parseLesson(source: string, file: string): Lesson {
  try {
    return read(cut(source));
  } catch (error) {
    if (error instanceof LineError) throw new LessonError(file, error.line, error.message);
    throw error;
  }
}

function read(pieces: readonly Piece[]): Lesson {
  const [front, ...rest] = pieces;
  if (front?.kind !== 'front')
    throw new LineError(1, 'expected front matter: a line `---`, title, summary, minutes, a line `---`');
  const head = validated(FRONT_MATTER, front);
  const first = rest.findIndex(({ kind }) => kind === 'heading');
  if (first < 0) throw new LineError(front.line, 'expected a step: a heading that begins with `## `');

  const intro: Text[] = [];
  for (const piece of rest.slice(0, first)) {
    if (piece.kind !== 'prose') throw new LineError(piece.line, 'expected a step (a `## ` heading) before this block');
    intro.push(piece.text.replace(/^# .*\n?/, '').trim());
  }
  return { ...head, intro: intro.join('\n\n'), steps: steps(rest.slice(first)) };
}

function steps(pieces: readonly Piece[]): Step[] {
  const starts = pieces.flatMap(({ kind }, at) => (kind === 'heading' ? [at] : []));
  return starts.map((start, index) => step(pieces.slice(start, starts[index + 1] ?? pieces.length)));
}

function step([heading, ...pieces]: readonly Piece[]): Step {
  const blocks: Block[] = [];
  const checks: Check[] = [];
  const hints: Text[] = [];
  const explain: Explain[] = [];
  let predict: Predict | undefined;
  for (const piece of pieces) {
    if (piece.kind === 'prose') blocks.push({ kind: 'prose', text: piece.text });
    if (piece.kind !== 'fence') continue;
    switch (piece.info) {
      case 'console':
        blocks.push({ kind: 'console', commands: commands(piece) });
        break;
      case 'console solution':
        blocks.push({ kind: 'console', commands: commands(piece), solution: true });
        break;
      case 'yaml check':
        checks.push(...validated(CHECKS, piece));
        break;
      case 'yaml hint':
        hints.push(...validated(HINTS, piece));
        break;
      case 'yaml explain':
        explain.push(...validated(EXPLAINS, piece));
        break;
      case 'yaml predict':
        if (predict) throw new LineError(piece.line - 1, 'expected one predict block in a step, this is a second');
        predict = validated(PREDICT, piece);
        break;
      default:
        throw new LineError(
          piece.line - 1,
          `unknown block \`${piece.info}\`; expected console, console solution, yaml check, yaml hint, yaml predict or yaml explain`,
        );
    }
  }
  const { text: title, line } = heading as Extract<Piece, { kind: 'heading' }>;
  if (predict && checks.length === 0) {
    throw new LineError(
      line,
      'expected a check beside the predict block: it is judged where the step’s goals are reached',
    );
  }
  return { title, blocks, checks, hints, ...(predict && { predict }), explain, line };
}

/** `$ ` begins a command, `> ` directly after it continues it, what follows is its output. */
function commands({ text, line }: { readonly text: string; readonly line: number }): ConsoleCommand[] {
  const found: { command: string; output: string[]; line: number }[] = [];
  for (const [index, row] of text.split('\n').entries()) {
    const last = found.at(-1);
    if (row.startsWith('$ ')) found.push({ command: row.slice(2), output: [], line: line + index });
    else if (!last) {
      throw new LineError(line + index, 'expected a command: a line that begins with `$ `');
    } else if (row.startsWith('> ') && last.output.length === 0) last.command += `\n${row.slice(2)}`;
    else last.output.push(row);
  }
  return found.map((each) => ({ ...each, output: each.output.join('\n') }));
}

/** The block's YAML by the schema; the error names the line of the node that doesn't fit. */
function validated<Output>(
  schema: v.GenericSchema<unknown, Output>,
  block: { readonly text: string; readonly line: number },
): Output {
  const counter = new LineCounter();
  const document = parseDocument(block.text, { lineCounter: counter });
  const lineAt = (offset: number) => block.line + counter.linePos(offset).line - 1;
  const [mistake] = document.errors;
  if (mistake) {
    const reason = mistake.message.split('\n')[0]!.replace(/ at line \d+.*$/, '');
    const advice = mistake.code === 'BAD_SCALAR_START' ? '; put the text in quotes' : '';
    throw new LineError(lineAt(mistake.pos[0]), reason + advice);
  }

  const result = v.safeParse(schema, document.toJS(), { abortPipeEarly: true });
  if (result.success) return result.output;
  const { path, message } = deepest(result.issues[0]);
  throw new LineError(nodeLine(path), path.length > 0 ? `${words(path)}: ${message}` : message);

  /** The line of the innermost node on the path that is written there: a missing key has none. */
  function nodeLine(keys: readonly PathKey[]): number {
    for (let length = keys.length; length > 0; length--) {
      const node = document.getIn(keys.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return block.line;
  }
}

type PathKey = string | number;

/**
 * The issue that tells most: of a union, that of the branch which fits the value's form (text or mapping), so that the
 * author reads what is wrong and not that nothing fitted.
 */
function deepest(issue: v.BaseIssue<unknown>, above: readonly PathKey[] = []): { path: PathKey[]; message: string } {
  const path = [...above, ...(issue.path ?? []).map(({ key }) => key as PathKey)];
  const plain = typeof issue.input !== 'object' || issue.input === null;
  const inner = issue.type === 'union' ? issue.issues?.filter((each) => (plain ? !each.path : each.path)) : undefined;
  const branch = inner?.find(({ kind }) => kind === 'validation') ?? inner?.at(0);
  return branch ? deepest(branch, path) : { path, message: issue.message };
}

/** `[0, "volume", "name"]` as `item 1, volume, name`. */
function words(path: readonly PathKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `item ${key + 1}` : key)).join(', ');
}
