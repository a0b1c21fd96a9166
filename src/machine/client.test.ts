import { expect, test } from 'vitest';
import { connectWorker, type FromWorker, type ToWorker, type WorkerLike } from './client.ts';
import type { MachineEvent } from './wire.ts';

/** A worker whose side of the wire the test plays. */
function fakeWorker() {
  const sent: ToWorker[] = [];
  let terminated = 0;
  const worker: WorkerLike = {
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (message) => sent.push(message),
    terminate: () => terminated++,
  };
  return {
    worker,
    sent,
    terminated: () => terminated,
    say: (data: FromWorker) => worker.onmessage?.({ data } as MessageEvent<FromWorker>),
    die: (message: string) => worker.onerror?.({ message } as ErrorEvent),
  };
}

test('answers find their requests, in any order', async () => {
  const { worker, sent, say } = fakeWorker();
  const port = connectWorker(worker);
  const checkpoint = port.request({ type: 'checkpoint' });
  const open = port.request({ type: 'terminal.open', columns: 80, rows: 24 });
  say({ id: sent[1]!.id, response: 7 });
  say({ id: sent[0]!.id, response: 3 });
  expect(await Promise.all([checkpoint, open])).toEqual([3, 7]);
});

test('a refusal is an Error with the worker’s words', async () => {
  const { worker, sent, say } = fakeWorker();
  const restored = connectWorker(worker).request({ type: 'restore', checkpoint: 9 });
  say({ id: sent[0]!.id, error: 'There is no checkpoint 9.' });
  await expect(restored).rejects.toThrow('There is no checkpoint 9.');
});

test('events reach those who listen, as long as they do', () => {
  const { worker, say } = fakeWorker();
  const port = connectWorker(worker);
  const heard: MachineEvent[] = [];
  const stop = port.subscribe((event) => heard.push(event));
  const event: MachineEvent = { type: 'terminal.output', terminal: 1, data: 'x' };
  say({ event });
  stop();
  say({ event });
  expect(heard).toEqual([event]);
});

test('a dead worker is told of once; open and later requests reject', async () => {
  const { worker, die, terminated } = fakeWorker();
  const port = connectWorker(worker);
  const reasons: string[] = [];
  port.onCrash((reason) => reasons.push(reason));
  const open = port.request({ type: 'save' });
  die('out of memory');
  die('again');
  expect(reasons).toEqual(['out of memory']);
  await expect(open).rejects.toThrow('out of memory');
  await expect(port.request({ type: 'save' })).rejects.toThrow('out of memory');
  expect(terminated()).toBe(1);
});

test('closing is no crash', async () => {
  const { worker, terminated } = fakeWorker();
  const port = connectWorker(worker);
  let crashes = 0;
  port.onCrash(() => crashes++);
  const open = port.request({ type: 'save' });
  port.close();
  await expect(open).rejects.toThrow('switched off');
  expect([crashes, terminated()]).toEqual([0, 1]);
});
