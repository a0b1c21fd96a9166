import { describe, expect, test } from 'vitest';
import { LessonError, parseLesson } from './format.ts';
import type { Check } from './lesson.ts';

const HEAD = ['---', 'title: Notes', 'summary: A volume keeps a note.', 'minutes: 5', '---'].join('\n');
/** The front matter and a step's heading take six lines, so the block's fence is line 7 and its content begins at 8. */
const block = (info: string, ...lines: string[]) => `${HEAD}\n## Make it\n\`\`\`${info}\n${lines.join('\n')}\n\`\`\`\n`;
const FIRST = 8;

function mistake(source: string): string {
  try {
    parseLesson(source, 'lesson.md');
  } catch (error) {
    if (error instanceof LessonError) return error.message;
    throw error;
  }
  return 'none';
}

test('a whole lesson', () => {
  const source = `${HEAD}
# A title for a code host

What a volume is.

## Make it

Type this.

\`\`\`console
$ docker volume create notes
notes
$ cat <<END
> milk
> END
milk

tea
\`\`\`

\`\`\`sh
echo prose
\`\`\`

\`\`\`yaml predict
question: Is it there?
options:
  - text: yes it is
    when: {volume: notes exists}
  - text: no
    when: {volume: notes absent}
\`\`\`

\`\`\`yaml check
- volume: notes exists
- file: {volume: notes, path: /todo, contains: milk}
  say: The note is written.
\`\`\`

\`\`\`yaml hint
- Look at the name.
\`\`\`

\`\`\`yaml explain
- text: It is made.
\`\`\`

## Read on
`;
  expect(parseLesson(source, 'lesson.md')).toEqual({
    title: 'Notes',
    summary: 'A volume keeps a note.',
    minutes: 5,
    images: [],
    teaches: [],
    user: 'learner',
    start: {},
    intro: 'What a volume is.',
    steps: [
      {
        title: 'Make it',
        line: 10,
        blocks: [
          { kind: 'prose', text: 'Type this.' },
          {
            kind: 'console',
            commands: [
              { command: 'docker volume create notes', output: 'notes', line: 15 },
              { command: 'cat <<END\nmilk\nEND', output: 'milk\n\ntea', line: 17 },
            ],
          },
          { kind: 'prose', text: '```sh\necho prose\n```' },
        ],
        checks: [
          { kind: 'volume', name: 'notes' },
          {
            kind: 'file',
            place: { volume: 'notes' },
            path: '/todo',
            contains: ['milk'],
            say: 'The note is written.',
          },
        ],
        hints: ['Look at the name.'],
        predict: {
          question: 'Is it there?',
          options: [
            { text: 'yes it is', when: { kind: 'volume', name: 'notes' } },
            { text: 'no', when: { kind: 'volume', name: 'notes', absent: true } },
          ],
        },
        explain: [{ text: 'It is made.' }],
      },
      { title: 'Read on', line: 52, blocks: [], checks: [], hints: [], explain: [] },
    ],
  });
});

const CHECKS: readonly (readonly [string, Check])[] = [
  ['volume: notes exists', { kind: 'volume', name: 'notes' }],
  ['volume: notes absent', { kind: 'volume', name: 'notes', absent: true }],
  ['volume: {name: notes, labels: {a: b}}', { kind: 'volume', name: 'notes', labels: { a: 'b' } }],
  ['container: web exists', { kind: 'container', name: 'web' }],
  ['container: web absent', { kind: 'container', name: 'web', absent: true }],
  ['container: web running', { kind: 'container', name: 'web', state: 'running' }],
  ['container: {name: web, exit-code: 3}', { kind: 'container', name: 'web', exitCode: 3 }],
  [
    'container: {name: web, mount: {type: bind, destination: /app, rw: false}}',
    { kind: 'container', name: 'web', mount: { type: 'bind', destination: '/app', rw: false } },
  ],
  ['volumes: {named: 2, anonymous: 0}', { kind: 'volumes', named: 2, anonymous: 0 }],
  ['image: nginx exists', { kind: 'image', name: 'nginx' }],
  ['file: {container: web, path: /f}', { kind: 'file', place: { container: 'web' }, path: '/f' }],
  ['file: {volume: db, path: /f, absent: true}', { kind: 'file', place: { volume: 'db' }, path: '/f', absent: true }],
  ['host: {path: ~/f, mode: "0644"}', { kind: 'file', place: { host: true }, path: '~/f', mode: '644' }],
  ['host: {path: ~/f, mode: 1777}', { kind: 'file', place: { host: true }, path: '~/f', mode: '1777' }],
  ['host: {path: ~/f, owner: 1000}', { kind: 'file', place: { host: true }, path: '~/f', owner: '1000' }],
  ['host: {path: ~/f, owner: root:root}', { kind: 'file', place: { host: true }, path: '~/f', owner: 'root:root' }],
  ['host: {path: ~/f, tar-has: ./a}', { kind: 'file', place: { host: true }, path: '~/f', tarHas: ['./a'] }],
  ['host: {path: ~/f, tar-has: [a, b]}', { kind: 'file', place: { host: true }, path: '~/f', tarHas: ['a', 'b'] }],
];

test('a solution is a console block apart', () => {
  expect(parseLesson(block('console solution', '$ ls'), 'lesson.md').steps[0]?.blocks).toEqual([
    { kind: 'console', solution: true, commands: [{ command: 'ls', output: '', line: FIRST }] },
  ]);
});

test('names to choose from stand for the files of a folder', () => {
  const predict = block('yaml predict', 'question: which?', 'names: [a, b]', 'in: {volume: notes, path: /sub/}');
  const step = parseLesson(`${predict}\`\`\`yaml check\n- volume: notes exists\n\`\`\`\n`, 'lesson.md').steps[0];
  const when = (path: string) => ({ kind: 'file', place: { volume: 'notes' }, path });
  expect(step?.predict).toEqual({
    question: 'which?',
    many: true,
    options: [
      { text: '`a`', when: when('/sub/a') },
      { text: '`b`', when: when('/sub/b') },
    ],
  });
});

test.each(CHECKS)('check: %s', (yaml, check) => {
  expect(parseLesson(block('yaml check', `- ${yaml}`), 'lesson.md').steps[0]?.checks).toEqual([check]);
});

describe('mistakes name the file, the line and what was expected', () => {
  const SHORT = 'expected `NAME exists|absent` or a mapping';
  test.each([
    ['', 1, 'expected front matter: a line `---`, title, summary, minutes, a line `---`'],
    ['---\ntitle: x\n', 1, 'the front matter is not closed'],
    ['---\ntitle: x\nminutes: 5\n---\n## a\n', 2, 'summary: expected the key "summary"'],
    ['---\ntitle: x\nsummary: y\nminutes: 90\n---\n## a\n', 4, 'minutes: expected at most 30 minutes'],
    [
      '---\ntitle: x\nsummary: y\nminutes: 5\nlevel: 3\n---\n',
      5,
      'level: unknown key "level"; expected title, summary, part, minutes, images, teaches, user, start',
    ],
    [`${HEAD}\nwords\n`, 2, 'expected a step: a heading that begins with `## `'],
    [`${HEAD}\n\`\`\`console\n$ a\n\`\`\`\n## a\n`, 7, 'expected a step (a `## ` heading) before this block'],
    [`${HEAD}\n## a\n\`\`\`console\n$ ls\n`, 7, 'the block ```console is not closed'],
    [block('console', 'ls'), FIRST, 'expected a command: a line that begins with `$ `'],
    [
      block('yaml chek', '- volume: notes exists'),
      7,
      'unknown block `yaml chek`; expected console, console solution, yaml check, yaml hint, yaml predict or yaml explain',
    ],
    [
      block('yaml check', '- volume: notes exists', '- volum: notes exists'),
      FIRST + 1,
      'item 2, volum: unknown key "volum"; expected volume, container, image, volumes, file, host, say',
    ],
    [block('yaml check', '- volume: notes exist'), FIRST, `item 1, volume: ${SHORT}`],
    [
      block('yaml check', '- volume:', '    name: notes', '    lables: {}'),
      FIRST + 2,
      'item 1, volume, lables: unknown key "lables"; expected name, absent, labels',
    ],
    [
      block('yaml check', '- volume: {name: n}'),
      FIRST,
      'item 1, volume, name: expected a name as Docker allows it, at least two characters',
    ],
    [block('yaml check', '- say: so'), FIRST, 'item 1: expected one of volume, container, image, volumes, file, host'],
    [block('yaml check', '- file: {path: /x}'), FIRST, 'item 1, file: expected volume or container, one of them'],
    [
      block('yaml check', '- host:', '    path: ~/x', '    mode: 999'),
      FIRST + 2,
      'item 1, host, mode: expected a mode in octal, as 644',
    ],
    [
      block('yaml check', '- container: {name: web, state: up}'),
      FIRST,
      'item 1, container, state: expected created, running, paused, exited',
    ],
    [
      block('yaml check', '- container:', '    name: web', '    mount: {type: bind}'),
      FIRST + 2,
      'item 1, container, mount, destination: expected the key "destination"',
    ],
    [block('yaml check', 'volume: notes exists'), FIRST, 'expected a list: each line begins with `- `'],
    [block('yaml check', '[]'), FIRST, 'expected a check'],
    [
      block('yaml check', '- volume: notes exists', '  - x'),
      FIRST + 1,
      'A block sequence may not be used as an implicit map key',
    ],
    [
      block('yaml hint', '- `ls` lists'),
      FIRST,
      'Plain value cannot start with reserved character `; put the text in quotes',
    ],
    [block('yaml hint', '- ""'), FIRST, 'item 1: expected some text'],
    [block('yaml hint', '- a', '- b', '- c'), FIRST, 'expected two hints at most: a nudge, then the way'],
    [block('yaml check', '- volumes: {}'), FIRST, 'item 1, volumes: expected named or anonymous'],
    [block('yaml predict', 'question: what?'), FIRST, 'expected options or names'],
    [block('yaml predict', 'question: what?', 'names: [a, b]'), FIRST, 'expected in beside names'],
    [
      `---\ntitle: x\nsummary: y\nminutes: 5\nstart:\n  ~/a: text\n  b: text\n---\n## a\n`,
      7,
      'start, b: expected a path that begins with ~/ or /',
    ],
    [
      block('yaml predict', 'question: what?', 'options:', '  - {text: a, when: {volume: notes exists}}'),
      FIRST + 2,
      'options: expected at least two options',
    ],
    [
      block(
        'yaml predict',
        'question: what?',
        'options:',
        '  - {text: a, when: {volume: notes exists}}',
        '  - {text: b, when: {volume: notes absent}}',
      ),
      6,
      'expected a check beside the predict block: it is judged where the step’s goals are reached',
    ],
    [block('yaml explain', '- when: {volume: notes exists}'), FIRST, 'item 1, text: expected the key "text"'],
  ])('%#: %s', (source, line, reason) => {
    expect(mistake(source)).toBe(`lesson.md:${line}: ${reason}`);
  });
});
