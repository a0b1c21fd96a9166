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
 * Going back and forward over what was done, and what is told of it.
 */

const chromium = findChromium();
if (!chromium) console.log(HOW_TO_GET_ONE);

describe.skipIf(!chromium)('history and words in Chromium', { timeout: 90_000 }, () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await servePage(chromium!);
  }, 120_000);
  afterAll(() => served?.close());

  test('each command is told in words, that lead to the thing in the picture', async () => {
    const { page, complaints } = await visit(served, '#sandbox');
    await enter(page, 'docker run -d --name web -v logs:/var/log/nginx nginx');
    const words = page.getByRole('status').filter({ hasText: 'Volume logs was empty' });
    expect(await words.textContent()).toContain(
      'Docker copied 2 files into it: what the image nginx has at /var/log/nginx',
    );
    await page.getByRole('button', { name: 'logs', exact: true }).first().click();
    const focused = page.locator('button:focus');
    expect(await focused.getAttribute('aria-label')).toMatch(/^volume logs, 2 entries, used by web/);
    await enter(page, 'docker ps -q | wc -l');
    await page.getByText('Nothing changed').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('beside the computer as it is stands what it would be without volumes', async () => {
    const { page, complaints } = await visit(served, '#sandbox');
    await enter(page, 'docker run --name one -v notes:/data busybox sh -c "echo milk > /data/list"');
    await enter(page, 'docker rm one');
    await page.keyboard.press('F2');
    await page.getByRole('button', { name: 'With and without volumes' }).press('Enter');
    const pane = page.getByRole('dialog', { name: 'With and without volumes' });
    await pane.getByRole('status').getByText('list is new in the volume notes').waitFor();
    const pictures = pane.getByRole('figure');
    await pictures.first().getByText('milk').waitFor();
    expect(await pictures.last().textContent()).toContain('Without');
    await pictures.last().getByText('No volume yet').waitFor();
    await page.keyboard.press('Escape');
    expect(await enter(page, 'docker volume ls -q')).toEqual(['notes']);
    expect(complaints).toEqual([]);
  });

  test('back, forward, another way, and nothing is lost: the shell and the screen go along', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, 'cd /tmp && NAME=blue');
    await enter(page, 'docker volume create one');
    await enter(page, 'docker volume rm one; NAME=red; cd');
    await thing(page, /^volume one/).waitFor({ state: 'detached' });
    await page.keyboard.press('F8');
    await thing(page, /^volume one/).waitFor();
    await untilPrompt(page);
    expect((await terminalLines(page)).join('\n')).not.toContain('docker volume rm one');
    expect(await enter(page, 'echo $NAME in $PWD')).toEqual(['blue in /tmp']);
    // What was left is a branch of the history, and still there.
    await page.keyboard.press('F2');
    await page.getByRole('button', { name: 'docker volume rm one; NAME=red; cd', exact: true }).click();
    await thing(page, /^volume one/).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    expect(await enter(page, 'echo $NAME in $PWD')).toEqual(['red in /home/learner']);
    await page.keyboard.press('F8');
    await page.keyboard.press('F8');
    await thing(page, /^volume one/).waitFor();
    await page.keyboard.press('F9');
    await thing(page, /^volume one/).waitFor({ state: 'detached' });
  });

  test('starting over can be undone', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, 'docker volume create kept');
    await thing(page, /^volume kept/).waitFor();
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
    await thing(page, /^volume kept/).waitFor({ state: 'detached' });
    await untilPrompt(page);
    expect(await enter(page, 'docker volume ls -q')).toEqual([]);
    await page.keyboard.press('F8');
    await page.keyboard.press('F8');
    await thing(page, /^volume kept/).waitFor();
    expect(await enter(page, 'docker volume ls -q')).toEqual(['kept']);
  });

  test('the timeline is there again after a reload: back, forward, branches, screens', async () => {
    const { page, complaints } = await visit(served, '#sandbox');
    await enter(page, 'docker volume create one');
    await enter(page, 'cd /tmp && docker run -d --name web -v one:/srv nginx');
    await page.keyboard.press('F8');
    await thing(page, /^container web/).waitFor({ state: 'detached' });
    await enter(page, 'docker volume rm one');
    await thing(page, /^volume one/).waitFor({ state: 'detached' });
    await untilKept(page, 'docker volume rm one');
    await page.reload();
    await untilPrompt(page);
    expect((await terminalLines(page)).join('\n')).toContain('docker volume rm one');
    await page.keyboard.press('F2');
    await page.getByRole('button', { name: /^cd \/tmp && docker run/ }).click();
    await thing(page, /^container web, running/).waitFor();
    await page.keyboard.press('Escape');
    expect((await terminalLines(page)).join('\n')).not.toContain('docker volume rm one');
    expect(await enter(page, 'pwd; docker ps -q | wc -l')).toEqual(['/tmp', '1']);
    await page.keyboard.press('F8');
    await page.keyboard.press('F8');
    await thing(page, /^container web/).waitFor({ state: 'detached' });
    await page.keyboard.press('F8');
    await thing(page, /^volume one/).waitFor({ state: 'detached' });
    await page.keyboard.press('F9');
    await thing(page, /^volume one/).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a step of a lesson is taken back to its beginning, and that is undone', async () => {
    const { page, complaints } = await visit(served, '#01-where-writes-go');
    await untilPrompt(page);
    const reset = page.getByRole('button', { name: 'Reset this step' });
    await enter(page, 'docker run -d --name box busybox sleep 1d');
    await page.getByRole('button', { name: 'Next step' }).click();
    expect(await reset.count()).toBe(0);
    await enter(page, 'docker exec box touch /root/wrong');
    await enter(page, 'docker rm -f box');
    await thing(page, /^container box/).waitFor({ state: 'detached' });
    await reset.focus();
    await page.keyboard.press('Enter');
    await thing(page, /^container box, running/).waitFor();
    expect(await enter(page, 'docker exec box ls /root')).toEqual([]);
    await page.getByRole('button', { name: 'Step 1, done' }).click();
    await reset.click();
    await thing(page, /^container box/).waitFor({ state: 'detached' });
    await page.getByText('Forward (F9) brings back what you did since.').waitFor();
    await page.keyboard.press('F9');
    await thing(page, /^container box, running/).waitFor();
    await page.getByText('Goals, by any way that leads there').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a browser that keeps nothing: it is said once, and the computer works', async () => {
    const { page } = await visit(served, '#sandbox');
    await page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      Object.defineProperty(window, 'indexedDB', { get: refuse });
      Object.defineProperty(window, 'localStorage', { get: refuse });
    });
    await page.reload();
    await page.getByRole('alert').filter({ hasText: 'lets the page keep nothing' }).waitFor();
    expect(await enter(page, 'docker volume create one')).toEqual(['one']);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await enter(page, 'docker volume create two')).toEqual(['two']);
    await page.getByRole('button', { name: /^Theme/ }).click();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('what differs between two points is told', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, 'docker volume create a1');
    await enter(page, 'docker volume create b1');
    await page.keyboard.press('F2');
    await page.getByRole('button', { name: 'Compare with now: The beginning' }).click();
    const text = await page.getByRole('status').filter({ hasText: 'From there to now' }).textContent();
    expect(text).toMatch(/Volume\s+a1\s+created.*Volume\s+b1\s+created/s);
  });
});
