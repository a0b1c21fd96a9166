import { expect, test } from 'vitest';
import { scriptOf, scriptOfLesson } from './script.ts';

const lines = (text: string) => scriptOf('', text).lines.map(({ note, command }) => `${note}: ${command}`);

test.each([
  ['blank lines and the shebang are nothing', '#!/bin/sh\n\nls\n', [': ls']],
  [
    'comments are the note of what follows',
    '# Look around.\n# Slowly.\nls\npwd\n# Away\nexit',
    ['Look around. Slowly.: ls', 'Look around. Slowly.: pwd', 'Away: exit'],
  ],
  ['a prompt in front goes', '$ ls\n  $ pwd', [': ls', ': pwd']],
  ['a backslash goes on below', 'docker run \\\n  -d nginx\nls', [': docker run \\\n  -d nginx', ': ls']],
  [
    'a here-document is one command',
    "cat > f <<'END'\n# not a note\nEND\nls",
    [": cat > f <<'END'\n# not a note\nEND", ': ls'],
  ],
  ['one without an end is one line', 'cat <<END\nls', [': cat <<END', ': ls']],
])('%s', (_, text, expected) => {
  expect(lines(text)).toEqual(expected);
});

test('a lesson is played by its solution', () => {
  const command = (text: string) => ({ command: text, output: '', line: 1 });
  const step = { checks: [], hints: [], explain: [], line: 1 };
  const lesson = {
    title: 'Volumes',
    summary: '',
    minutes: 5,
    images: [],
    teaches: [],
    user: 'learner',
    intro: '',
    start: {},
    steps: [
      {
        ...step,
        title: 'Make <code>a</code> &amp; b',
        blocks: [
          { kind: 'prose', text: '' },
          { kind: 'console', commands: [command('one'), command('two')] },
        ],
      },
      { ...step, title: 'On your own', blocks: [{ kind: 'console', commands: [command('three')], solution: true }] },
    ],
  } as const;
  expect(scriptOfLesson(lesson)).toEqual({
    title: 'Volumes',
    lines: [
      { note: 'Make a & b', command: 'one' },
      { note: 'Make a & b', command: 'two' },
      { note: 'On your own', command: 'three' },
    ],
  });
});
