import { describe, expect, test } from 'vitest';
import { BUSYBOX_APPLETS } from '../images/busybox.ts';
import { CATALOGUE } from '../images/catalogue.ts';
import type { FileEntry } from '../images/entry.ts';
import { EXECUTABLE_MAGIC, type MultiCallProgram } from '../os/index.ts';
import { APPLETS } from '../shell/applets/index.ts';
import { SCREENS } from '../shell/screen/index.ts';
import { assemble } from './computer.ts';
import { HOST_TREE } from './host.ts';
import { morePrograms } from './programs.ts';

const computer = assemble({ epoch: 0, seed: 1, user: 'root' }, morePrograms);
const programs = new Map(computer.programs.map((program) => [program.name, program]));

/** The trees: each image's layers upon one another, and the host's. */
const trees = new Map<string, ReadonlyMap<string, FileEntry>>([
  ['the host', new Map(HOST_TREE.map((entry) => [entry.path, entry]))],
  ...CATALOGUE.map(({ reference, history }): [string, ReadonlyMap<string, FileEntry>] => {
    const files = new Map<string, FileEntry>();
    for (const { layer } of history)
      for (const entry of layer?.files ?? [])
        if (entry.type === 'whiteout') files.delete(entry.path);
        else files.set(entry.path, entry);
    return [reference, files];
  }),
]);

/** What a path leads to through the links of a tree. */
function follow(tree: ReadonlyMap<string, FileEntry>, path: string, links = 0): FileEntry | undefined {
  if (links > 8) return undefined;
  let at = '';
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  for (const [i, step] of steps.entries()) {
    if (step === '..') {
      at = at.slice(0, at.lastIndexOf('/'));
      continue;
    }
    const entry = tree.get(`${at}/${step}`);
    if (entry?.type === 'symlink') {
      const target = entry.target.startsWith('/') ? entry.target : `${at}/${entry.target}`;
      return follow(tree, [target, ...steps.slice(i + 1)].join('/'), links + 1);
    }
    at = `${at}/${step}`;
  }
  return tree.get(at);
}

const nameOf = (entry: FileEntry): string | undefined => {
  const text = entry.type === 'file' ? new TextDecoder('latin1').decode(entry.content) : '';
  return text.startsWith(EXECUTABLE_MAGIC) ? text.slice(EXECUTABLE_MAGIC.length).trimEnd() : undefined;
};

describe.each([...trees])('%s', (_, tree) => {
  test('every executable names a program that is there', () => {
    const found = [...tree.values()].flatMap((entry) => nameOf(entry) ?? []);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((name) => !programs.has(name))).toEqual([]);
  });

  test('every link in a folder of commands leads to one', () => {
    const broken = [...tree.values()].filter(({ path, type }) => {
      if (type !== 'symlink' || !/\/(bin|sbin|alternatives)\/[^/]+$/.test(path)) return false;
      const entry = follow(tree, path);
      return entry === undefined || entry.type === 'symlink';
    });
    expect(broken.map(({ path }) => path)).toEqual([]);
  });
});

test("busybox's list has all that it can be", () => {
  const own = [...APPLETS, ...SCREENS].filter(({ dialects }) => dialects?.includes('busybox') ?? true);
  const listed = new Set(BUSYBOX_APPLETS);
  expect(own.map(({ name }) => name).filter((name) => !listed.has(name))).toEqual([]);
  const busybox = programs.get('busybox') as MultiCallProgram;
  expect(BUSYBOX_APPLETS.filter((name) => !busybox.select([name]))).toEqual([]);
});
