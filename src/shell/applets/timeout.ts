import { isErrno } from '../../fs/index.ts';
import { type Op, type Pid, SIGNALS, signalNamed } from '../../os/index.ts';
import { quote } from './quote.ts';
import { parseInterval } from './sleep.ts';
import { type Text, textApplet } from './text.ts';

interface State {
  readonly child: Pid;
  readonly until: number;
  readonly killAt: number;
  readonly timedOut: boolean;
}

function* main(text: Text): Op<number> {
  const { sys, gnu } = text;
  const parsed = text.parse(
    {
      'kill-after': ['k', 'value'],
      signal: ['s', 'value'],
      ...(gnu
        ? ({ 'preserve-status': ['p', 'flag'], foreground: ['f', 'flag'], verbose: ['v', 'flag'] } as const)
        : {}),
    },
    { stopAtOperand: true, status: gnu ? 125 : 1 },
  );
  const [duration, command] = parsed.operands;
  if (duration === undefined || command === undefined) text.usage(gnu ? '' : '', gnu ? 125 : 1);
  const ms = parseInterval(duration, gnu);
  const grace = parsed.value('kill-after');
  const graceMs = grace === undefined ? undefined : parseInterval(grace, gnu);
  if (ms === undefined) text.usage(gnu ? `invalid time interval ${quote(duration)}` : '', gnu ? 125 : 1);
  const signal = signalNamed(parsed.value('signal') ?? 'TERM');
  if (!signal) text.usage(`${quote(parsed.value('signal')!)}: invalid signal`, 125);
  let state = text.saved as State | undefined;
  if (!state) {
    let child: Pid;
    try {
      child = sys.spawn({ path: sys.which(command), argv: parsed.operands.slice(1) });
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* text.say(
        gnu
          ? `failed to run command ${quote(command)}: ${error.message}`
          : `can't execute '${command}': ${error.message}`,
      );
      return error.code === 'ENOENT' ? 127 : 126;
    }
    const until = ms === 0 ? Number.POSITIVE_INFINITY : sys.uptime() + ms;
    state = { child, until, killAt: Number.POSITIVE_INFINITY, timedOut: false };
  }
  for (;;) {
    sys.checkpoint(state);
    const ended = sys.tryWait(state.child);
    if (ended) {
      const { status } = ended;
      const code =
        status.kind === 'exited' ? status.status : status.kind === 'signaled' ? 128 + SIGNALS[status.signal] : 1;
      if (!state.timedOut || parsed.has('preserve-status')) return code;
      if (!gnu) return 128 + SIGNALS[signal];
      return status.kind === 'signaled' && status.signal === 'KILL' ? 137 : 124;
    }
    const now = sys.uptime();
    if (now >= state.killAt) {
      send(text, state.child, 'KILL');
      state = { ...state, killAt: Number.POSITIVE_INFINITY };
    } else if (now >= state.until) {
      send(text, state.child, signal);
      const killAt = graceMs === undefined ? Number.POSITIVE_INFINITY : now + graceMs;
      state = { ...state, until: Number.POSITIVE_INFINITY, killAt, timedOut: true };
    }
    const next = Math.min(state.until, state.killAt);
    const { on } = sys.childWait();
    yield Number.isFinite(next) ? { on, until: next } : { on };
  }
}

function send(text: Text, child: Pid, signal: 'KILL' | NonNullable<ReturnType<typeof signalNamed>>): void {
  try {
    text.sys.kill(child, signal);
  } catch (error) {
    if (!isErrno(error, 'ESRCH')) throw error;
  }
}

export const timeout = textApplet('timeout', main);
