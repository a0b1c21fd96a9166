import type { BuildCopy } from '../../engine/index.ts';
import { clean, join } from '../go/path.ts';
import type { Line } from './dockerfile.ts';
import { BuildError } from './error.ts';
import { flagOf, flagsOf } from './instructions.ts';
import type { Instruction } from './stage.ts';

/** COPY and ADD: a vertex that copies files, or writes those of here-documents. @throws {BuildError} */
export function copy(instruction: Instruction, words: readonly string[]): void {
  const { state, line, word, add, note, contextPaths } = instruction;
  const { name, heredocs } = line;
  const sources = words.slice(0, -1);
  const given = words.at(-1)!;
  const base = state.config.WorkingDir || '/';
  const path = given.startsWith('/') ? clean(given) : join(base, given);
  const Destination =
    /(^|\/)\.?\.?$/.test(given) && path !== '/' && /(\/|^\.\.?|\/\.\.?)$/.test(given)
      ? `${path}/`
      : path === '/'
        ? '/'
        : path;
  const chown = flagOf(line, 'chown');
  const chmod = flagOf(line, 'chmod');
  const Owner = chown === undefined ? undefined : word(chown);
  const Mode = chmod === undefined ? undefined : modeOf(word(chmod), line);
  const from = name === 'COPY' ? flagOf(line, 'from') : undefined;
  const Exclude = flagsOf(line, 'exclude').map(word);
  const common = {
    Destination,
    ...(Owner === undefined ? {} : { Owner }),
    ...(Mode === undefined ? {} : { Mode }),
    ...(Exclude.length > 0 ? { Exclude } : {}),
  };
  const plain = sources.filter((source) => !source.startsWith('<<'));
  const url = plain.find((source) => name === 'ADD' && /^https?:\/\//.test(source));
  if (plain.some((source) => name === 'ADD' && /^(git|ssh):\/\/|^git@/.test(source)))
    throw new BuildError('ADD of a repository is not part of this simulator yet', line.location);
  if (url === undefined && flagOf(line, 'checksum') !== undefined)
    throw new BuildError('checksum requires HTTP(S) or Git sources', line.location);
  const files = heredocs.map(({ name: Name, content, expand: expands }) => ({
    Name,
    Data: expands ? expandHeredoc(content, word) : content,
  }));
  const inputs = [state.node];
  if (plain.length > 0) {
    const tooLate = (current: string) =>
      `cannot copy from stage ${JSON.stringify(from)}, it needs to be defined before current stage ${JSON.stringify(current)}`;
    inputs.push(instruction.files(from, tooLate));
    if (from === undefined) contextPaths.push(...plain.map((source) => clean(`/${source}`)));
  }
  const copies: Omit<BuildCopy, 'From'>[] = plain.map((source) => ({
    ...common,
    Source: source === url ? source : clean(`/${source}`),
    Unpack: name === 'ADD',
  }));
  const node = add(
    ([Input, From]) => ({
      Type: 'copy',
      Input: Input!,
      Copies: [
        ...(files.length > 0 ? [{ ...common, Source: '', Unpack: false, Files: files }] : []),
        ...copies.map((each) => ({ ...each, From: From! })),
      ],
    }),
    inputs,
    JSON.stringify(['copy', copies, files, common]),
    true,
  );
  const shown = [
    name,
    ...(Owner === undefined ? [] : [`--chown=${Owner}`]),
    ...(chmod === undefined ? [] : [`--chmod=${word(chmod)}`]),
    ...plain,
    ...heredocs.map((heredoc) => `<<${heredoc.name}`),
    given,
  ];
  note(`${shown.join(' ')} # buildkit`, node);
}

function expandHeredoc(content: string, word: (text: string) => string): string {
  return word(content.replaceAll(/['"]/g, (quote) => `\\${quote}`));
}

function modeOf(text: string, line: Line): number {
  if (!/^[0-9]+$/.test(text)) throw new BuildError('invalid syntax', line.location);
  if (!/^[0-7]+$/.test(text) || Number.parseInt(text, 8) > 0o7777)
    throw new BuildError(
      `invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
      line.location,
    );
  return Number.parseInt(text, 8);
}
