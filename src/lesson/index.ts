export type { Badge } from './badge.ts';
export { type CheckResult, evaluate, evaluateAll } from './checks.ts';
export type {
  Block,
  Check,
  ConsoleCommand,
  Explain,
  FileGoal,
  Lesson,
  LessonSummary,
  MountGoal,
  Predict,
  Step,
  Text,
} from './lesson.ts';
export { isFreeTask, solutionOf } from './lesson.ts';
export {
  type LessonEvent,
  type LessonInput,
  type LessonProgress,
  lessonMachine,
  type Prediction,
  progressOf,
} from './lessonMachine.ts';
export { judged } from './predict.ts';
export type { Place, Probe, ProbeStat } from './probe.ts';
