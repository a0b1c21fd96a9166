import type { FromWorker, ToWorker } from './client.ts';
import { PromptFirst } from './prompt-first.ts';

/*
 * The entry of the Web Worker that a page's machine lives in: requests come as messages, replies and events go back.
 * An exception outside a request ends the worker: the page hears of it and begins a new one from the last save.
 */

const post = (message: FromWorker) => self.postMessage(message);

const channel = new MessageChannel();
const tasks: (() => void)[] = [];
channel.port1.onmessage = () => tasks.shift()?.();

const session = new PromptFirst(
  {
    now: () => performance.now(),
    soon: (task) => {
      tasks.push(task);
      channel.port2.postMessage(null);
    },
    later: (task, ms) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    emit: (event) => post({ event }),
  },
  () => import('./whole.ts'),
);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  const { id, request } = data;
  session.handle(request).then(
    (response) => post({ id, response }),
    (error) => post({ id, error: error instanceof Error ? error.message : String(error) }),
  );
};
