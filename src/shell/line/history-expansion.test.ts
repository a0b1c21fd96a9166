import { expect, test } from 'vitest';
import { expandHistory } from './history-expansion.ts';

const HISTORY = ['ls -l /tmp', 'docker run -v "my data":/d busybox', 'echo one two'];

test.each([
  ['!!', 'echo one two'],
  ['sudo !!', 'sudo echo one two'],
  ['!1', 'ls -l /tmp'],
  ['!-2', 'docker run -v "my data":/d busybox'],
  ['!do', 'docker run -v "my data":/d busybox'],
  ['!?tmp?', 'ls -l /tmp'],
  ['cat !$', 'cat two'],
  ['cat !^', 'cat one'],
  ['x !*', 'x one two'],
  ['!ls:2', '/tmp'],
  ['!do:1-2', 'run -v'],
  ['^one^1', 'echo 1 two'],
  ["echo '!!'", "echo '!!'"],
  ['echo \\!!', 'echo \\!!'],
  ['echo hi!', 'echo hi!'],
  ['[ ! -e x ]', '[ ! -e x ]'],
  ['echo $!', 'echo $!'],
  ['echo "wow!"', 'echo "wow!"'],
])('%s becomes %s', (line, text) => {
  expect(expandHistory(line, HISTORY)).toMatchObject({ text });
});

test.each([
  ['!nosuch', '!nosuch: event not found'],
  ['!99', '!99: event not found'],
  ['echo !do:9', ':9: bad word specifier'],
  ['^three^3', ':s^three^3: substitution failed'],
])('%s fails: %s', (line, error) => {
  expect(expandHistory(line, HISTORY)).toEqual({ error });
});
