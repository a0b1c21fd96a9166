import type { Loss, MachineOptions, MachinePort, SavedMachine, SavedPoint, Told, World } from '../../machine/wire.ts';
import { followed, type History, NO_HISTORY } from './history.ts';
import { createInputQueue } from './pasting.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { addToScreen } from './screen.ts';
import type { KeptPoint, SavedSession, SessionStorage } from './storage.ts';

/*
 * A computer as the page holds it: boots it (with what was saved), keeps it whenever all waits there, brings it back when it
 * stops, and passes on what its terminal says. Knows no elements.
 */

export type SessionState =
  | { readonly phase: 'booting' }
  | { readonly phase: 'running'; readonly atPrompt: boolean; readonly notice?: Notice }
  /** Stopped, and not brought back: the learner decides. */
  | { readonly phase: 'stopped'; readonly reason: string };

/** Something that has happened to the computer itself. */
export type Notice =
  | { readonly kind: 'restored'; readonly reason: string }
  | { readonly kind: 'begun-anew'; readonly reason: string }
  | { readonly kind: 'silent' };

export type SessionEvent =
  | { readonly type: 'state'; readonly state: SessionState }
  | { readonly type: 'world'; readonly world: World }
  | { readonly type: 'told'; readonly told: Told }
  | { readonly type: 'history'; readonly history: History }
  /** What Enter would destroy, as the line at the prompt stands. */
  | { readonly type: 'foreseen'; readonly losses: readonly Loss[] }
  | { readonly type: 'output'; readonly data: string }
  /** The browser didn't keep what it was given to keep. */
  | { readonly type: 'unkept'; readonly refusal: Refusal }
  /** A terminal begins: clear it and show this text. */
  | { readonly type: 'screen'; readonly text: string };

export interface SessionOptions {
  readonly key: string;
  readonly connect: () => MachinePort;
  readonly storage: SessionStorage;
  /** How a new machine begins. */
  readonly boot: () => MachineOptions;
}

export interface Session {
  readonly state: SessionState;
  readonly world: World | undefined;
  readonly history: History;
  /** What the terminal has shown lately. */
  readonly screen: string;
  subscribe(listener: (event: SessionEvent) => void): () => void;
  /** The present machine; another one after a restart. */
  port(): MachinePort | undefined;
  type(data: string): void;
  resize(columns: number, rows: number): void;
  /** The terminal has drawn so many characters. */
  shown(characters: number): void;
  /** Brings back the last saved state. */
  restore(): Promise<void>;
  /** Throws everything away and begins anew. */
  startOver(): Promise<void>;
  /** Goes to a point of the history. Rejects with a sentence for a person. */
  go(point: number): Promise<void>;
  /** Everything as at the beginning, as a new point of the history. */
  reset(): Promise<void>;
  dismissNotice(): void;
  /** The page may be about to go: what is to be kept soon is kept now. */
  keep(): void;
  close(): void;
}

/** Milliseconds. */
const SAVE_AFTER = 300;
/** What goes on by itself is kept, too, but not each change of it. */
const SAVE_WORLD_AFTER = 3000;
const SILENT_AFTER = 15_000;
/** A second stop so soon after coming back isn't answered by another restart. */
const RESTART_PAUSE = 10_000;
const SHELL_LIFE = 1000;

export function createSession({ key, connect, storage, boot }: SessionOptions): Session {
  const listeners = new Set<(event: SessionEvent) => void>();
  let state: SessionState = { phase: 'booting' };
  let world: World | undefined;
  let screen = '';
  let history = NO_HISTORY;
  /** What the terminal showed at each point, and the points' states in bytes. */
  let screens = new Map<number, string>();
  let points = new Map<number, KeptPoint>();
  let size = { columns: 80, rows: 24 };
  let port: MachinePort | undefined;
  let terminal: number | undefined;
  /** What is typed before the terminal is open waits for it. */
  let opened = deferred();
  /** Whether the shell is at its prompt: a saved one may be before the page knows that its machine runs. */
  let prompted = false;
  /** Whether a line was entered since the machine was quiet last. */
  let entered = false;
  let openedAt = 0;
  /** Opens the next terminal when the learner asks for it. */
  let again: (() => void) | undefined;
  let saved: SavedSession | undefined;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let saveDue = Number.POSITIVE_INFINITY;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let restartedAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  const emit = (event: SessionEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const become = (next: SessionState) => {
    state = next;
    emit({ type: 'state', state });
  };
  const notify = (notice: Notice | undefined) => {
    if (state.phase !== 'running') return;
    const { notice: _, ...rest } = state;
    become(notice ? { ...rest, notice } : rest);
  };

  /** Starts a machine. Its events count only as long as it is the present one. */
  async function start(from: SavedSession | undefined, notice?: Notice): Promise<void> {
    port?.close();
    stopSaving();
    const mine = connect();
    port = mine;
    if (terminal !== undefined) opened = deferred();
    terminal = undefined;
    again = undefined;
    world = undefined;
    prompted = false;
    screen = from?.screen ?? '';
    points = new Map(from?.points);
    screens = new Map([...points].map(([id, point]) => [id, point.screen]));
    history = from ? historyOf(from) : NO_HISTORY;
    emit({ type: 'screen', text: screen });
    emit({ type: 'history', history });
    become({ phase: 'booting' });
    mine.onCrash((reason) => {
      if (port === mine && !closed) void crashed(reason);
    });
    mine.subscribe((event) => {
      if (port !== mine || closed) return;
      switch (event.type) {
        case 'world':
          world = event.world;
          emit({ type: 'world', world });
          if (isAtPrompt()) saveIn(SAVE_WORLD_AFTER, mine);
          break;
        case 'terminal.output':
          screen = addToScreen(screen, event.data);
          emit({ type: 'output', data: event.data });
          // A quick command comes back to the prompt without having been seen to leave it.
          if (event.data.includes('\n') && isAtPrompt()) saveIn(SAVE_AFTER, mine);
          break;
        case 'terminal.prompt':
          prompted = event.at;
          if (state.phase === 'running') become({ ...state, atPrompt: event.at });
          if (event.at) saveIn(SAVE_AFTER, mine);
          else stopSaving();
          break;
        case 'terminal.quiet':
          // A line that was given to a shell in a container is work like any other.
          saveIn(entered ? SAVE_AFTER : SAVE_WORLD_AFTER, mine);
          entered = false;
          break;
        case 'terminal.exit':
          ended(mine);
          break;
        case 'terminal.moved':
          if (event.terminal !== terminal) attach(event.terminal);
          screen = screens.get(event.point ?? 0) ?? '';
          emit({ type: 'screen', text: screen });
          break;
        case 'timeline':
          history = followed(history, event);
          if (event.added) screens.set(event.added.id, screen);
          if (event.gone !== undefined) {
            screens.delete(event.gone);
            points.delete(event.gone);
          }
          emit({ type: 'history', history });
          break;
        case 'told':
          emit({ type: 'told', told: event.told });
          break;
        case 'foreseen':
          emit({ type: 'foreseen', losses: event.losses });
          break;
        case 'engine':
          break;
        default:
          event satisfies never;
      }
    });
    let terminals: readonly number[];
    try {
      const kept = from && { machine: from.machine, points: [...from.points.values()].map(withoutScreen) };
      terminals = await mine.request({ type: 'boot', options: boot(), ...(kept && { saved: kept }) });
    } catch (error) {
      if (port !== mine || closed) return;
      const reason = messageOf(error);
      // What was saved can't be read, perhaps by a newer version: a new computer is better than none.
      if (from) return start(undefined, { kind: 'begun-anew', reason });
      return become({ phase: 'stopped', reason });
    }
    if (port !== mine || closed) return;
    become({ phase: 'running', atPrompt: prompted, ...(notice && { notice }) });
    const [last] = terminals.slice(-1);
    if (last === undefined) return openTerminal(mine);
    attach(last);
    session.resize(size.columns, size.rows);
  }

  /** After `exit` comes another shell; one that can't live long isn't tried again and again. */
  function ended(mine: MachinePort): void {
    terminal = undefined;
    opened = deferred();
    if (Date.now() - openedAt >= SHELL_LIFE) return void openTerminal(mine);
    emit({ type: 'output', data: '\r\n[The shell has ended. Press Enter for another.]\r\n' });
    again = () => void openTerminal(mine);
  }

  async function openTerminal(mine: MachinePort): Promise<void> {
    again = undefined;
    openedAt = Date.now();
    try {
      const number = await mine.request({ type: 'terminal.open', ...size });
      if (port === mine) attach(number);
    } catch (error) {
      if (port === mine && !closed) await crashed(messageOf(error));
    }
  }

  function attach(number: number): void {
    terminal = number;
    opened.resolve();
  }

  async function crashed(reason: string): Promise<void> {
    if (state.phase === 'stopped') return;
    const soon = Date.now() - restartedAt < RESTART_PAUSE;
    if (soon || state.phase === 'booting') return become({ phase: 'stopped', reason });
    restartedAt = Date.now();
    await start(saved, { kind: 'restored', reason });
  }

  const isAtPrompt = () => state.phase === 'running' && state.atPrompt;

  function stopSaving(): void {
    clearTimeout(saveTimer);
    saveDue = Number.POSITIVE_INFINITY;
  }

  /** Keeps the machine after so long, or earlier if that is planned already. */
  function saveIn(delay: number, mine: MachinePort): void {
    const due = Date.now() + delay;
    if (due >= saveDue) return;
    stopSaving();
    saveDue = due;
    saveTimer = setTimeout(() => {
      stopSaving();
      void saveNow(mine);
    }, delay);
  }

  async function saveNow(mine: MachinePort): Promise<void> {
    let answer: SavedMachine;
    try {
      answer = await mine.request({ type: 'save' });
    } catch {
      // The next prompt tries again; a stopped machine is told of elsewhere.
      return;
    }
    if (port !== mine || closed) return;
    // The wire keeps the order: what was shown before the answer came is what this machine has shown.
    for (const { point, packed } of answer.points)
      points.set(point.id, { point, packed, screen: screens.get(point.id) ?? '' });
    const { present, forward } = history;
    saved = { machine: answer.machine, screen, present, forward, points: new Map(points) };
    await storage.store(key, saved).catch(unkept);
  }

  function unkept(error: unknown): void {
    emit({ type: 'unkept', refusal: refusalOf(error) });
  }

  const queue = createInputQueue(async (data) => {
    if (terminal === undefined) {
      again?.();
      await opened.promise;
    }
    if (!port || terminal === undefined) return;
    entered ||= /[\r\n]/.test(data);
    // A machine that works takes input at once: it never computes for long without looking.
    clearTimeout(silence);
    silence = setTimeout(() => notify({ kind: 'silent' }), SILENT_AFTER);
    await port.request({ type: 'terminal.input', terminal, data }).finally(() => clearTimeout(silence));
    if (state.phase === 'running' && state.notice?.kind === 'silent') notify(undefined);
  });

  const quietly = (work: Promise<unknown> | undefined) => void work?.catch(() => undefined);
  const session: Session = {
    get state() {
      return state;
    },
    get world() {
      return world;
    },
    get screen() {
      return screen;
    },
    get history() {
      return history;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    port: () => port,
    type: queue,
    resize(columns, rows) {
      size = { columns, rows };
      if (terminal !== undefined) quietly(port?.request({ type: 'terminal.resize', terminal, columns, rows }));
    },
    shown(characters) {
      if (terminal !== undefined) quietly(port?.request({ type: 'terminal.shown', terminal, characters }));
    },
    restore: () => start(saved, { kind: 'restored', reason: state.phase === 'stopped' ? state.reason : '' }),
    async startOver() {
      saved = undefined;
      stopSaving();
      await storage.remove(key).catch(unkept);
      await start(undefined);
    },
    go: async (point) => port?.request({ type: 'timeline.go', point }),
    reset: async () => port?.request({ type: 'timeline.reset' }),
    dismissNotice: () => notify(undefined),
    keep() {
      if (saveDue === Number.POSITIVE_INFINITY || !port) return;
      stopSaving();
      void saveNow(port);
    },
    close() {
      closed = true;
      opened.resolve();
      stopSaving();
      clearTimeout(silence);
      port?.close();
      listeners.clear();
    },
  };

  const load = async () => {
    try {
      saved = await storage.load(key);
    } catch (error) {
      unkept(error);
    }
    if (!closed) await start(saved);
  };
  void load();
  return session;
}

/** The timeline of what was kept, in the order of its points. */
function historyOf({ points, present, forward }: SavedSession): History {
  return { points: [...points.values()].map(({ point }) => point), present, forward };
}

const withoutScreen = ({ point, packed }: KeptPoint): SavedPoint => ({ point, packed });

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
