import { isUnfinished } from '../shell/index.ts';
import { Machine } from './machine.ts';
import { morePrograms } from './programs.ts';
import type { MachineOptions } from './wire.ts';

/** What one command line printed, and its exit status. */
export interface ScriptStep {
  readonly cmd: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/**
 * The command lines of a scenario script, without blank lines and comments between them. A here-document, a quotation
 * or a loop over several lines is one, with all that is in it.
 */
export function scriptLines(text: string): readonly string[] {
  const commands: string[] = [];
  let open: string | undefined;
  for (const line of text.split('\n')) {
    if (open === undefined && (line.trim() === '' || line.trimStart().startsWith('#'))) continue;
    open = open === undefined ? line : `${open}\n${line}`;
    if (isUnfinished(`${open}\n`)) continue;
    commands.push(open);
    open = undefined;
  }
  return open === undefined ? commands : [...commands, open];
}

/** Machines as scripts get them: root in an empty /root/lab, with every image. Each call gives a fresh one. */
export function freshMachines(options: Pick<MachineOptions, 'epoch' | 'seed'>): () => Machine {
  const base = Machine.boot({ ...options, user: 'root', cwd: '/root/lab', hiddenImages: true }, morePrograms);
  return () => base.fork();
}

/**
 * Runs command lines one by one in one persistent bash: standard input empty, outputs no terminals. Time leaps when
 * every process waits for it. Output that a background job prints later counts to the line then running.
 */
export function runScript(
  machine: Machine,
  lines: readonly string[],
  onStep?: (step: ScriptStep) => void,
): ScriptStep[] {
  const shell = machine.scriptShell();
  return lines.map((cmd) => {
    const step = { cmd, ...shell.run(cmd) };
    onStep?.(step);
    return step;
  });
}
