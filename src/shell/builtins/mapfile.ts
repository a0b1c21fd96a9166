import { isErrno } from '../../fs/index.ts';
import type { Wait } from '../../os/index.ts';
import { fromBytes } from '../bytes.ts';
import { join } from '../files.ts';
import { complainAs } from '../messages.ts';
import { pop } from '../run/unwind.ts';
import type { Frame, Shell } from '../state.ts';
import { isName, setArray, setElement } from '../variables.ts';
import type { Builtin } from './builtin.ts';
import { badName, readOptions } from './options.ts';

type MapfileFrame = Extract<Frame, { type: 'mapfile' }>;

function mapfileBuiltin(name: 'mapfile' | 'readarray'): Builtin {
  return {
    run(shell, args) {
      const options = readOptions(shell, name, args, 't', 'dnOsuCc');
      if (typeof options === 'number') return options;
      const { values } = options;
      const [array = 'MAPFILE'] = options.operands;
      if (!isName(array)) return badName(shell, name, array);
      for (const [letter, what] of [
        ['n', 'line count'],
        ['s', 'line count'],
        ['O', 'array origin'],
        ['u', 'file descriptor specification'],
      ] as const) {
        const value = values[letter];
        if (value === undefined || /^\d+$/.test(value)) continue;
        complainAs(shell, name, `${value}: invalid ${what}`);
        return 1;
      }
      if (values.C !== undefined) {
        complainAs(shell, name, '-C: not available in this shell');
        return 1;
      }
      const number = Number(values.u ?? 0);
      const fd = shell.state.fds[number];
      if (fd === undefined) {
        complainAs(shell, name, `${number}: invalid file descriptor: Bad file descriptor`);
        return 1;
      }
      shell.state.frames.push({
        type: 'mapfile',
        fd,
        name: array,
        strip: options.has('t'),
        count: Number(values.n ?? 0),
        skip: Number(values.s ?? 0),
        origin: values.O === undefined ? -1 : Number(values.O),
        delimiter: values.d === undefined ? 10 : values.d === '' ? 0 : values.d.charCodeAt(0),
        chunks: [],
      });
      return undefined;
    },
  };
}

export const mapfile = mapfileBuiltin('mapfile');
export const readarray = mapfileBuiltin('readarray');

export function mapfileStep(shell: Shell, frame: MapfileFrame): Wait | undefined {
  const { sys } = shell;
  let chunk: Uint8Array | undefined;
  try {
    chunk = sys.tryRead(frame.fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
    chunk = new Uint8Array();
  }
  if (chunk === undefined) return sys.readable(frame.fd);
  if (chunk.length > 0) {
    frame.chunks.push(chunk);
    return undefined;
  }
  pop(shell);
  shell.state.status = 0;
  const lines = split(join(frame.chunks), frame.delimiter);
  const wanted = lines.slice(frame.skip, frame.count > 0 ? frame.skip + frame.count : undefined);
  const texts = wanted.map((line) =>
    fromBytes(frame.strip && line.at(-1) === frame.delimiter ? line.subarray(0, -1) : line),
  );
  if (frame.origin < 0)
    setArray(
      shell,
      frame.name,
      texts.map((text) => [undefined, text] as const),
      false,
    );
  else for (const [i, text] of texts.entries()) setElement(shell, frame.name, String(frame.origin + i), text);
  return undefined;
}

/** Lines with their delimiters. */
function split(bytes: Uint8Array, delimiter: number): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(delimiter, at);
    const end = found < 0 ? bytes.length : found + 1;
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  return lines;
}
