import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { otherVersion } from '../real/doctor.ts';
import { progressOn } from '../replay/progress.ts';
import { changedSteps, readRecorded, recordedText, transcriptOf } from '../replay/record.ts';
import { replay } from '../replay/replay.ts';
import { verdictText } from '../replay/report.ts';
import { readSource } from '../replay/scenario.ts';
import {
  chosenEngine,
  ENGINE_OPTIONS,
  ENGINE_USAGE,
  interruption,
  replayOptions,
  understood,
} from './engine-options.ts';
import { confirm } from './replay.ts';

export const RECORD_USAGE = `       drydock record [OPTIONS] FILE...
                                      what a real Docker Engine prints for scripts (drydock record --help)
`;

const HELP = `Usage: drydock record [OPTIONS] FILE...

Runs scripts on a real Docker Engine, behind the same guard as replay, and prints one line of JSON for each:
{"script", "engine", "steps": [{"cmd", "stdout", "stderr", "exit"}]}.

  --out DIR       instead, write DIR/NAME.json, a list of the steps, the first with the engine's version; a file whose lines
                  are the same but for what varies anyway stays as it is; tells which lines have changed
${ENGINE_USAGE}`;

/** `drydock record`: status 0 if every script was recorded whole. FILE may be a folder of scripts. */
export async function record(args: readonly string[], usageError: (message: string) => void): Promise<void> {
  const parsed = understood(() => options(args), HELP, usageError);
  if (!parsed) return;
  const { values, positionals } = parsed;
  if (positionals.length === 0) {
    usageError('record needs at least one file');
    return;
  }
  const signal = interruption();
  const here = process.env.INIT_CWD ?? process.cwd();
  const out = values.out === undefined ? undefined : resolve(here, values.out);
  const progress = progressOn(process.stderr);
  try {
    const sources = positionals.flatMap((path) => scripts(resolve(here, path))).map(readSource);
    for (const source of sources) await confirm(source, values);
    const { connection, engine } = await chosenEngine(values);
    for (const remark of otherVersion(engine)) process.stderr.write(`${remark}\n`);
    if (out !== undefined) mkdirSync(out, { recursive: true });
    for (const source of sources) {
      if (signal.aborted) break;
      const replayed = await replay(source, {
        ...replayOptions(values, connection, signal),
        onAct: (act, number, of) =>
          progress.show(`${source.name} ${number}/${of} ${act.kind === 'line' ? act.cmd : act.title}`),
      });
      progress.clear();
      const { problems, leftovers, folder, results } = replayed;
      const refused = results.flatMap((result) => (result.kind === 'line' ? result.refused : []));
      if (problems.length + leftovers.length + refused.length > 0 || folder !== undefined) {
        process.exitCode = 1;
        process.stderr.write(
          `${source.name}: not recorded whole\n${refused.map((each) => `  ${each}\n`).join('')}${verdictText(replayed)}`,
        );
        continue;
      }
      const steps = transcriptOf(replayed, engine);
      if (out === undefined) {
        process.stdout.write(`${JSON.stringify({ script: source.file, engine: engine.version, steps })}\n`);
        continue;
      }
      const file = join(out, `${source.name}.json`);
      const before = existsSync(file) ? readRecorded(file) : undefined;
      const changed = before ? changedSteps(before, steps) : steps.map((_, at) => at);
      const outcome = !before
        ? `${steps.length} lines recorded`
        : changed.length === 0
          ? 'as before'
          : `${changed.length} of ${steps.length} lines changed`;
      if (changed.length > 0) writeFileSync(file, recordedText(steps));
      process.stdout.write(`${source.name}: ${outcome}\n`);
      if (before) for (const at of changed) process.stdout.write(`  ${steps[at]?.cmd ?? '(no longer there)'}\n`);
    }
    if (signal.aborted) process.exitCode = 130;
  } catch (error) {
    process.stderr.write(`drydock: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

function scripts(path: string): readonly string[] {
  if (path.endsWith('.sh') || !existsSync(path)) return [path];
  const names = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.sh'),
  );
  return names.map(({ name }) => join(path, name)).sort();
}

function options(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...ENGINE_OPTIONS, out: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
}
