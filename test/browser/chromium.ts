import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/*
 * Finds an installed Chrome or Chromium: none is downloaded.
 */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** `CHROMIUM_PATH`, else the first that is found on the PATH or in the usual places. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).concat('/usr/bin', '/snap/bin');
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  return env.CHROMIUM_PATH ?? candidates.find((path) => existsSync(path));
}

export const HOW_TO_GET_ONE =
  'Browser tests are skipped: there is no Chrome or Chromium. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH.';
