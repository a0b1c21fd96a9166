import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, HOW_TO_GET_ONE } from './chromium.ts';
import { type ServedPage, servePage, terminalLines, thing, untilPrompt, visit } from './served-page.ts';

/*
 * A presentation: a lesson or a script that types itself at any key, for an audience.
 */

const chromium = findChromium();
if (!chromium) console.log(HOW_TO_GET_ONE);

describe.skipIf(!chromium)('a presentation in Chromium', { timeout: 90_000 }, () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await servePage(chromium!);
  }, 120_000);
  afterAll(() => served?.close());

  test('a lesson, key by key and by clicker; improvised in between, and back to the script', async () => {
    const { page, complaints } = await visit(served, '?presenter#02-first-named-volume');
    await untilPrompt(page);
    await page.getByText('next: docker volume create notes').waitFor();
    await page.getByLabel(/^Terminal input/).focus();
    await page.keyboard.type('any keys');
    await page.waitForFunction(() => document.querySelector('drydock-app')?.shadowRoot?.querySelector('dd-terminal'));
    const last = async () => (await terminalLines(page)).at(-1);
    await expect.poll(last, { timeout: 20_000 }).toMatch(/\$ docker v$/);
    await page.keyboard.press('Enter');
    await thing(page, /^volume notes/).waitFor();
    await page.getByText(/^2 of \d+$/).waitFor();

    await page.keyboard.press('F4');
    await page.getByText('The keyboard is yours.').waitFor();
    await page.keyboard.type('docker volume create aside\n');
    await thing(page, /^volume aside/).waitFor();
    await page.keyboard.press('F7');
    await thing(page, /^volume aside/).waitFor({ state: 'detached' });
    await thing(page, /^volume notes/).waitFor();
    await page.getByText(/^2 of \d+$/).waitFor();

    await page.keyboard.press('PageDown');
    await expect.poll(last, { timeout: 20_000 }).toMatch(/\$ docker \S+/);
    await page.keyboard.press('PageDown');
    await page.getByText(/^3 of \d+$/).waitFor();
    await page.keyboard.press('PageUp');
    await page.getByText(/^2 of \d+$/).waitFor();
    await page.keyboard.press('PageUp');
    await thing(page, /^volume notes/).waitFor({ state: 'detached' });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('link', { name: 'Sandbox' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a script from a file, to its end', async () => {
    const { page, complaints } = await visit(served, '?presenter#sandbox');
    const text = '# A place for notes\ndocker volume create notes\n\ndocker volume ls -q\n';
    await page
      .getByLabel('A file')
      .setInputFiles({ name: 'talk.sh', mimeType: 'text/x-sh', buffer: Buffer.from(text) });
    await page.getByText('2 commands').waitFor();
    await page.getByRole('button', { name: 'Present it' }).click();
    await page.getByText('A place for notes').waitFor();
    await untilPrompt(page);
    await page.keyboard.press('Enter');
    await page.getByText('2 of 2').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('The script is over.').waitFor();
    await untilPrompt(page);
    expect(await terminalLines(page)).toContain('notes');
    await page.keyboard.type('echo mine\n');
    await expect.poll(() => terminalLines(page), { timeout: 20_000 }).toContain('mine');
    expect(complaints).toEqual([]);
  });
});
