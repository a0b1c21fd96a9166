import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, HOW_TO_GET_ONE } from './chromium.ts';
import {
  enter,
  type ServedPage,
  servePage,
  terminalLines,
  thing,
  untilKept,
  untilPrompt,
  visit,
} from './served-page.ts';

/*
 * The page as its visitors have it: one success for each thing that it is for.
 */

const chromium = findChromium();
if (!chromium) console.log(HOW_TO_GET_ONE);

describe.skipIf(!chromium)('the page in Chromium', { timeout: 90_000 }, () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await servePage(chromium!);
  }, 120_000);
  afterAll(() => served?.close());

  test('says what it is before any script has run', async () => {
    const { page } = await visit(served, '', { javaScriptEnabled: false });
    await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toBe(
      'See where Docker keeps your data',
    );
    await page.getByText('the picture beside it shows where every byte goes').waitFor();
  });

  test('the first minute: a prompt, one click, and something appears in the picture', async () => {
    const { page, complaints } = await visit(served);
    await untilPrompt(page);
    await page.getByRole('group', { name: 'Suggested command' }).getByRole('button', { name: 'Run' }).click();
    await thing(page, /^volume notes, no entries, used by no container$/).waitFor();
    expect(await page.getByRole('status').filter({ hasText: 'notes' }).textContent()).toContain('created');
    // The keyboard is in the terminal: what is typed next goes there.
    await untilPrompt(page);
    await page.keyboard.type('docker volume rm notes\n');
    await thing(page, /^volume notes/).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('every command of the tutorial works, and the picture shows where each byte went', async () => {
    const { page, complaints } = await visit(served, '#sandbox');
    expect(await enter(page, 'docker volume create notes')).toEqual(['notes']);
    expect(await enter(page, "docker run --name first -v notes:/data busybox sh -c 'echo milk > /data/list'")).toEqual(
      [],
    );
    await thing(page, 'volume notes, 1 entry, used by first').waitFor();
    await enter(page, 'docker rm first');
    await thing(page, /^container first/).waitFor({ state: 'detached' });
    expect(await enter(page, 'docker run --rm -v notes:/elsewhere busybox cat /elsewhere/list')).toEqual(['milk']);

    await enter(page, 'mkdir site && echo one > site/page');
    await enter(page, 'docker run -d --name web -v /home/learner/site:/in busybox sleep 1000');
    await thing(page, /^host folder ~\/site, 1 entry/).waitFor();
    await enter(page, 'echo two > site/page');
    expect(await enter(page, 'docker exec web cat /in/page')).toEqual(['two']);
    await enter(page, 'docker exec web touch /in/from-inside');
    await thing(page, /^host folder ~\/site, 2 entries/).waitFor();
    expect(await enter(page, 'ls site')).toEqual([expect.stringMatching(/^from-inside +page$/)]);

    const backup =
      'docker run --rm -v notes:/data:ro -v "$(pwd)":/backup alpine tar czf /backup/notes.tar.gz -C /data .';
    expect(await enter(page, backup)).toEqual([]);
    expect(await enter(page, 'docker volume rm notes')).toEqual(['notes']);
    await thing(page, /^volume notes/).waitFor({ state: 'detached' });
    expect(await enter(page, backup.replace(':ro', '').replace('tar czf', 'tar xzf').replace(' .', ''))).toEqual([]);
    await thing(page, 'volume notes, 1 entry, used by no container').waitFor();
    expect(await enter(page, 'docker run --rm -v notes:/data busybox cat /data/list')).toEqual(['milk']);
    expect(complaints).toEqual([]);
  });

  test('a lesson: its commands run at a click, its goals follow, its progress stays', async () => {
    const { page } = await visit(served, '#02-first-named-volume');
    await untilPrompt(page);
    await page.getByRole('button', { name: 'Run docker volume create notes' }).click();
    await page.getByRole('listitem').filter({ hasText: 'The volume notes exists: done' }).waitFor();
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByRole('heading', { level: 2, name: /Write into it/ }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 2, name: /Write into it/ }).waitFor();
    await page.getByRole('button', { name: 'Step 1, done' }).click();
    await page.getByText('You chose a name and nothing else.').waitFor();
  });

  test('a visit goes on where the last one ended, until one starts over', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, 'docker volume create kept');
    await thing(page, /^volume kept/).waitFor();
    await untilKept(page, 'docker volume create kept');
    await page.reload();
    await thing(page, /^volume kept/).waitFor();
    await untilPrompt(page);
    expect((await terminalLines(page)).join('\n')).toContain('docker volume create kept');
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
    await thing(page, /^volume kept/).waitFor({ state: 'detached' });
  });

  test('a computer that stops comes back', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, 'docker volume create kept');
    await untilKept(page, 'docker volume create kept');
    for (const worker of page.workers()) {
      await worker.evaluate(() => {
        setTimeout(() => {
          throw new Error('a test pulled the plug');
        });
      });
    }
    await page.getByRole('alert').filter({ hasText: 'Your work up to the last prompt is back.' }).waitFor();
    await thing(page, /^volume kept/).waitFor();
    expect(await enter(page, 'docker volume ls -q')).toEqual(['kept']);
  });

  test('by keyboard alone: out of the terminal, through the picture, the split moved and remembered', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, 'docker volume create notes');
    await thing(page, /^volume notes/).waitFor();
    const focused = () =>
      page.evaluate(() => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.getAttribute('aria-label') ?? at?.tagName;
      });
    await page.keyboard.press('F6');
    expect(await focused()).toBe('Picture of the computer');
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^host folder ~/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const details = page.getByRole('dialog', { name: 'Volume notes' });
    expect(await details.textContent()).toContain('/var/lib/docker/volumes/notes/_data');
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^volume notes/);

    const splitter = page.getByRole('separator', { name: 'Height of the picture' });
    const before = Number(await splitter.getAttribute('aria-valuenow'));
    await splitter.focus();
    await page.keyboard.press('ArrowUp');
    await page.reload();
    expect(Number(await splitter.getAttribute('aria-valuenow'))).toBe(before - 2);
  });

  test('narrow: three tabs, the terminal’s last line always in sight', async () => {
    const { page, complaints } = await visit(served, '', { viewport: { width: 390, height: 844 } });
    await page.getByRole('tab', { name: 'Terminal' }).click();
    await enter(page, 'docker volume create notes');
    await page.getByRole('tab', { name: 'Picture' }).click();
    await page.getByRole('button', { name: /^volume notes/ }).waitFor();
    await page.getByRole('button', { name: /^Terminal: learner@docker-host/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(complaints).toEqual([]);
  });

  test('the policy is in the page and in every answer of the server', async () => {
    const response = await fetch(served.address);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).toContain("frame-ancestors 'none'");
    const html = await response.text();
    const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy.startsWith(meta)).toBe(true);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const asset = await fetch(new URL(script, served.address));
    expect(asset.headers.get('content-security-policy')).toBe(policy);
  });

  test.each(['light', 'dark'] as const)('no barriers that axe-core knows of, in the %s theme', async (colorScheme) => {
    const { page } = await visit(served, '#02-first-named-volume', { colorScheme });
    await enter(
      page,
      "docker run --name box -v notes:/data -v /seed --tmpfs /tmp busybox sh -c 'echo milk > /data/list'",
    );
    await thing(page, /^container box, exited/).waitFor();
    const barriers = async () => {
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    };
    expect(await barriers()).toEqual([]);
    await thing(page, /^container box/).press('Enter');
    await page.getByRole('button', { name: 'Step 3' }).click();
    await page.getByRole('button', { name: 'Show a hint' }).click();
    expect(await barriers()).toEqual([]);
  });
});
