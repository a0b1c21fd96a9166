import { connectWorker } from '../machine/client.ts';
import type { MachinePort } from '../machine/wire.ts';
import { browserMemory, loadPreferences } from './preferences.ts';
import { bestLocale, speak } from './texts/locale.ts';

/*
 * Where the page is put together: the worker starts first, so that it loads while the page does.
 */

const startWorker = () =>
  connectWorker(new Worker(new URL('../machine/worker.ts', import.meta.url), { type: 'module' }));

let first: MachinePort | undefined = startWorker();

// In another language than the sources', if somebody wants that, from the first word on.
const wanted = [loadPreferences(browserMemory()).locale, ...navigator.languages].filter(Boolean);
await speak(bestLocale(wanted)).catch(() => undefined);

const { DrydockApp } = await import('./elements/drydock-app.ts');
const app = document.querySelector('drydock-app');
if (app instanceof DrydockApp) {
  app.connect = () => {
    const port = first ?? startWorker();
    first = undefined;
    return port;
  };
}
