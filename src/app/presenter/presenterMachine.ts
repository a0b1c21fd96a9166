import { and, assign, setup } from 'xstate';

/*
 * A script that is played at a terminal: any key types the next character of the next command, Enter runs it. The
 * presenter may take the keyboard and come back to where the script was. Knows neither the page nor the computer: what is
 * typed and where the computer goes are actions that whoever starts it provides.
 */

export interface PresenterInput {
  readonly commands: readonly string[];
  /** The present point of the computer's history; 0: it has none yet, its first prompt is still to come. */
  readonly present: number;
}

export interface PresenterContext {
  readonly commands: readonly string[];
  /** Which command is the next one, and how much of it is typed. */
  readonly at: number;
  readonly typed: number;
  /** The point of the history before each command, as far as the script has come. */
  readonly points: readonly number[];
}

export type PresenterEvent =
  | { readonly type: 'key' }
  | { readonly type: 'enter' }
  | { readonly type: 'back' }
  /** The presenter types from here on. */
  | { readonly type: 'take' }
  /** The script goes on from how things are. */
  | { readonly type: 'give' }
  /** Back to how things were before the command that is next, or is running. */
  | { readonly type: 'snap' }
  | { readonly type: 'restart' }
  /** The computer is at this point of its history. */
  | { readonly type: 'arrived'; readonly present: number }
  /** Its shell is back at the prompt. */
  | { readonly type: 'prompt' };

/** What isn't typed yet of the next command. */
export function untyped({ commands, at, typed }: PresenterContext): string {
  return (commands[at] ?? '').slice(typed);
}

/** Where the computer was before a command; before one that never was the next, where it was last. */
function before({ points }: PresenterContext, at: number): number {
  return points[at] ?? points.at(-1) ?? 0;
}

/** Ctrl-U: empties the line at the prompt. */
const CLEAR = '\x15';

export const presenterMachine = setup({
  types: {
    context: {} as PresenterContext,
    events: {} as PresenterEvent,
    input: {} as PresenterInput,
  },
  actions: {
    /** Types into the terminal. */
    send: (_, _params: { readonly text: string }) => {},
    /** Takes the computer to a point of its history. */
    goTo: (_, _params: { readonly point: number }) => {},
    arrive: assign(({ context, event }) =>
      event.type === 'arrived' ? { points: [...context.points.slice(0, context.at), event.present] } : {},
    ),
    advance: assign(({ context }) => ({ at: context.at + 1, typed: 0 })),
    forget: assign({ typed: 0 }),
    countKey: assign(({ context }) => ({ typed: context.typed + 1 })),
    stepBack: assign(({ context }) => ({ at: context.at - 1, typed: 0 })),
    rewind: assign({ at: 0, typed: 0 }),
  },
  guards: {
    unfinished: ({ context }) => untyped(context) !== '',
    begun: ({ context }) => context.typed > 0,
    later: ({ context }) => context.at > 0,
    last: ({ context }) => context.at + 1 >= context.commands.length,
    unplaced: ({ context }) => context.points.length === 0,
    moved: ({ context, event }) => event.type === 'arrived' && event.present !== before(context, context.at),
  },
}).createMachine({
  context: ({ input }) => ({
    commands: input.commands,
    at: 0,
    typed: 0,
    points: input.present === 0 ? [] : [input.present],
  }),
  initial: 'typing',
  on: {
    restart: {
      target: '.typing',
      actions: [{ type: 'goTo', params: ({ context }) => ({ point: before(context, 0) }) }, 'rewind'],
    },
  },
  states: {
    typing: {
      on: {
        key: {
          guard: 'unfinished',
          actions: [{ type: 'send', params: ({ context }) => ({ text: untyped(context)[0]! }) }, 'countKey'],
        },
        enter: {
          target: 'running',
          actions: { type: 'send', params: ({ context }) => ({ text: `${untyped(context)}\n` }) },
        },
        back: [
          { guard: 'begun', actions: [{ type: 'send', params: { text: CLEAR } }, 'forget'] },
          {
            guard: 'later',
            actions: [
              { type: 'goTo', params: ({ context }) => ({ point: before(context, context.at - 1) }) },
              'stepBack',
            ],
          },
        ],
        arrived: { actions: 'arrive' },
        take: 'improvising',
      },
    },
    running: {
      on: {
        // A quick command is back at the prompt before it is seen to have left; then only the history tells.
        arrived: [
          { guard: 'unplaced', actions: 'arrive' },
          { guard: and(['moved', 'last']), target: 'finished', actions: ['advance', 'arrive'] },
          { guard: 'moved', target: 'typing', actions: ['advance', 'arrive'] },
        ],
        prompt: [
          { guard: 'last', target: 'finished', actions: 'advance' },
          { target: 'typing', actions: 'advance' },
        ],
        take: 'improvising',
        snap: {
          target: 'typing',
          actions: [{ type: 'goTo', params: ({ context }) => ({ point: before(context, context.at) }) }, 'forget'],
        },
      },
    },
    improvising: {
      on: {
        arrived: { guard: 'unplaced', actions: 'arrive' },
        give: { target: 'typing', actions: [{ type: 'send', params: { text: CLEAR } }, 'forget'] },
        snap: {
          target: 'typing',
          actions: [{ type: 'goTo', params: ({ context }) => ({ point: before(context, context.at) }) }, 'forget'],
        },
      },
    },
    finished: {
      on: {
        back: {
          target: 'typing',
          actions: [
            { type: 'goTo', params: ({ context }) => ({ point: before(context, context.at - 1) }) },
            'stepBack',
          ],
        },
      },
    },
  },
});
