import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const planted: string[] = [];

/** What dependency-cruiser says of src; the empty string when it is content. */
function cruise(): string {
  try {
    const args = ['--config', 'test/architecture/imports.cjs', '--output-type', 'err', 'src'];
    execFileSync('node_modules/.bin/depcruise', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

afterEach(() => {
  for (const file of planted.splice(0)) rmSync(file, { force: true });
});

test('a planted import against the table is refused', () => {
  const file = `${root}src/os/planted-by-a-test.ts`;
  planted.push(file);
  writeFileSync(file, "import { DockerError } from '../engine/errors.ts';\nexport const planted = DockerError;\n");
  expect(cruise()).toContain('os-imports');
}, 60_000);
