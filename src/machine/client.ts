import type { MachineEvent, MachinePort, MachineRequest, MachineResponses } from './wire.ts';

/*
 * The page's end of the wire to a machine in a Web Worker. Nothing of the machine is loaded here.
 */

/** What goes to the worker. */
export interface ToWorker {
  readonly id: number;
  readonly request: MachineRequest;
}

/** What comes from it: the answer to a request, a refusal in words, or an event. */
export type FromWorker =
  | { readonly id: number; readonly response: MachineResponses[MachineRequest['type']] }
  | { readonly id: number; readonly error: string }
  | { readonly event: MachineEvent };

/** As much of a Worker as this needs. */
export interface WorkerLike {
  onmessage: ((message: MessageEvent<FromWorker>) => void) | null;
  onerror: ((error: ErrorEvent) => void) | null;
  onmessageerror: ((message: MessageEvent) => void) | null;
  postMessage(message: ToWorker): void;
  terminate(): void;
}

interface Waiting {
  resolve(response: never): void;
  reject(error: Error): void;
}

/** Speaks with a machine in this worker. When the worker dies, every open request rejects and `onCrash` is told once. */
export function connectWorker(worker: WorkerLike): MachinePort {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: MachineEvent) => void>();
  const crashListeners = new Set<(reason: string) => void>();
  let last = 0;
  let over: string | undefined;

  const end = (reason: string) => {
    if (over !== undefined) return;
    over = reason;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  };
  const crash = (reason: string) => {
    if (over !== undefined) return;
    end(reason);
    for (const listener of [...crashListeners]) listener(reason);
  };

  worker.onmessage = ({ data }) => {
    if ('event' in data) {
      for (const listener of [...listeners]) listener(data.event);
      return;
    }
    const open = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) open?.reject(new Error(data.error));
    else open?.resolve(data.response as never);
  };
  worker.onerror = (error) => crash(error.message || 'its program could not be loaded');
  worker.onmessageerror = () => crash('a message could not be read');

  return {
    request(request) {
      if (over !== undefined) return Promise.reject(new Error(over));
      const id = ++last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, request });
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onCrash(listener) {
      crashListeners.add(listener);
      return () => crashListeners.delete(listener);
    },
    close: () => end('the computer is switched off'),
  };
}
