import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { findChromium, HOW_TO_GET_ONE } from '../browser/chromium.ts';

type Report = (what: string, measured: number, budget: number, unit?: string) => void;

const RUNS = 7;

/** The page's size on the wire, and its time to a prompt against a page that has xterm.js alone. */
export async function pageBudgets(report: Report): Promise<void> {
  const executablePath = findChromium();
  if (!executablePath) {
    console.log(HOW_TO_GET_ONE);
    return;
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

  await build({ logLevel: 'warn' });
  const server = await preview({ preview: { port: 0 } });
  const url = server.resolvedUrls!.local[0]!;
  try {
    const { sizes, prompt } = await ourPage(browser, url);
    report('gzip size up to the prompt', sizes / 1000, 300, 'kB');
    const alone = await xtermAlone(browser);
    report('cold load to a prompt, against xterm.js alone', prompt / alone, 1.5, 'times');
  } finally {
    await browser.close();
    await server.close();
  }
}

async function ourPage(browser: Browser, url: string): Promise<{ sizes: number; prompt: number }> {
  let sizes = 0;
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const bodies: Promise<Buffer>[] = [];
    if (run === 0) context.on('response', (response) => bodies.push(response.body().catch(() => Buffer.alloc(0))));
    const start = performance.now();
    await page.goto(`${url}?sandbox`);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'prompt');
    times.push(performance.now() - start);
    if (run === 0) sizes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
    await context.close();
  }
  return { sizes, prompt: times.sort((a, b) => a - b)[RUNS >> 1]! };
}

/** A page of xterm.js and nothing else, to its first drawn line. */
async function xtermAlone(browser: Browser): Promise<number> {
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
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'prompt');
    times.push(performance.now() - start);
    await context.close();
  }
  server.close();
  return times.sort((a, b) => a - b)[RUNS >> 1]!;
}
