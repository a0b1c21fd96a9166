import { readFileSync } from 'node:fs';
import type { EngineFacts } from '../real/index.ts';
import { sig } from './masking.mjs';
import type { Outcome, Printed } from './printed.ts';
import type { Replayed } from './replay.ts';

/** A line of a transcript; the first one names the engine. */
export interface RecordedStep extends Printed {
  readonly cmd: string;
  readonly engine?: string;
}

/** Where the recorded scenarios stand. */
const SCRIPT_FOLDER = '/root/lab';

/** A replay's real side as a transcript: what the engine printed for each line. Its folder has the name again that the scenario's text has. */
export function transcriptOf({ scenario, real }: Replayed, { version }: EngineFacts): readonly RecordedStep[] {
  const own = (text: string) => text.replaceAll(scenario.cwd, SCRIPT_FOLDER).replaceAll(scenario.home, '/root');
  const lines = scenario.acts.filter((act) => act.kind === 'line');
  const printed = real.filter((outcome): outcome is Extract<Outcome, { kind: 'line' }> => outcome.kind === 'line');
  return printed.map(({ stdout, stderr, exit }, at) => ({
    cmd: own(lines[at]!.cmd),
    stdout: own(stdout),
    stderr: own(stderr),
    exit,
    ...(at === 0 && { engine: version }),
  }));
}

/** The steps as the conformance tests' files hold them: JSON with one space of indentation. */
export function recordedText(steps: readonly RecordedStep[]): string {
  return `${JSON.stringify(steps, null, 1)}\n`;
}

export function readRecorded(file: string): readonly RecordedStep[] {
  return JSON.parse(readFileSync(file, 'utf8')) as RecordedStep[];
}

/** The lines of two transcripts that differ with all that varies masked, by their numbers from 0. */
export function changedSteps(before: readonly RecordedStep[], after: readonly RecordedStep[]): readonly number[] {
  const numbers = Array.from({ length: Math.max(before.length, after.length) }, (_, at) => at);
  return numbers.filter((at) => {
    const [one, other] = [before[at], after[at]];
    return !one || !other || sig(one) !== sig({ ...other, cmd: one.cmd });
  });
}
