import { describe, expect, test } from 'vitest';
import { readDotenv } from './dotenv.ts';
import { InvalidTemplate, substitute } from './template.ts';
import { ComposeError } from './tree.ts';
import { splitWords } from './words.ts';

/** The tables write `%` for the dollar. */
const dollars = (text: string) => text.replaceAll('%', '$');

const VARIABLES: Readonly<Record<string, string>> = { A: 'a', EMPTY: '', NAME: 'A' };

function replaced(text: string): { readonly text: string; readonly unset: readonly string[] } {
  const unset: string[] = [];
  return {
    text: substitute(
      dollars(text),
      (name) => VARIABLES[name],
      (name) => void unset.push(name),
    ),
    unset,
  };
}

describe('variables', () => {
  test.each([
    ['plain', 'plain', []],
    ['%A %{A}', 'a a', []],
    ['%%A %%{A}', '%A %{A}', []],
    ['%{NO}', '', ['NO']],
    ['%{NO:-d} %{NO-d} %{EMPTY:-d} [%{EMPTY-d}]', 'd d d []', []],
    ['%{A:+x} [%{EMPTY:+x}] %{EMPTY+x} [%{NO+x}]', 'x [] x []', []],
    ['%{NO:-%{A:-b}}-%{A}', 'a-a', []],
    ['%{NO:-a:b}', 'a:b', []],
  ])('%s', (text, expected, unset) => {
    expect(replaced(text)).toEqual({ text: dollars(expected), unset });
  });

  test.each(['%{A', '%{1}'])('%s begins no variable', (text) => {
    expect(() => replaced(text)).toThrow(InvalidTemplate);
  });

  test.each([
    ['%{NO?}', 'required variable NO is missing a value'],
    ['%{EMPTY:?give it}', 'required variable EMPTY is missing a value: give it'],
  ])('%s', (text, message) => {
    expect(() => replaced(text)).toThrow(new ComposeError(message));
  });
});

test('a file of variables', () => {
  const text = 'A=1\n# no\nexport B = two # more\nC="x %{A}\\n"\nD=\'%A\'\nTAKEN\nGONE\nE=%{A}-%{TAKEN}\n';
  expect(readDotenv(dollars(text), (name) => (name === 'TAKEN' ? 't' : undefined))).toEqual({
    A: '1',
    B: 'two',
    C: 'x 1\n',
    D: dollars('%A'),
    TAKEN: 't',
    E: '1-t',
  });
});

test.each([
  ['a "b c" \'d e\' f\\ g', ['a', 'b c', 'd e', 'f g']],
  ['sh -c "echo \'x\' > /f"', ['sh', '-c', "echo 'x' > /f"]],
  ['""', ['']],
  ['  ', []],
])('the words of %s', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});
