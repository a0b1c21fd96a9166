import { expect, test } from 'vitest';
import type { Volume } from '../engine/index.ts';
import { parseLesson } from './format.ts';
import type { Probe } from './probe.ts';
import { type LessonComputer, proveLesson } from './prove.ts';

/** A computer whose only commands are `make NAME`, `drop NAME` and `list`, of volumes. */
function computer(): LessonComputer {
  const volumes = new Set<string>();
  const nothing = async () => undefined;
  const probe: Probe = {
    stat: nothing,
    read: nothing,
    list: nothing,
    container: nothing,
    image: nothing,
    volume: async (name) => (volumes.has(name) ? ({ Name: name } as Volume) : undefined),
  };
  return {
    probe: () => probe,
    masked: (output) => output.replace(/\b[0-9a-f]{64}\b/g, 'an id'),
    run: async (line) => {
      const [command, name = ''] = line.split(' ');
      if (command === 'make') volumes.add(name);
      if (command === 'drop') volumes.delete(name);
      return command === 'list' ? `${[...volumes].join('\n')}\n` : '';
    },
  };
}

const step = (title: string, commands: string, check: string, more = '') =>
  `## ${title}\n\`\`\`console solution\n${commands}\n\`\`\`\n\`\`\`yaml check\n- volume: ${check}\n\`\`\`\n${more}`;
const PREDICT = `\`\`\`yaml predict
question: Where?
options:
  - {text: here, when: {volume: here exists}}
  - {text: there, when: {volume: there exists}}
\`\`\`
`;

/** What is found, with the line as it is in the source. */
async function found(...steps: readonly string[]): Promise<readonly string[]> {
  const source = `---\ntitle: a\nsummary: b\nminutes: 5\n---\n${steps.join('')}`;
  const findings = await proveLesson(parseLesson(source, 'lesson.md'), computer());
  const lines = source.split('\n');
  return findings.map(({ line, message }) => `${lines[line - 1]}: ${message.split('\n')[0]}`);
}

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['nothing, when all is true', [step('A', '$ make aa\n$ list\naa', 'aa exists')], []],
  [
    'a step that is done before it',
    [step('A', '$ make aa', 'aa exists'), step('B', '$ make bb', 'aa exists')],
    ['## B: “B” is done before its first command'],
  ],
  [
    'a step that is not done',
    [step('A', '$ make bb', 'aa exists')],
    ['## A: “A” is not done after its commands. The volume `aa` exists: there is no volume `aa` yet'],
  ],
  [
    'an output that differs',
    [step('A', '$ make aa\n$ list\nbb', 'aa exists')],
    ['$ list: `list` prints something else:'],
  ],
  [
    'an id, which may differ',
    [step('A', `$ make ${'a1'.repeat(32)}\n$ list\n${'b2'.repeat(32)}`, `${'a1'.repeat(32)} exists`)],
    [],
  ],
  [
    'a question without an answer',
    [step('A', '$ make aa', 'aa exists', PREDICT)],
    ['## A: no answer to “Where?” came true'],
  ],
  ['an answered question', [step('A', '$ make here', 'here exists', PREDICT)], []],
  [
    'no free task at the end',
    [step('A', '$ make aa', 'aa exists').replace(' solution', '')],
    ['## A: expected the last step to be a free task: a `console solution` block and a `yaml check` block'],
  ],
])('finds %s', async (_, steps, findings) => {
  expect(await found(...steps)).toEqual(findings);
});
