import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, HOW_TO_GET_ONE } from './chromium.ts';
import { enter, type ServedPage, servePage, thing, untilPrompt, visit } from './served-page.ts';

/*
 * What one can ask the picture: details, paths looked through, files, pages, and what a line would destroy.
 */

const chromium = findChromium();
if (!chromium) console.log(HOW_TO_GET_ONE);

async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

describe.skipIf(!chromium)('asking the picture in Chromium', { timeout: 90_000 }, () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await servePage(chromium!);
  }, 120_000);
  afterAll(() => served?.close());

  test('a container: its state and what leads on, a path looked through, its log', async () => {
    const { page, complaints } = await visit(served, '#sandbox/web-site');
    await thing(page, /^container web, running/).press('Enter');
    const details = page.getByRole('dialog', { name: 'Container web' });
    await details.getByRole('img', { name: /web is running/ }).waitFor();
    await details.getByRole('button', { name: 'docker pause web' }).click();
    await details.getByRole('img', { name: /web is paused/ }).waitFor();
    await details.getByRole('button', { name: 'docker unpause web' }).click();
    await details.getByRole('tab', { name: 'X-ray' }).click();
    await details.getByLabel('A path in the container').fill('/usr/share/nginx/html/index.html');
    await page.keyboard.press('Enter');
    await details.getByText('It cannot be written to. It is mounted read-only.').waitFor();
    expect(await details.getByRole('listitem').first().textContent()).toMatch(
      /Host folder.*answers.*\/home\/learner\/site/s,
    );
    expect(await details.getByRole('listitem').nth(1).textContent()).toMatch(/Image\s+nginx, layer \d of \d\s+hidden/);
    await details.getByRole('tab', { name: 'Inspect' }).click();
    await details.getByText('"RW": false').waitFor();
    expect(complaints).toEqual([]);
  });

  test('the surprise of a single file that is bound, with the editor', async () => {
    const { page, complaints } = await visit(served, '#sandbox');
    await enter(page, 'echo one > app.conf');
    await enter(page, 'docker run -d --name app -v ~/app.conf:/app.conf busybox sleep 1000');
    const open = async () => {
      await thing(page, /^host file ~\/app.conf/).press('Enter');
      await page.getByRole('button', { name: 'app.conf', exact: true }).click();
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+a');
    };
    await open();
    await page.keyboard.type('two');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').filter({ hasText: 'the same as before' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    expect(await enter(page, 'docker exec app cat /app.conf; echo')).toEqual(['two']);
    await open();
    await page.keyboard.type('three');
    await page.getByLabel(/by rename/).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').filter({ hasText: 'still sees the old text' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    expect(await enter(page, 'docker exec app cat /app.conf; echo; cat app.conf; echo')).toEqual(['two', 'three']);
    expect(complaints).toEqual([]);
  });

  test('a published port in the browser, that follows the files', async () => {
    const { page } = await visit(served, '#sandbox/web-site');
    await thing(page, /^container web/).press('Enter');
    await page.getByRole('button', { name: 'Open in the browser' }).click();
    const frame = page.frameLocator('iframe[title="The page"]');
    expect(await frame.locator('h1').textContent()).toBe('The harbour café');
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('');
    await enter(page, "echo '<h1>Closed</h1><script>document.title=1</script>' > site/index.html");
    // The frame is drawn anew with each change: what it says counts, not whether it is shown at this very moment.
    await expect.poll(() => frame.locator('h1').textContent(), { timeout: 20_000 }).toBe('Closed');
    expect(await frame.locator('script').count()).toBe(0);
  });

  test('before Enter: what a line would destroy is marked, and nothing happens yet', async () => {
    const { page } = await visit(served, '#sandbox/database');
    await untilPrompt(page);
    await page.getByLabel(/^Terminal input/).focus();
    await page.keyboard.type('docker rm -f db && docker volume rm orders && rm README');
    const warning = page.getByRole('status').filter({ hasText: 'If you press Enter' });
    await warning.filter({ hasText: 'the volume orders is gone' }).waitFor();
    expect(await warning.textContent()).toMatch(/README\s+is gone.*the container\s+db\s+is gone/s);
    await expect.poll(() => page.getByText('would go').count(), { timeout: 10_000 }).toBe(2);
    await page.keyboard.press('Control+u');
    await warning.waitFor({ state: 'detached' });
    expect(await enter(page, 'docker volume ls -q')).toEqual(['orders']);
  });

  test.each(['light', 'dark'] as const)('no barriers in any pane, in the %s theme', async (colorScheme) => {
    const { page } = await visit(served, '#sandbox/mess', { colorScheme });
    await thing(page, /^container api/).waitFor();
    const found: Record<string, readonly string[]> = {};
    for (const key of ['F1', 'F2']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      found[key] = await barriers(page);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'Begin with…' }).click();
    await page.getByRole('dialog').waitFor();
    found.starts = await barriers(page);
    await page.keyboard.press('Escape');
    await thing(page, /^container api/).press('Enter');
    for (const tab of ['State', 'Mounts', 'Files', 'X-ray', 'Logs', 'Inspect']) {
      await page.getByRole('tab', { name: tab }).click();
      found[tab] = await barriers(page);
    }
    await page.keyboard.press('Escape');
    await thing(page, /^volume kept-for-years/).press('Enter');
    await page.getByRole('button', { name: 'contract' }).click();
    await page.locator('.cm-content').waitFor();
    found.editor = await barriers(page);
    expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([]);
  });
});
