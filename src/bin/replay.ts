import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { otherVersion } from '../real/doctor.ts';
import { lessonHash, writeBadge } from '../replay/badge.ts';
import { progressOn } from '../replay/progress.ts';
import { type Replayed, type ReplayOptions, replay } from '../replay/replay.ts';
import { agrees, reportOf, resultText, summaryText, verdictText } from '../replay/report.ts';
import { lessonSources, readSource, type Source } from '../replay/scenario.ts';
import {
  chosenEngine,
  ENGINE_OPTIONS,
  ENGINE_USAGE,
  type EngineValues,
  interruption,
  replayOptions,
  understood,
} from './engine-options.ts';

export const REPLAY_USAGE = `       drydock replay [OPTIONS] [--lesson NAME | FILE]...
                                      the same command lines on a real Docker Engine and on the simulated machine, side
                                      by side; without a name, every lesson (drydock replay --help tells the options)
`;

const HELP = `Usage: drydock replay [OPTIONS] [--lesson NAME | FILE]...

Runs lessons and scripts on a real Docker Engine and on the simulated machine, and compares them line by line. The engine
is the one that the docker command would use; a guard stands before it and refuses whatever could hurt what others have
there. Exit status 0 only if all agree; 3 if nothing differs, but something could not be replayed on this engine.

  --lesson NAME   a lesson of the course, by its folder or a part of the name
  --json          print one line of JSON for each scenario
  --badges        write each lesson's result beside it (replay.json), for the page
${ENGINE_USAGE}`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Nothing differs, but some could not be replayed on this engine. */
const NOT_HERE = 3;
/** 128 and SIGINT. */
const INTERRUPTED = 130;

/** `drydock replay`. */
export async function replayCommand(args: readonly string[], usageError: (message: string) => void): Promise<void> {
  const parsed = understood(() => options(args), HELP, usageError);
  if (!parsed) return;
  const { values, positionals } = parsed;
  const signal = interruption();
  try {
    const sources = chosen(values.lesson ?? [], positionals);
    for (const source of sources) await confirm(source, values);
    const { connection, engine } = await chosenEngine(values);
    const { stdout, stderr } = process;
    if (!values.json) stdout.write(`Docker Engine ${engine.version} (API ${engine.api}, ${engine.platform})\n`);
    for (const remark of otherVersion(engine)) stderr.write(`${remark}\n`);
    const progress = progressOn(stderr);
    const all: Replayed[] = [];
    for (const source of sources) {
      if (signal.aborted) break;
      if (!values.json) stdout.write(`\n${source.name}\n`);
      const settings: ReplayOptions = {
        ...replayOptions(values, connection, signal),
        onAct(act, number, of) {
          progress.show(`${source.name} ${number}/${of} ${act.kind === 'line' ? act.cmd : act.title}`);
        },
        onResult(result) {
          progress.clear();
          if (!values.json) stdout.write(resultText(result));
        },
      };
      const hash = lessonHash(source.file, source.text);
      const replayed = await replay(source, settings);
      progress.clear();
      all.push(replayed);
      if (values.json) stdout.write(`${JSON.stringify(reportOf(replayed, engine))}\n`);
      else stdout.write(verdictText(replayed));
      if (values.badges && source.kind === 'lesson' && agrees(replayed))
        writeBadge(source.file, hash, replayed, engine);
    }
    if (!values.json) stdout.write(`\n${summaryText(all)}`);
    if (signal.aborted) process.exitCode = INTERRUPTED;
    else if (!all.every((each) => agrees(each) || each.refused)) process.exitCode = 1;
    else if (!all.every(agrees)) process.exitCode = NOT_HERE;
  } catch (error) {
    process.stderr.write(`drydock: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

function options(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...ENGINE_OPTIONS,
      lesson: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
      badges: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

function chosen(names: readonly string[], files: readonly string[]): readonly Source[] {
  const course = lessonSources(join(ROOT, 'lessons'));
  if (names.length === 0 && files.length === 0) return course;
  const lessons = names.flatMap((name) => {
    const found = course.filter((lesson) => lesson.name === name);
    const close = found.length > 0 ? found : course.filter((lesson) => lesson.name.includes(name));
    if (close.length === 0)
      throw new Error(`There is no lesson ${name}. There are: ${course.map((lesson) => lesson.name).join(', ')}.`);
    return close;
  });
  const here = process.env.INIT_CWD ?? process.cwd();
  return [...lessons, ...files.map((file) => readSource(resolve(here, file)))];
}

/** A scenario that is no part of this repository is shown, and run only if a person says so. */
export async function confirm(source: Source, { yes }: Pick<EngineValues, 'yes'>): Promise<void> {
  if (yes || resolve(source.file).startsWith(ROOT)) return;
  process.stderr.write(
    `${source.file} is no part of this repository. It holds:\n\n${readFileSync(source.file, 'utf8')}\n`,
  );
  if (!process.stdin.isTTY) throw new Error('Read it, and say --yes to run it.');
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question('Run it on the real engine? [y/N] ');
  ask.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error('Not run.');
}
