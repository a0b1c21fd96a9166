import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, HOW_TO_GET_ONE } from './chromium.ts';
import { enter, type ServedPage, servePage, thing, visit } from './served-page.ts';

/*
 * What moves in the picture, and at which pace. With UPDATE_PAGE_PNG=1 the README's picture is taken anew.
 */

const chromium = findChromium();
if (!chromium) console.log(HOW_TO_GET_ONE);

describe.skipIf(!chromium)('the picture in motion in Chromium', { timeout: 90_000 }, () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await servePage(chromium!);
  }, 120_000);
  afterAll(() => served?.close());

  test('a write travels through the mount, then shows at the other container, and all comes to rest', async () => {
    const { page, complaints } = await visit(served, '#sandbox', { reducedMotion: 'no-preference' });
    await enter(page, 'docker run -d --name one -v notes:/data busybox sleep 1000');
    await enter(page, 'docker run -d --name two -v notes:/other busybox sleep 1000');
    await thing(page, /^container two, running/).waitFor();
    await page.getByLabel('Pace of the picture').selectOption('slow');
    const flying = page.locator('.flight');
    const seen = flying.filter({ hasText: 'list' }).waitFor({ state: 'attached' });
    await enter(page, "docker exec one sh -c 'echo milk > /data/list'");
    await seen;
    await page.locator('.flight.echo').waitFor({ state: 'detached' });
    await expect.poll(() => flying.count(), { timeout: 10_000 }).toBe(0);
    await thing(page, 'volume notes, 1 entry, used by one, two').waitFor();
    expect(complaints).toEqual([]);
  });

  test('tar carries files through its container into an archive, and back', async () => {
    const { page } = await visit(served, '#sandbox', { reducedMotion: 'no-preference' });
    await enter(page, "docker run --rm -v notes:/data busybox sh -c 'echo milk > /data/list'");
    await thing(page, 'volume notes, 1 entry, used by no container').waitFor();
    const carried = page.locator('.flight').filter({ hasText: 'list' });
    // The write itself was a flight, too.
    await expect.poll(() => carried.count(), { timeout: 10_000 }).toBe(0);
    await page.getByLabel('Pace of the picture').selectOption('slow');
    const tar = (source: string, what: string) =>
      `docker run --rm -v ${source}:/data -v $HOME:/backup alpine tar ${what} /backup/notes.tar.gz -C /data`;
    const packed = carried.waitFor({ state: 'attached' });
    await enter(page, `${tar('notes', 'czf')} .`);
    await packed;
    await carried.waitFor({ state: 'detached' });
    const unpacked = carried.waitFor({ state: 'attached' });
    await enter(page, tar('other', 'xzf'));
    await unpacked;
    await thing(page, 'volume other, 1 entry, used by no container').waitFor();
  });

  test('an image that is mounted is drawn as an image, and the whole picture is seen at will', async () => {
    const { page, complaints } = await visit(served, '#sandbox', { viewport: { width: 1024, height: 700 } });
    await enter(page, 'docker run -d --name one --mount type=image,source=nginx,target=/in -v a:/a busybox sleep 999');
    await thing(page, 'image nginx, mounted read-only').waitFor();
    const whole = page.getByRole('button', { name: 'Whole picture' });
    await whole.click();
    const inSight = () => page.locator('dd-scene .view').evaluate((view) => view.scrollHeight - view.clientHeight);
    await expect.poll(inSight, { timeout: 10_000 }).toBeLessThanOrEqual(1);
    expect(complaints).toEqual([]);
  });

  test('who wants no motion sees none, and the same in the end', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, "docker run --name one -v notes:/data busybox sh -c 'echo milk > /data/list'");
    await thing(page, 'volume notes, 1 entry, used by one').waitFor();
    expect(await page.locator('.flight').count()).toBe(0);
  });

  test('step by step: each change waits for a click, and ends at the true state', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, 'docker volume create first-one');
    await thing(page, /^volume first-one/).waitFor();
    await page.getByLabel('Pace of the picture').selectOption('step');
    await enter(page, 'docker run --rm --name one -v first-one:/data busybox touch /data/list');
    const next = page.getByRole('button', { name: /^Next change/ });
    await next.click();
    await thing(page, /^container one/).waitFor();
    // The last change takes the button away, perhaps just before the click.
    while (await next.isVisible()) await next.click({ timeout: 3000 }).catch(() => undefined);
    await thing(page, /^container one/).waitFor({ state: 'detached' });
    await thing(page, 'volume first-one, 1 entry, used by no container').waitFor();
  });

  test('thirty containers are all there, and the page stays quick', async () => {
    const { page } = await visit(served, '#sandbox');
    await enter(page, 'for n in $(seq 30); do docker run -d --name c$n -v v$n:/d busybox sleep 999 >/dev/null; done');
    await thing(page, /^container c30, running/).waitFor();
    await expect.poll(() => thing(page, /^container c\d+, running/).count(), { timeout: 10_000 }).toBe(30);
    await page.getByText('30 containers created from').first().waitFor();
  });

  test.runIf(process.env.UPDATE_PAGE_PNG)('the picture for the README', async () => {
    const { page } = await visit(served, '#sandbox', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
    await enter(page, 'mkdir site; echo "<h1>The harbour café</h1>" > site/index.html');
    await enter(page, 'docker run -d --name web -p 8080:80 -v ~/site:/usr/share/nginx/html:ro nginx');
    await enter(page, "docker run --name first -v notes:/data busybox sh -c 'echo milk > /data/list'");
    await enter(page, 'docker run -d --name second -v notes:/shared --tmpfs /tmp alpine sleep 1000000');
    await enter(page, 'docker exec second sh -c "echo tea >> /shared/list; echo hello > /etc/motd"');
    await thing(page, /^container second, running/).waitFor();
    await page.waitForTimeout(2500);
    await page.screenshot({ path: 'test/browser/page.png' });
  });
});
