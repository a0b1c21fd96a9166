import type { Line } from './dockerfile.ts';
import { BuildError } from './error.ts';
import { flagsOf, type Stage } from './instructions.ts';

/** The stage that a `--from` names, by number or name; undefined: an image. Of two of one name it is the last. */
export function stageNamed(stages: readonly Stage[], from: string): number | undefined {
  if (/^\d+$/.test(from)) {
    if (Number(from) >= stages.length) throw new BuildError(`invalid stage index ${from}`);
    return Number(from);
  }
  const index = stages.findLastIndex(({ name }) => name === from.toLowerCase());
  return index < 0 ? undefined : index;
}

/** What a stage is called in messages. */
export function stageTitle(stages: readonly Stage[], index: number): string {
  return stages[index]?.name || `stage-${index}`;
}

/**
 * Looks at what each `--from` names, also in stages that aren't built, before any image is looked for: as BuildKit does.
 * @throws {BuildError} for a number that no stage has, a variable, and stages that need one another.
 */
export function checkReferences(stages: readonly Stage[]): void {
  const needs = stages.map(({ lines }) =>
    lines.flatMap((line) =>
      namesIn(line).flatMap((from) => {
        const index = stageNamed(stages, from);
        if (index === undefined && from.includes('$') && line.name === 'COPY')
          throw new BuildError(
            'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround',
          );
        return index === undefined ? [] : [{ line, index }];
      }),
    ),
  );
  const visited = new Set<number>();
  const path = new Set<number>();
  const circle = (stage: number): Line | undefined => {
    if (visited.has(stage)) return undefined;
    visited.add(stage);
    path.add(stage);
    for (const { line, index } of needs[stage] ?? []) {
      const found = path.has(index) ? line : circle(index);
      if (found) return found;
    }
    path.delete(stage);
    return undefined;
  };
  for (const index of stages.keys()) {
    const line = circle(index);
    if (line)
      throw new BuildError(`circular dependency detected on stage: ${stageTitle(stages, index)}`, line.location);
  }
}

function namesIn(line: Line): readonly string[] {
  if (line.name === 'COPY') return flagsOf(line, 'from').slice(-1);
  if (line.name !== 'RUN') return [];
  return flagsOf(line, 'mount').flatMap((spec) => /(?:^|,)from=([^,]*)/i.exec(spec)?.[1] ?? []);
}
