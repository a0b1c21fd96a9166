import { evaluateAll } from './checks.ts';
import { isFreeTask, type Lesson, type Step, solutionOf } from './lesson.ts';
import { judged } from './predict.ts';
import type { Probe } from './probe.ts';

/** A computer on which a lesson is proved: a fresh one, with the lesson's files and user. */
export interface LessonComputer {
  /** Types a command and gives what it printed: standard output, then standard error. */
  run(command: string): Promise<string>;
  /** What a command printed, with all masked that varies between two runs: equal for two that agree. */
  masked(output: string, command: string): string;
  /** Looks at the computer as it is now. */
  probe(): Probe;
}

/** Something that is not as the lesson says; `line` is of its lesson.md. */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

/**
 * Goes through a lesson by its reference solution and tells what isn't true: a step that is done before it began or not
 * done in the end, an output that differs, a question that nothing answers, a lesson without a free task at its end.
 */
export async function proveLesson(lesson: Lesson, computer: LessonComputer): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const step of lesson.steps) findings.push(...(await proveStep(step, computer)));
  const last = lesson.steps.at(-1);
  if (last && !(isFreeTask(last) && last.checks.length > 0)) {
    const message = 'expected the last step to be a free task: a `console solution` block and a `yaml check` block';
    findings.push({ line: last.line, message });
  }
  return findings;
}

async function proveStep(step: Step, computer: LessonComputer): Promise<readonly Finding[]> {
  const { checks, predict, title, line } = step;
  const findings: Finding[] = [];
  const isDone = async () => (await evaluateAll(checks, computer.probe())).every(({ met }) => met);
  const commands = solutionOf(step);
  if (checks.length > 0 && (await isDone())) {
    findings.push({ line, message: `“${title}” is done before its first command` });
  }
  for (const { command, output, line: at } of commands) {
    const printed = (await computer.run(command)).replace(/\n$/, '');
    if (computer.masked(printed, command) !== computer.masked(output, command)) {
      findings.push({ line: at, message: `\`${command}\` prints something else:\n${beside(output, printed)}` });
    }
  }
  const results = await evaluateAll(checks, computer.probe());
  for (const { met, goal, seen } of results) {
    if (!met) findings.push({ line, message: `“${title}” is not done after its commands. ${goal}: ${seen}` });
  }
  const done = results.every(({ met }) => met);
  if (predict && done && !(await judged(step, computer.probe())))
    findings.push({ line, message: `no answer to “${predict.question}” came true` });
  return findings;
}

function beside(lesson: string, printed: string): string {
  const marked = (mark: string, text: string) =>
    text === '' ? [`  ${mark} (nothing)`] : text.split('\n').map((row) => `  ${mark} ${row}`);
  return [...marked('lesson:  ', lesson), ...marked('computer:', printed)].join('\n');
}
