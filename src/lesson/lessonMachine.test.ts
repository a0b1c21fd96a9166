import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { type LessonEvent, type LessonInput, lessonMachine, progressOf } from './lessonMachine.ts';

const STEPS: LessonInput['steps'] = [
  { hints: 2, checks: true },
  { hints: 0, checks: false },
  { hints: 0, checks: true },
];

/** The snapshot after the events, which are `next`, `met 0`, `go 2`, `predict 1`, `judged 0 1`. */
function after(events: string, input: LessonInput = { steps: STEPS }) {
  let [snapshot] = initialTransition(lessonMachine, input);
  for (const words of events
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [type, first, second] = words.split(' ');
    const numbers = { step: Number(first), options: [...(second ?? first ?? '')].map(Number) };
    [snapshot] = transition(lessonMachine, snapshot, { type, ...numbers } as LessonEvent);
  }
  return snapshot;
}

test.each([
  ['', 'working', 0, ''],
  ['met 0', 'done', 0, '0'],
  ['met 1', 'working', 0, ''],
  ['next', 'working', 1, ''],
  ['met 0, next', 'working', 1, '0'],
  ['met 0, next, next', 'working', 2, '01'],
  ['met 0, next, previous', 'done', 0, '0'],
  ['previous', 'working', 0, ''],
  ['go 2', 'working', 2, ''],
  ['go 3', 'working', 0, ''],
  ['go 2, met 2', 'done', 2, '2'],
  ['go 2, met 2, next', 'finished', 2, '2'],
  ['go 2, met 2, next, previous', 'done', 2, '2'],
  ['met 0, next, startOver', 'working', 0, ''],
  ['met 0, restart', 'working', 0, ''],
  ['go 2, met 2, restart', 'working', 2, ''],
  ['met 0, go 2, met 2, restart', 'working', 2, '0'],
])('%s: %s at step %i', (events, state, step, done) => {
  const { value, context } = after(events);
  expect(value).toBe(state);
  expect(context.step).toBe(step);
  expect(context.done.flatMap((is, at) => (is ? [at] : [])).join('')).toBe(done);
});

test.each([
  ['hint', [1, 0, 0]],
  ['hint, hint, hint', [2, 0, 0]],
  ['met 0, hint', [0, 0, 0]],
  ['next, hint', [0, 0, 0]],
])('hints after %s', (events, hints) => {
  expect(after(events).context.hints).toEqual(hints);
});

test.each([
  ['predict 1', { chosen: [1] }],
  ['predict 1, predict 0', { chosen: [0] }],
  ['predict 02', { chosen: [0, 2] }],
  ['predict 1, met 0, judged 0 1', { chosen: [1], right: [1] }],
  ['predict 1, met 0, judged 0 02', { chosen: [1], right: [0, 2] }],
  ['predict 1, met 0, judged 0 0, judged 0 1', { chosen: [1], right: [0] }],
  ['met 0, judged 0 1', { chosen: [], right: [1] }],
  ['met 0, predict 1', null],
])('prediction after %s', (events, prediction) => {
  expect(after(events).context.predictions[0]).toEqual(prediction);
});

test('progress goes on where it was, and is dropped when the lesson has changed', () => {
  const saved = progressOf(after('hint, predict 1, met 0, next').context);
  expect(progressOf(after('', { steps: STEPS, saved }).context)).toEqual(saved);
  expect(after('previous', { steps: STEPS, saved }).value).toBe('done');
  expect(after('', { steps: STEPS.slice(1), saved }).context.step).toBe(0);
});

test('where a step was begun is noted once, and stays when the step is taken back to it', () => {
  const noted = (events: readonly LessonEvent[]) => {
    let [snapshot] = initialTransition(lessonMachine, { steps: STEPS });
    for (const event of events) [snapshot] = transition(lessonMachine, snapshot, event);
    return progressOf(snapshot.context).begun;
  };
  const begun: LessonEvent = { type: 'begun', step: 0, at: 5 };
  expect(noted([begun, { type: 'begun', step: 0, at: 9 }, { type: 'restart' }])).toEqual([5, null, null]);
  expect(noted([begun, { type: 'startOver' }])).toEqual([null, null, null]);
});
