import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, HOW_TO_GET_ONE } from './chromium.ts';
import { accented, PSEUDO, withPseudoLocale } from './pseudo-locale.ts';
import { type ServedPage, servePage, untilPrompt, visit } from './served-page.ts';

/*
 * All that the page says comes from the catalogue: with a translation in which every letter has an accent, no other letters
 * are left than those of names, of Docker's own words, and of what a program printed.
 */

const LESSONS = fileURLToPath(new URL('../../lessons', import.meta.url));

const chromium = findChromium();
if (!chromium) console.log(HOW_TO_GET_ONE);

/** What isn't the page's own text. */
const NOT_OURS = [
  '.xterm-screen', // what programs print
  '.xterm-accessibility',
  'code, pre, kbd', // commands, paths, output
  '.cm-content', // a file
  '.path, .glance, .command', // names and beginnings of files, commands
  '.flight',
  '.prose, .lesson .about, .option, .goals li', // a lesson's text
  '.masked', // what a replay leaves out
  'option[lang]', // a language by its own name
].join(', ');

/** What lessons, their parts and their steps are called; long ones first, as they may hold others. */
const TITLES = readdirSync(LESSONS).flatMap((name) => {
  const file = join(LESSONS, name, 'lesson.md');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return [...text.matchAll(/^(?:title: |part: |## )(.*)$/gm)].map(([, title]) => title!.replaceAll('`', ''));
});
TITLES.sort((one, other) => other.length - one.length);

/** Names and Docker's own words, which stay in any language. */
const NAMES = [
  ...['Drydock', 'Docker', 'Inc', 'tmpfs', 'volume', 'bind', 'root', 'learner', 'ro', 'kB', 'MB'],
  ...['running', 'exited', 'created', 'paused', 'restarting', 'removed', 'start', 'stop', 'pause', 'unpause', 'rm'],
  ...[
    'web',
    'clock',
    'weblogs',
    'never',
    'nginx',
    'busybox',
    'alpine',
    'debian',
    'ubuntu',
    'notes',
    'while',
    'date',
    'latest',
    'index\\.html',
  ],
  ...['Ctrl', 'Shift', 'Tab', 'Enter', 'Escape', 'PageDown', 'PageUp', 'localhost', 'http'],
];

/** All texts and labels of the page, with those that are not its own left out. */
async function textsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate((notOurs) => {
    const found: string[] = [];
    const attributes = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    const look = (node: Node): void => {
      if (node instanceof Text) found.push(node.data);
      if (node instanceof Element) {
        if (node.matches('style, script, noscript')) return;
        if (!node.closest('.xterm-screen')) found.push(...attributes.map((name) => node.getAttribute(name) ?? ''));
        if (node.matches(notOurs)) return;
        // What an element with a shadow holds beside it, and doesn't show, nobody reads.
        const shadow = node.shadowRoot;
        if (shadow) for (const child of shadow.childNodes) look(child);
        if (shadow && !shadow.querySelector('slot')) return;
      }
      for (const child of node.childNodes) look(child);
    };
    look(document.body);
    return [document.title, ...found];
  }, NOT_OURS);
}

/** Those with words that have no accents and no other excuse. */
async function foreignTexts(page: Page): Promise<readonly string[]> {
  const names = new RegExp(`\\b(${NAMES.join('|')})\\b`, 'g');
  const untitled = (text: string) => TITLES.reduce((rest, title) => rest.replaceAll(title, ''), text);
  const own = (await textsOf(page)).filter((text) => {
    // What a replay ran on, commands, paths, addresses, modes (drwxr-xr-x), and ids are no words.
    const rest = untitled(text)
      .replace(/Docker Engine [^)]*\)|\bdocker [a-z][^,]*/g, '')
      .replace(/\S*[/~]\S*|[-d]([-r][-w][-xst]){3}|\b[0-9a-f]{12}\b/gi, '')
      .replace(names, '');
    return /[A-Za-z]{2}/.test(rest);
  });
  return [...new Set(own.map((text) => text.trim().replace(/\s+/g, ' ')))];
}

/** The thing in the picture whose label has this name. */
function thing(page: Page, name: RegExp) {
  return page.getByRole('region', { name: accented('Picture of the computer') }).getByRole('button', { name });
}

/** Texts and labels that come from the translation. */
async function accentedTexts(page: Page): Promise<readonly string[]> {
  return (await textsOf(page)).filter((text) => /[áéíóúšţ]/.test(text));
}

describe.skipIf(!chromium)('a translated page in Chromium', { timeout: 240_000 }, () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await servePage(chromium!, [await withPseudoLocale()]);
  }, 400_000);
  afterAll(() => served?.close());

  test('the start, and the language switched there and back', async () => {
    const { page, complaints } = await visit(served, '', { locale: PSEUDO });
    await untilPrompt(page);
    // Until then it shows the first words of index.html, which come before any translation.
    await page.locator('dd-reading').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(PSEUDO);
    expect(await foreignTexts(page)).toEqual([]);
    const language = page.getByLabel(accented('Language'), { exact: true });
    await language.selectOption('en');
    await page.getByRole('button', { name: 'Start over' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toBe('Drydock: see where Docker keeps your data');
    expect(await accentedTexts(page)).toEqual([]);
    await page.reload();
    await page.getByLabel('Language').selectOption(PSEUDO);
    await page.getByRole('button', { name: accented('Start over') }).waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('the sandbox: picture, details, what a line would destroy, panes', async () => {
    const { page, complaints } = await visit(served, '#sandbox/web-site', { locale: PSEUDO });
    await untilPrompt(page);
    await page.keyboard.type('docker create --name never --tmpfs /scratch busybox true\n');
    await thing(page, / never, created/).waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    await page.keyboard.type('docker rm -f web clock; rm -r site; docker volume rm weblogs');
    await page.getByText(accented('If you press Enter:')).waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    await page.keyboard.press('Control+C');

    for (const name of [/ web, /, / weblogs, /, /~\/site/, / never, created/]) {
      await thing(page, name).first().press('Enter');
      const tabs = page.getByRole('dialog').getByRole('tab');
      await tabs.first().waitFor();
      for (const tab of await tabs.all()) {
        await tab.click();
        expect(await foreignTexts(page)).toEqual([]);
      }
      await page.keyboard.press('Escape');
    }

    await thing(page, /~\/site/).press('Enter');
    await page.getByRole('button', { name: 'index.html', exact: true }).click();
    await page.locator('.cm-content').waitFor();
    await page.getByRole('button', { name: accented('Save'), exact: true }).click();
    await page
      .getByRole('status')
      .filter({ hasText: accented('the same as before') })
      .waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');

    for (const key of ['F1', 'F2']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      expect(await foreignTexts(page)).toEqual([]);
    }
    await page.getByRole('button', { name: accented('With and without volumes') }).click();
    await page.getByRole('figure').first().waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    await page.getByRole('button', { name: accented('Begin with…') }).click();
    await page.getByRole('link', { name: accented('An empty host') }).waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a lesson, and its presentation', async () => {
    const { page, complaints } = await visit(served, '#02-first-named-volume', { locale: PSEUDO });
    await untilPrompt(page);
    await page.getByRole('button', { name: accented('Show a hint') }).click();
    expect(await foreignTexts(page)).toEqual([]);
    await page.getByRole('button', { name: `${accented('Run')} docker volume create notes` }).click();
    await page.getByRole('button', { name: accented('Next step') }).click();
    expect(await foreignTexts(page)).toEqual([]);
    await page.getByRole('button', { name: accented('Presenter'), exact: true }).click();
    await page.getByRole('button', { name: accented('Script…') }).waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    await page.keyboard.press('F4');
    await page.getByText(accented('The keyboard is yours.')).waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    await page.getByRole('button', { name: accented('Script…') }).click();
    await page.getByRole('button', { name: accented('Present it') }).waitFor();
    expect(await foreignTexts(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('narrow: tabs in place of parts', async () => {
    const { page } = await visit(served, '#sandbox', { locale: PSEUDO, viewport: { width: 390, height: 844 } });
    await untilPrompt(page);
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      expect(await foreignTexts(page)).toEqual([]);
    }
  });
});
