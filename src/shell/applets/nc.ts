import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { type Text, textApplet } from './text.ts';

interface State {
  readonly fd: Fd;
  /** Standard input has ended. */
  readonly ended: boolean;
}

function portOf(text: Text, word: string): number {
  const port = Number(word);
  if (!/^\d+$/.test(word) || port < 1 || port > 65_535) text.die(`bad port '${word}'`);
  return port;
}

/** busybox's nc: standard input to a connection, and what comes from it to standard output. */
function* main(text: Text): Op<number> {
  const { sys } = text;
  if (text.saved) return yield* relay(text, text.saved as State);
  const parsed = text.parse({ l: ['l', 'flag'], p: ['p', 'value'], w: ['w', 'value'], i: ['i', 'value'] });
  const [host, port, extra] = parsed.operands;
  if (parsed.has('l')) {
    const listener = sys.listen(parsed.has('p') ? portOf(text, parsed.value('p')!) : EPHEMERAL);
    const fd = yield* sys.accept(listener);
    sys.close(listener);
    return yield* relay(text, { fd, ended: false });
  }
  if (host === undefined || port === undefined || extra !== undefined) text.usage();
  if (!/^\d+(\.\d+){3}$/.test(host) && sys.lookup(host) === undefined) text.die(`bad address '${host}'`);
  try {
    const fd = yield* sys.connect(host, portOf(text, port));
    return yield* relay(text, { fd, ended: false });
  } catch (error) {
    if (!isErrno(error)) throw error;
    const address = sys.lookup(host) ?? host;
    return text.die(`can't connect to remote host (${address}): ${error.message}`);
  }
}

/** A listener that names no port gets one of those that nobody chooses (ip_local_port_range). */
const EPHEMERAL = 32_768;

function* relay(text: Text, begun: State): Op<number> {
  const { sys } = text;
  let state = begun;
  for (;;) {
    sys.checkpoint(state);
    const received = sys.tryRead(state.fd);
    if (received?.length === 0) return 0;
    if (received) yield* sys.write(1, received);
    const typed = state.ended ? undefined : sys.tryRead(0);
    if (typed && typed.length > 0) yield* sys.write(state.fd, typed);
    else if (typed) state = { ...state, ended: true };
    if (received || typed) continue;
    const inputs = [sys.readable(state.fd), ...(state.ended ? [] : [sys.readable(0)])];
    yield { on: inputs.flatMap(({ on }) => [...on]) };
  }
}

export const nc = textApplet('nc', main, { dialects: ['busybox'] });
