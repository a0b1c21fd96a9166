import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import { quote, quoteName } from './quote.ts';
import { type Text, textApplet } from './text.ts';

const GNU: OptionSpec = {
  append: ['a', 'flag'],
  'ignore-interrupts': ['i', 'flag'],
  p: ['p', 'flag'],
  'output-error': [undefined, 'optional'],
};
const BUSYBOX: OptionSpec = { 'ignore-interrupts': ['i', 'flag'], append: ['a', 'flag'] };
const ERRORS = ['warn', 'warn-nopipe', 'exit', 'exit-nopipe'];

interface State {
  outputs: { readonly fd: Fd; readonly name: string }[];
  status: number;
}

function* open(text: Text, names: readonly string[], append: boolean): Op<State['outputs']> {
  const outputs: State['outputs'] = [{ fd: 1, name: 'standard output' }];
  for (const name of names) {
    if (!text.gnu && name === '-') {
      outputs.push({ fd: 1, name });
      continue;
    }
    try {
      const fd = text.sys.open(name, { write: true, create: true, append, truncate: !append }, 0o666);
      outputs.push({ fd, name });
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* text.fail(`${text.gnu ? quoteName(name) : name}: ${error.message}`);
    }
  }
  return outputs;
}

function* main(text: Text): Op<number> {
  const { gnu, sys } = text;
  const parsed = text.parse(gnu ? GNU : BUSYBOX);
  const errors = parsed.value('output-error') || (parsed.has('p') ? 'warn-nopipe' : undefined);
  if (errors && !ERRORS.includes(errors))
    text.usage(
      `invalid argument ${quote(errors)} for '--output-error'\nValid arguments are:\n${ERRORS.map((one) => `  - '${one}'`).join('\n')}`,
    );
  let state = text.saved as State | undefined;
  if (!state) {
    if (parsed.has('ignore-interrupts')) sys.onSignal('INT', 'ignore');
    // busybox, and GNU when asked to, go on with the files when nobody reads standard output any more.
    if (!gnu || errors !== undefined) sys.onSignal('PIPE', 'ignore');
    state = { outputs: yield* open(text, parsed.operands, parsed.has('append')), status: 0 };
    state.status = text.status;
  }
  for (;;) {
    sys.checkpoint(state);
    const bytes = yield* sys.read(0);
    if (bytes.length === 0) return state.status;
    for (const output of [...state.outputs])
      try {
        yield* sys.write(output.fd, bytes);
      } catch (error) {
        if (!isErrno(error) || error.code === 'EINTR') throw error;
        state.outputs = state.outputs.filter((other) => other !== output);
        const quiet = error.code === 'EPIPE' && (errors?.endsWith('nopipe') ?? !gnu);
        if (!quiet) {
          yield* text.fail(`${gnu ? quoteName(output.name) : output.name}: ${error.message}`);
          state.status = text.status;
          if (errors?.startsWith('exit')) return 1;
        }
      }
    if (state.outputs.length === 0) return state.status;
    yield* sys.turn();
  }
}

export const tee = textApplet('tee', main);
