import { evaluateAll } from './checks.ts';
import { isFreeTask, type Lesson, type Predict, type Step, solutionOf } from './lesson.ts';
import { rightOptions } from './predict.ts';
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
  let judgedAt: number | undefined;
  let judged: string | undefined;
  for (const [index, { command, output, line: at }] of commands.entries()) {
    const printed = (await computer.run(command)).replace(/\n$/, '');
    if (computer.masked(printed, command) !== computer.masked(output, command)) {
      findings.push({ line: at, message: `\`${command}\` prints something else:\n${beside(output, printed)}` });
    }
    // The page judges a prediction at the first prompt at which all goals are met.
    if (predict && judgedAt === undefined && (await isDone())) {
      judgedAt = index;
      judged = await answerTo(predict, computer.probe());
    }
  }
  for (const { met, goal, seen } of await evaluateAll(checks, computer.probe())) {
    if (!met) findings.push({ line, message: `“${title}” is not done after its commands. ${goal}: ${seen}` });
  }
  if (predict && judgedAt !== undefined) {
    const answer = await answerTo(predict, computer.probe());
    if (judged === '' && !predict.many)
      findings.push({ line, message: `no answer to “${predict.question}” came true` });
    else if (judged !== answer) {
      const command = commands[judgedAt]!.command;
      const message = `“${predict.question}” is judged after \`${command}\`, and has another answer at the step's end`;
      findings.push({ line, message });
    }
  }
  return findings;
}

/** The numbers of the options that are right now; empty if none is. */
async function answerTo(predict: Predict, probe: Probe): Promise<string> {
  return (await rightOptions(predict, probe)).join(' ');
}

function beside(lesson: string, printed: string): string {
  const marked = (mark: string, text: string) =>
    text === '' ? [`  ${mark} (nothing)`] : text.split('\n').map((row) => `  ${mark} ${row}`);
  return [...marked('lesson:  ', lesson), ...marked('computer:', printed)].join('\n');
}
