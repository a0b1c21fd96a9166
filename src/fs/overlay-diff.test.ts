import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isErrno, type MountNamespace } from './index.ts';
import { attempt, copyTree, machine, mkdir, NEW, put, removeTree, root, text } from './testing.ts';

/** A block of what recorded/diff.sh writes: commands, then what `docker diff` showed after them. */
const blocks = readFileSync(new URL('./recorded/diff.txt', import.meta.url), 'utf8')
  .split('\n\n')
  .filter((block) => block.trim() !== '')
  .map((block) => {
    const lines = block.split('\n').filter((line) => line !== '');
    const commands = lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    return { commands, title: commands.join('; '), diff: lines.filter((line) => !line.startsWith('$ ')) };
  });

const append = { ...NEW, truncate: false };

/** Does what the recorded commands do, as far as the tree is concerned. */
function run(ns: MountNamespace, command: string): unknown {
  const [name, ...words] = command.split(' ');
  const args = words.filter((word) => !word.startsWith('-'));
  const flag = words.find((word) => word.startsWith('-'));
  const [a = '', b = ''] = args;
  switch (name) {
    case 'true':
      return;
    case 'cat':
      text(ns, a);
      return;
    case 'echo': {
      const { fs, ino } = ns.at(ns.open(args[2]!, b === '>' ? NEW : append, 0o644, root));
      fs.write(ino, fs.stat(ino).size, new TextEncoder().encode(`${a}\n`));
      return;
    }
    case 'mkdir':
      for (const at of flag ? parents(a) : [a]) if (attempt(() => ns.stat(at, root)) === 'ENOENT') mkdir(ns, at);
      return;
    case 'rmdir':
      return ns.rmdir(a, root);
    case 'rm':
      return removeTree(ns, a);
    case 'mv':
      try {
        ns.rename(a, b, root);
      } catch (error) {
        if (!isErrno(error, 'EXDEV')) throw error;
        copyTree(ns, a, b);
        removeTree(ns, a);
      }
      return;
    case 'ln':
      if (flag) ns.create(b, { type: 'symlink', mode: 0o777, target: a }, root);
      else ns.link(a, b, root);
      return;
    case 'cp':
      return copyTree(ns, a, b);
    case 'chmod':
      return ns.setattr(b, { mode: Number.parseInt(a, 8) }, root);
    case 'chown':
      return ns.setattr(b, { uid: Number(a.split(':')[0]), gid: Number(a.split(':')[1]) }, root);
    case 'touch': {
      const time = flag ? Number(a.slice(1)) * 1000 : Date.UTC(2026, 0, 1) + 0.5;
      return ns.setattr(flag ? b : a, { atime: time, mtime: time }, root);
    }
    default:
      throw new Error(`no command ${name}`);
  }
}

function parents(path: string): string[] {
  const parts = path.split('/').slice(1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

test.each(blocks)('docker diff after $title', ({ commands, diff }) => {
  const { vfs, host } = machine();
  const [lower, upper] = ['/lower', '/upper'].map((path) => ({ fs: 'disk', ino: mkdir(host, path) }));
  for (const path of ['/b', '/b/d', '/b/d/sub', '/b/e', '/b/empty']) mkdir(host, `/lower${path}`);
  for (const path of ['a', 'd/f', 'd/g', 'd/sub/h', 'e/i']) put(host, `/lower/b/${path}`, `${path}\n`);
  host.create('/lower/b/l', { type: 'symlink', mode: 0o777, target: 'a' }, root);
  host.link('/lower/b/e/i', '/lower/b/e/j', root);
  run(host, 'chmod 700 /lower/b/e');
  run(host, 'chown 7:7 /lower/b/e/i');
  const overlay = vfs.overlay('overlay', { lower: [lower!], upper: upper! });
  const box = vfs.namespace('box');
  box.mount('/', { fs: overlay });
  for (const command of commands) run(box, command);
  const byPath = [...diff].sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
  expect(overlay.diff().map(({ path, kind }) => `${kind} ${path}`)).toEqual(byPath);
});
