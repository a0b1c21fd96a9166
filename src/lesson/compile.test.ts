import { expect, test } from 'vitest';
import { compileLesson } from './compile.ts';
import { parseLesson } from './format.ts';
import { lessonsPlugin } from './plugin.ts';

const SOURCE = `---
title: A
summary: b
minutes: 5
---
An *intro*.
## Make \`it\`
<script>alert(1)</script> and <b onclick="x()">bold</b>

[a link](javascript:alert(1)) and [another](https://docs.docker.com/storage/)
\`\`\`console
$ ls <here>
\`\`\`
\`\`\`yaml check
- volume: notes exists
\`\`\`
\`\`\`yaml predict
question: Does \`it\`?
options:
  - {text: "yes, **it** does", when: {volume: notes exists}}
  - {text: no, when: {volume: notes absent}}
\`\`\`
`;

test('Texts become HTML, commands stay what they are', () => {
  const { intro, steps } = compileLesson(parseLesson(SOURCE, 'lesson.md'));
  const [step] = steps;
  expect(intro).toBe('<p>An <em>intro</em>.</p>');
  expect(step?.title).toBe('Make <code>it</code>');
  expect(step?.predict?.question).toBe('<p>Does <code>it</code>?</p>');
  expect(step?.predict?.options[0]?.text).toBe('yes, <strong>it</strong> does');
  expect(step?.blocks[1]).toMatchObject({ commands: [{ command: 'ls <here>' }] });
});

test('nothing in a lesson can run', () => {
  const [block] = compileLesson(parseLesson(SOURCE, 'lesson.md')).steps[0]!.blocks;
  const html = block?.kind === 'prose' ? block.text : '';
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toMatch(/<(script|b)|onclick="|href="javascript/);
  expect(html).toContain('href="https://docs.docker.com/storage/"');
});

const warnings: string[] = [];
const transform = (source: string, id: string) =>
  lessonsPlugin('/repo/').transform.call({ warn: (message) => void warnings.push(message) }, source, id);

test('the plugin makes modules of what asks for it, and of nothing else', () => {
  const value = (query: string) =>
    JSON.parse(transform(SOURCE, `/repo/lessons/a/lesson.md?${query}`)!.code.replace(/^export default (.*);$/, '$1'));
  expect(value('lesson').steps).toHaveLength(1);
  expect(value('summary')).toEqual({ title: 'A', summary: 'b', minutes: 5, images: [], teaches: [] });
  expect(transform(SOURCE, '/repo/lessons/a/lesson.md?raw')).toBeUndefined();
  expect(transform(SOURCE, '/repo/README.md?lesson')).toBeUndefined();
  expect(warnings).toEqual([]);
});

test('a lesson with a mistake says so in the list and when it is opened', async () => {
  const broken = SOURCE.replace('notes exists\n', 'notes exist\n');
  const load = (query: string) => {
    const { code } = transform(broken, `/repo/lessons/a/lesson.md?${query}`)!;
    return import(`data:text/javascript,${encodeURIComponent(code)}`) as Promise<{ default: { error?: string } }>;
  };
  const { default: summary } = await load('summary');
  expect(summary).toMatchObject({ title: 'a', error: expect.stringMatching(/^lessons\/a\/lesson\.md:15: item 1/) });
  expect(warnings).toEqual([summary.error]);
  await expect(load('lesson')).rejects.toThrow(summary.error);
});
