import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { freshMachines, runScript, type ScriptStep, scriptLines } from '../machine/script.ts';
import { DOCTOR_USAGE, doctor } from './doctor.ts';
import { interactive } from './interactive.ts';
import { LESSONS_USAGE, lessons } from './lessons.ts';
import { RECORD_USAGE, record } from './record.ts';
import { REPLAY_USAGE, replayCommand } from './replay.ts';

const USAGE = `Usage: drydock                        a sandbox in this terminal (Ctrl-D leaves it)
       drydock run [--json] FILE...   run scenario scripts, each on a fresh machine; - reads standard input
${LESSONS_USAGE}${REPLAY_USAGE}${RECORD_USAGE}${DOCTOR_USAGE}
  --json   print one line of JSON for each file: {"script", "steps": [{"cmd", "stdout", "stderr", "exit"}]}
`;

const [command, ...rest] = process.argv.slice(2);
if (command === undefined) interactive();
else if (command === 'run') run(rest);
else if (command === 'lessons') await lessons(rest, usageError);
else if (command === 'replay') await replayCommand(rest, usageError);
else if (command === 'record') await record(rest, usageError);
else if (command === 'doctor') await doctor(rest, usageError);
else if (command === '--help' || command === '-h') process.stdout.write(USAGE);
else usageError(`unknown command: ${command}`);

function run(args: readonly string[]): void {
  const json = args.includes('--json');
  const files = args.filter((arg) => arg !== '--json');
  const unknown = files.find((file) => file.startsWith('-') && file !== '-');
  if (unknown) {
    usageError(`unknown option: ${unknown}`);
    return;
  }
  if (files.length === 0) {
    usageError('run needs at least one file');
    return;
  }
  const machine = freshMachines({ epoch: Date.now(), seed: 1 });
  for (const file of files) {
    let text: string;
    try {
      text = readFileSync(file === '-' ? 0 : resolve(process.env.INIT_CWD ?? '.', file), 'utf8');
    } catch (error) {
      process.stderr.write(`drydock: ${file}: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
      continue;
    }
    if (!json && files.length > 1) process.stdout.write(`# ${file}\n`);
    const steps = runScript(machine(), scriptLines(text), json ? undefined : printStep);
    if (json) process.stdout.write(`${JSON.stringify({ script: file, steps })}\n`);
  }
}

/** A step as a terminal would have shown it, with a status that isn't 0. */
function printStep(step: ScriptStep): void {
  process.stdout.write(`$ ${step.cmd}\n${step.stdout}`);
  if (step.stdout !== '' && !step.stdout.endsWith('\n')) process.stdout.write('\n');
  process.stdout.write(step.stderr);
  if (step.exit !== 0) process.stdout.write(`[exit ${step.exit}]\n`);
}

function usageError(message: string): void {
  process.stderr.write(`drydock: ${message}\n${USAGE}`);
  process.exitCode = 2;
}
