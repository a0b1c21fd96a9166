import { expect, test } from 'vitest';
import { scriptLines } from './script.ts';

test.each([
  ['one\n\n# why\n  # indented\ntwo', ['one', 'two']],
  ['cat <<E\n# kept\n\nlast\nE\nnext', ['cat <<E\n# kept\n\nlast\nE', 'next']],
  ['for i in 1 2; do\n  # each\n  echo $i\ndone', ['for i in 1 2; do\n  # each\n  echo $i\ndone']],
  ["echo 'a\n\nb'", ["echo 'a\n\nb'"]],
  ['echo a \\\n  b\nc', ['echo a \\\n  b', 'c']],
  ['echo )\nnext', ['echo )', 'next']],
  ["echo 'never closed\nnext\n", ["echo 'never closed\nnext\n"]],
])('%j', (text, lines) => {
  expect(scriptLines(text)).toEqual(lines);
});
