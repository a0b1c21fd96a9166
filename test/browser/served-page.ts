import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build, type Plugin, preview } from 'vite';

/*
 * The built page behind the preview server, and what a person does with it.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface ServedPage {
  readonly address: string;
  readonly browser: Browser;
  /** Where the built page lies. */
  readonly folder: string;
  /** Told of each request's path; one that it doesn't let through is never answered. */
  onRequest(listener: ((path: string) => boolean) | undefined): void;
  close(): Promise<void>;
}

/** Builds into a folder of its own, as `plugins` change it, and serves on a free port. */
export async function servePage(executablePath: string, plugins: Plugin[] = []): Promise<ServedPage> {
  const outDir = mkdtempSync(join(tmpdir(), 'drydock-page-'));
  // As `npm start` does: the tests' own mode would leave out what only browsers need.
  const mode = 'production';
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = mode;
  try {
    await build({ root, mode, plugins, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  } finally {
    process.env.NODE_ENV = NODE_ENV;
  }
  let listener: ((path: string) => boolean) | undefined;
  const listening: Plugin = {
    name: 'listening',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, _, next) => {
        if (listener?.(request.url ?? '/') ?? true) next();
      });
    },
  };
  const server = await preview({
    root,
    mode,
    plugins: [listening],
    logLevel: 'silent',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const { port } = server.httpServer.address() as { port: number };
  return {
    address: `http://127.0.0.1:${port}/`,
    browser,
    folder: outDir,
    onRequest(to) {
      listener = to;
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** A person in front of the page. `complaints` collects what the browser complains of: errors, refused requests. */
export interface Visitor {
  readonly page: Page;
  readonly complaints: readonly string[];
}

export async function visit(
  { browser, address }: ServedPage,
  path = '',
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:'))
      complaints.push(`asks ${request.url()}`);
  });
  await page.goto(address + path);
  return { page, complaints };
}

const PROMPT = /learner@docker-host:\S+\$ ?$/;

/** What the terminal shows, its empty lines left out. */
export async function terminalLines(page: Page): Promise<readonly string[]> {
  const rows = await page.locator('.xterm-rows > div').allTextContents();
  return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).filter(Boolean);
}

/** Waits until the shell is at its prompt; what stands above it. */
export async function untilPrompt(page: Page): Promise<readonly string[]> {
  await page.waitForFunction(
    (prompt) => {
      const app = document.querySelector('drydock-app')?.shadowRoot;
      const rows = app?.querySelector('dd-terminal')?.shadowRoot?.querySelectorAll('.xterm-rows > div') ?? [];
      const last = [...rows]
        .map((row) => (row.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd())
        .filter(Boolean)
        .at(-1);
      return last !== undefined && new RegExp(prompt).test(last);
    },
    PROMPT.source,
    { timeout: 20_000 },
  );
  return (await terminalLines(page)).slice(0, -1);
}

/** Types a command at the prompt; what it prints. Command and output must fit on the screen. */
export async function enter(page: Page, command: string): Promise<readonly string[]> {
  await untilPrompt(page);
  await page.getByLabel(/^Terminal input/).focus();
  await page.keyboard.type(command);
  await typed(page, command);
  await page.keyboard.press('Enter');
  for (;;) {
    const lines = await untilPrompt(page);
    const at = commandAt(lines, command);
    if (at) return lines.slice(at.end);
    // Still the prompt with the command on it; the screen is about to change.
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Waits until the terminal has echoed the whole command. */
async function typed(page: Page, command: string): Promise<void> {
  while (!commandAt(await terminalLines(page), command)) await page.evaluate(() => new Promise(requestAnimationFrame));
}

/**
 * Which lines the last such command takes up: a long one goes on in the next. Spaces don't count, as one at the end of
 * a line can't be seen.
 */
function commandAt(lines: readonly string[], command: string): { readonly end: number } | undefined {
  const dense = (text: string) => text.replaceAll(' ', '');
  for (let start = lines.length - 1; start >= 0; start--) {
    const first = /^learner@docker-host:\S+\$ (.*)$/.exec(lines[start]!)?.[1];
    if (first === undefined) continue;
    let text = dense(first);
    let end = start + 1;
    while (text.length < dense(command).length && end < lines.length) text += dense(lines[end++]!);
    if (text === dense(command)) return { end };
  }
  return undefined;
}

/** Waits until the browser keeps the computer as it was after this command: it does so shortly after each prompt. */
export async function untilKept(page: Page, command: string): Promise<void> {
  // Followed by a line break: entered, not only typed.
  while (!(await keptScreens(page)).some((screen) => screen.includes(`${command}\r\n`))) await page.waitForTimeout(100);
}

/** What the terminals of the sessions that the browser keeps have shown. */
function keptScreens(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await result(indexedDB.open('drydock'));
    const store = database.transaction('sessions').objectStore('sessions');
    const sessions = await result<{ screen: string }[]>(store.getAll());
    database.close();
    return sessions.map(({ screen }) => screen);
  });
}

/** The thing in the picture with this name. */
export function thing(page: Page, name: string | RegExp) {
  return page.getByRole('region', { name: 'Picture of the computer' }).getByRole('button', { name });
}
