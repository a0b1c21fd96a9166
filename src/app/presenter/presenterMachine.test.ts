import { expect, test } from 'vitest';
import { createActor } from 'xstate';
import { type PresenterEvent, presenterMachine } from './presenterMachine.ts';

/** Plays events; what was typed and where the computer was sent, and where the script stands. */
function play(commands: readonly string[], events: readonly (PresenterEvent | PresenterEvent['type'])[], present = 7) {
  const done: string[] = [];
  const machine = presenterMachine.provide({
    actions: {
      send: (_, { text }) => void done.push(text.replace('\x15', '^U').replaceAll('\n', '↵')),
      goTo: (_, { point }) => void done.push(`@${point}`),
    },
  });
  const actor = createActor(machine, { input: { commands, present } }).start();
  for (const event of events) actor.send(typeof event === 'string' ? ({ type: event } as PresenterEvent) : event);
  const { value, context } = actor.getSnapshot();
  return `${done.join(' ')} | ${String(value)} ${context.at}:${context.typed}`;
}

const arrived = (present: number) => ({ type: 'arrived', present }) as const;

test.each([
  ['any key types one character, and no more than there are', ['key', 'key', 'key'], 'l s | typing 0:2'],
  ['Enter types what is missing, and runs it', ['key', 'enter'], 'l s↵ | running 0:1'],
  ['back at the prompt, the next command is due', ['enter', arrived(8), 'key'], 'ls↵ p | typing 1:1'],
  ['the prompt alone will do', ['enter', 'prompt', arrived(8)], 'ls↵ | typing 1:0'],
  ['the last one ends the script', ['enter', arrived(8), 'enter', arrived(9)], 'ls↵ pwd↵ | finished 2:0'],
  ['back: what is typed goes', ['key', 'back'], 'l ^U | typing 0:0'],
  ['back: then the command before is undone', ['enter', arrived(8), 'key', 'back', 'back'], 'ls↵ p ^U @7 | typing 0:0'],
  ['back: after the end, too', ['enter', arrived(8), 'enter', arrived(9), 'back'], 'ls↵ pwd↵ @8 | typing 1:0'],
  [
    'who takes the keyboard improvises, and snaps back to where the script was',
    ['enter', arrived(8), 'key', 'take', 'key', arrived(12), 'snap', arrived(8), 'key'],
    'ls↵ p @8 p | typing 1:1',
  ],
  [
    'who gives it back goes on from how things are',
    ['enter', arrived(8), 'take', arrived(12), 'give', 'enter', 'take', 'snap'],
    'ls↵ ^U pwd↵ @8 | typing 1:0',
  ],
  ['a command that hangs can be snapped back from', ['enter', 'snap'], 'ls↵ @7 | typing 0:0'],
  ['restart', ['enter', arrived(8), 'take', 'restart'], 'ls↵ @7 | typing 0:0'],
] as const)('%s', (_, events, expected) => {
  expect(play(['ls', 'pwd'], events)).toBe(expected);
});

test.each([
  ['runs', ['enter', arrived(1), arrived(2), 'back'], 'ls↵ @1 | typing 0:0'],
  ['is improvised', ['take', arrived(1), 'snap'], '@1 | typing 0:0'],
] as const)('what %s before the computer has its first point comes after that', (_, events, expected) => {
  expect(play(['ls', 'pwd'], events, 0)).toBe(expected);
});

test('a script of nothing has nothing to type', () => {
  expect(play([], ['key'])).toBe(' | typing 0:0');
});
