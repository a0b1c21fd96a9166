import { Errno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { attempt, type Command } from './command.ts';
import { type FindRun, lastName, type Test } from './find-run.ts';

/** Runs a program and waits; its exit status, or undefined if it couldn't be started (which is told). */
function* runProgram(command: Command, argv: readonly string[], cwd?: string): Op<number | undefined> {
  const { sys } = command;
  yield* command.flush();
  const pid = attempt(() =>
    sys.spawn({ path: sys.which(argv[0]!), argv, env: sys.env, ...(cwd === undefined ? {} : { cwd }) }),
  );
  if (pid instanceof Errno) {
    yield* command.say(command.gnu ? `'${argv[0]}': ${pid.message}` : `${argv[0]}: ${pid.message}`);
    return undefined;
  }
  const { status } = yield* sys.wait(pid);
  return status.kind === 'exited' ? status.status : 128;
}

/** How much one command of `-exec … +` may hold: a part of Linux's limit for arguments. */
const BATCH_BYTES = 128 * 1024;

/** Where a file is as -execdir sees it: its folder, and `./NAME`. */
function inFolder(path: string): { cwd: string; name: string } {
  const slash = path.replace(/(?<=[^/])\/+$/, '').lastIndexOf('/');
  const cwd = slash < 0 ? '.' : path.slice(0, slash) || '/';
  return { cwd, name: `./${lastName(path)}` };
}

/** -exec, -execdir, -ok and -okdir with `;`: once for each file; true if it succeeded. */
export function execEach(words: readonly string[], { dir, ask }: { dir: boolean; ask: boolean }): Test {
  return function* (run, file) {
    const { command } = run;
    const place = dir ? inFolder(file.path) : { cwd: undefined, name: file.path };
    const argv = words.map((word) => word.replaceAll('{}', place.name));
    if (ask) {
      const question = command.gnu
        ? `< ${words[0]} ... ${file.path} > ? `
        : `${argv.map((word) => `${word} `).join('')}?`;
      if (!(yield* command.ask(question))) return false;
    }
    const status = yield* runProgram(command, argv, place.cwd);
    return status === 0;
  };
}

/** -exec and -execdir with `{} +`: for as many files at once as fit; always true, failures count at the end. */
export function execMany(run: FindRun, words: readonly string[], dir: boolean): Test {
  const waiting = new Map<string, string[]>();
  let size = 0;
  function* flush(): Op<void> {
    for (const [cwd, names] of waiting) {
      const status = yield* runProgram(run.command, [...words, ...names], dir ? cwd : undefined);
      if (status !== 0) run.command.status = Math.max(run.command.status, 1);
    }
    waiting.clear();
    size = 0;
  }
  run.finish.push(flush);
  return function* (_, file) {
    const { cwd, name } = dir ? inFolder(file.path) : { cwd: '', name: file.path };
    if (dir && waiting.size > 0 && !waiting.has(cwd)) yield* flush();
    const names = waiting.get(cwd) ?? [];
    names.push(name);
    waiting.set(cwd, names);
    size += name.length + 1;
    if (size > BATCH_BYTES) yield* flush();
    return true;
  };
}
