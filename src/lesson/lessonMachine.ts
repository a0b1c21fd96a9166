import { assign, setup } from 'xstate';

/*
 * Where a learner stands in a lesson: which step, what is done, which hints are shown, what was predicted. It knows
 * nothing of the page or the computer: whoever evaluates the checks sends `met` and `judged`.
 */

/** What is kept between visits. */
export interface LessonProgress {
  readonly step: number;
  readonly done: readonly boolean[];
  /** How many hints of each step are shown. */
  readonly hints: readonly number[];
  /** The options chosen and those that came true, per step. */
  readonly predictions: readonly (Prediction | null)[];
  /** When each step was begun: the time of the computer's point of the timeline, in milliseconds since the epoch. */
  readonly begun?: readonly (number | null)[];
}

export interface Prediction {
  readonly chosen: readonly number[];
  readonly right?: readonly number[];
}

export interface LessonInput {
  /** One for each step: how many hints it has and whether it has checks (a step without is done when it is left). */
  readonly steps: readonly { readonly hints: number; readonly checks: boolean }[];
  readonly saved?: LessonProgress;
}

interface Context extends LessonProgress {
  readonly steps: LessonInput['steps'];
}

export type LessonEvent =
  | { readonly type: 'next' }
  | { readonly type: 'previous' }
  | { readonly type: 'go'; readonly step: number }
  /** All checks of the step hold. */
  | { readonly type: 'met'; readonly step: number }
  | { readonly type: 'hint' }
  | { readonly type: 'predict'; readonly options: readonly number[] }
  /** The options of the step's question that came true. */
  | { readonly type: 'judged'; readonly step: number; readonly options: readonly number[] }
  /** The computer was at a point of this time when the step was begun. */
  | { readonly type: 'begun'; readonly step: number; readonly at: number }
  /** The computer is as it was when the step was begun: so is the step. */
  | { readonly type: 'restart' }
  | { readonly type: 'startOver' };

const replaced = <T>(items: readonly T[], at: number, item: T) =>
  items.map((old, index) => (index === at ? item : old));

function fresh(steps: LessonInput['steps']): Context {
  return {
    steps,
    step: 0,
    done: steps.map(() => false),
    hints: steps.map(() => 0),
    predictions: steps.map(() => null),
    begun: steps.map(() => null),
  };
}

/** Saved progress that fits the lesson; a lesson that has changed its number of steps begins anew. */
function resumed({ steps, saved }: LessonInput): Context {
  const fits = saved && saved.done.length === steps.length && saved.step < steps.length;
  return fits ? { ...fresh(steps), ...saved, steps } : fresh(steps);
}

export const lessonMachine = setup({
  types: {} as { context: Context; events: LessonEvent; input: LessonInput },
  guards: {
    isDone: ({ context }) => context.done[context.step] === true,
    hasNext: ({ context }) => context.step < context.steps.length - 1,
    isLast: ({ context }) => context.step === context.steps.length - 1,
    toRead: ({ context }) => context.steps[context.step]?.checks === false,
    hasPrevious: ({ context }) => context.step > 0,
    isHere: ({ context, event }) => event.type === 'met' && event.step === context.step,
    exists: ({ context, event }) => event.type === 'go' && event.step >= 0 && event.step < context.steps.length,
    hasHint: ({ context }) => context.hints[context.step]! < context.steps[context.step]!.hints,
    isOpen: ({ context }) => context.predictions[context.step]?.right === undefined,
    isFirst: ({ context, event }) => event.type === 'begun' && (context.begun?.[event.step] ?? null) === null,
    wasPredicted: ({ context, event }) =>
      event.type === 'judged' && context.predictions[event.step]?.right === undefined,
  },
  actions: {
    markDone: assign(({ context }) => ({ done: replaced(context.done, context.step, true) })),
    markRead: assign(({ context }) => {
      const read = context.steps[context.step]?.checks === false;
      return read ? { done: replaced(context.done, context.step, true) } : {};
    }),
    forward: assign(({ context }) => ({ step: context.step + 1 })),
    back: assign(({ context }) => ({ step: context.step - 1 })),
    go: assign(({ event }) => (event.type === 'go' ? { step: event.step } : {})),
    showHint: assign(({ context }) => ({
      hints: replaced(context.hints, context.step, context.hints[context.step]! + 1),
    })),
    predict: assign(({ context, event }) =>
      event.type === 'predict'
        ? { predictions: replaced(context.predictions, context.step, { chosen: event.options }) }
        : {},
    ),
    judge: assign(({ context, event }) => {
      if (event.type !== 'judged') return {};
      const chosen = context.predictions[event.step]?.chosen ?? [];
      return { predictions: replaced(context.predictions, event.step, { chosen, right: event.options }) };
    }),
    begin: assign(({ context, event }) =>
      event.type === 'begun'
        ? { begun: replaced(context.begun ?? fresh(context.steps).begun!, event.step, event.at) }
        : {},
    ),
    restart: assign(({ context: { done, hints, predictions, step } }) => ({
      done: replaced(done, step, false),
      hints: replaced(hints, step, 0),
      predictions: replaced(predictions, step, null),
    })),
    startOver: assign(({ context }) => fresh(context.steps)),
  },
}).createMachine({
  id: 'lesson',
  context: ({ input }) => resumed(input),
  initial: 'entering',
  on: {
    next: [
      { guard: 'hasNext', target: '.entering', actions: ['markRead', 'forward'] },
      { guard: 'isLast', target: '.finished', actions: 'markRead' },
    ],
    previous: { guard: 'hasPrevious', target: '.entering', actions: 'back' },
    go: { guard: 'exists', target: '.entering', actions: 'go' },
    judged: { guard: 'wasPredicted', actions: 'judge' },
    begun: { guard: 'isFirst', actions: 'begin' },
    restart: { target: '.entering', actions: 'restart' },
    startOver: { target: '.entering', actions: 'startOver' },
  },
  states: {
    entering: { always: [{ guard: 'isDone', target: 'done' }, { target: 'working' }] },
    working: {
      on: {
        met: { guard: 'isHere', target: 'done', actions: 'markDone' },
        hint: { guard: 'hasHint', actions: 'showHint' },
        predict: { guard: 'isOpen', actions: 'predict' },
      },
    },
    done: {},
    finished: { on: { previous: { target: 'entering' } } },
  },
});

/** The part of a snapshot's context that is worth keeping. */
export function progressOf({ step, done, hints, predictions, begun }: LessonProgress): LessonProgress {
  return { step, done, hints, predictions, ...(begun && { begun }) };
}
