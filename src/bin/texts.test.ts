import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { TEXT_FOLDERS, writeCatalogues } from './texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-texts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The texts of a catalogue by their ids, as they stand there. */
function textsOf(catalogue: string): ReadonlyMap<string, string> {
  const units = catalogue.matchAll(/<trans-unit id="([^"]+)">\s*<source>(.*?)<\/source>/gs);
  return new Map([...units].map(([, id, text]) => [id!, text!]));
}

test('the catalogue holds what the page says: no more, no less', { timeout: 120_000 }, async () => {
  await writeCatalogues({ catalogues: folder, modules: folder });
  const kept = textsOf(readFileSync(join(TEXT_FOLDERS.catalogues, 'en.xlf'), 'utf8'));
  const said = textsOf(readFileSync(join(folder, 'en.xlf'), 'utf8'));
  const missing = [...said].filter(([id]) => !kept.has(id)).map(([, text]) => text);
  const unused = [...kept].filter(([id]) => !said.has(id)).map(([, text]) => text);
  expect(said.size).toBeGreaterThan(100);
  expect({ missing, unused }, 'npm run texts brings the catalogue up to date').toEqual({ missing: [], unused: [] });
});
