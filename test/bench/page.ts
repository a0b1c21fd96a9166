import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { findChromium, HOW_TO_GET_ONE } from '../browser/chromium.ts';
import { enter, type ServedPage, servePage, terminalLines, untilPrompt, visit } from '../browser/served-page.ts';
import { median, report } from './report.ts';

const RUNS = 9;
const FRAME = 1000 / 60;

/** The page's size on the wire, its time to a prompt against a page that has xterm.js alone, and how it keeps up. */
export async function pageBudgets(): Promise<void> {
  const executablePath = findChromium();
  if (!executablePath) {
    console.error(HOW_TO_GET_ONE);
    return;
  }
  const served = await servePage(executablePath);
  try {
    report('page to a usable prompt, gzip', (await sizeToPrompt(served)) / 1000, 300, 'kB');
    // In turns, so that both meet the same machine.
    const alone = await xtermPage();
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      ours.push(await timeTo(served, `${served.address}#sandbox`, untilPrompt));
      theirs.push(await timeTo(served, alone.address, untilReady));
    }
    alone.close();
    report('cold load to a prompt, against xterm.js alone', median(ours) / median(theirs), 1.5, 'times');
    await whileWorking(served);
  } finally {
    await served.close();
  }
}

/**
 * The bytes of all files that were asked for when the prompt shows what is typed. The rest (the engine and the commands, the
 * picture and what there is to read) is held back meanwhile: so it is sure that the prompt can do without.
 */
async function sizeToPrompt(served: ServedPage): Promise<number> {
  const asked = new Set<string>();
  served.onRequest((url) => {
    const late = /\/(whole|rest)-[^/]*\.js$/.test(url);
    if (!late) asked.add(url);
    return !late;
  });
  const { page } = await visit(served, '#sandbox');
  await untilPrompt(page);
  await page.getByLabel(/^Terminal input/).focus();
  await page.keyboard.type('docker ps');
  while (!(await terminalLines(page)).some((line) => line.endsWith('$ docker ps'))) await nextFrame(page);
  await page.context().close();
  served.onRequest(undefined);
  const file = (url: string) => join(served.folder, url === '/' ? 'index.html' : url);
  return [...asked].reduce((sum, url) => sum + gzipSync(readFileSync(file(url)), { level: 9 }).length, 0);
}

async function timeTo(
  { browser }: ServedPage,
  address: string,
  until: (page: Page) => Promise<unknown>,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(address);
  await until(page);
  const time = performance.now() - start;
  await context.close();
  return time;
}

/** The page's longest task from its beginning over ordinary work, and how long a keystroke takes to be seen. */
async function whileWorking(served: ServedPage): Promise<void> {
  const { page } = await visit(served, '#sandbox', { reducedMotion: 'no-preference' });
  await page.addInitScript(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.reload();
  await untilPrompt(page);
  await enter(page, 'for i in 1 2 3 4 5 6 7 8; do docker run -d --name c$i -v v$i:/usr/share/nginx/html nginx; done');
  await enter(page, 'docker rm -f c1 c2; docker volume prune -af | wc -l');
  const echoes = await keystrokes(page, 'echo a plain line');
  const longest = await page.evaluate(() => Math.max(0, ...(window as unknown as { seen: number[] }).seen));
  report('longest task of the page’s main thread (0: none over 50 ms)', longest, 50);
  report('a keystroke to its echo on the screen', median(echoes), FRAME);
  await page.context().close();
}

/** Milliseconds from each key going down to the change of the terminal's rows that it brings. */
async function keystrokes(page: Page, text: string): Promise<readonly number[]> {
  await untilPrompt(page);
  await page.getByLabel(/^Terminal input/).focus();
  await page.evaluate(() => {
    const times: number[] = [];
    let down = 0;
    const rows = document
      .querySelector('drydock-app')
      ?.shadowRoot?.querySelector('dd-terminal')
      ?.shadowRoot?.querySelector('.xterm-rows');
    addEventListener(
      'keydown',
      () => {
        down = performance.now();
      },
      true,
    );
    new MutationObserver(() => {
      if (down > 0) times.push(performance.now() - down);
      down = 0;
    }).observe(rows!, { childList: true, subtree: true, characterData: true });
    Object.assign(window, { times });
  });
  await page.keyboard.type(text, { delay: 60 });
  await page.waitForTimeout(200);
  return page.evaluate(() => (window as unknown as { times: number[] }).times);
}

const nextFrame = (page: Page) => page.evaluate(() => new Promise(requestAnimationFrame));

async function untilReady(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'prompt');
}

/** A page of xterm.js and nothing else, to its first drawn line. */
async function xtermPage(): Promise<{ readonly address: string; close(): void }> {
  const root = join('node_modules', '@xterm', 'xterm');
  const html = `<!doctype html><link rel="stylesheet" href="/css/xterm.css"><div id="t"></div><script type="module">
    import { Terminal } from '/lib/xterm.mjs';
    const terminal = new Terminal(); terminal.open(document.querySelector('#t'));
    terminal.write('$ ', () => { document.documentElement.dataset.ready = 'prompt'; });</script>`;
  const types: Record<string, string> = { '.css': 'text/css', '.mjs': 'text/javascript' };
  const server = createServer((request, response) => {
    const path = join(root, new URL(request.url ?? '/', 'http://localhost').pathname);
    const file =
      request.url !== '/' &&
      readdirSync(join(path, '..')).length > 0 &&
      statSync(path, { throwIfNoEntry: false })?.isFile();
    response.setHeader('Content-Type', file ? (types[extname(path)] ?? 'text/plain') : 'text/html');
    response.end(file ? readFileSync(path) : html);
  }).listen(0);
  const { port } = server.address() as { port: number };
  return { address: `http://localhost:${port}/`, close: () => void server.close() };
}
