import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseLesson } from '../lesson/format.ts';
import { examine } from '../real/doctor.ts';
import { lessonSources } from '../replay/scenario.ts';

export const DOCTOR_USAGE = `       drydock doctor [--json] [--via CMD] [--disposable]
                                      which Docker Engine would be used, and what it lacks for the course (or for a
                                      replay that may prune)
`;

/** `drydock doctor`: status 0 if a replay of the course has all it needs. */
export async function doctor(args: readonly string[], usageError: (message: string) => void): Promise<void> {
  let values: { json?: boolean; via?: string; disposable?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, via: { type: 'string' }, disposable: { type: 'boolean' } },
    }));
  } catch (error) {
    usageError((error as Error).message);
    return;
  }
  const course = lessonSources(join(fileURLToPath(new URL('../..', import.meta.url)), 'lessons'));
  const images = new Set(course.flatMap(({ text, file }) => parseLesson(text, file).images));
  const found = await examine([...images].sort(), values);
  process.exitCode = found.well ? 0 : 1;
  if (values.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  const { engine, endpoint, good, lacking, remarks } = found;
  if (engine)
    process.stdout.write(`Docker Engine ${engine.version}, API ${engine.api}, on ${engine.platform}, at ${endpoint}\n`);
  const list = (mark: string, items: readonly string[]) => items.map((item) => `  ${mark} ${item}\n`).join('');
  process.stdout.write(list('has  ', good) + list('LACKS', lacking) + list('note ', remarks));
  process.stdout.write(
    found.well ? 'Everything is there for a replay of the course.\n' : 'A replay of the course would fail.\n',
  );
}
