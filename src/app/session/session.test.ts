import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SavedPoint } from '../../machine/wire.ts';
import { type FakeMachine, fakeMachine } from '../testing/fake-machine.ts';
import { world } from '../testing/worlds.ts';
import { createSession, type SessionEvent } from './session.ts';
import { memoryStorage, type SavedSession } from './storage.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A session on fake machines, with what it has said so far. */
async function begin(setting: { saved?: SavedSession; machine?: (nth: number) => FakeMachine } = {}) {
  const storage = memoryStorage();
  if (setting.saved) await storage.store('here', setting.saved);
  const machines: FakeMachine[] = [];
  const connect = () => {
    const machine = setting.machine?.(machines.length) ?? fakeMachine();
    machines.push(machine);
    return machine;
  };
  const boot = () => ({ seed: 1, epoch: 0, user: 'learner' as const });
  const session = createSession({ key: 'here', connect, storage, boot });
  const events: SessionEvent[] = [];
  session.subscribe((event) => events.push(event));
  await settle();
  return { session, storage, machines, events, machine: () => machines.at(-1)! };
}

/** A session without a timeline, as the browser keeps it. */
function kept(at: number, screen = ''): SavedSession {
  return { machine: new Uint8Array([at]), screen, present: 0, forward: undefined, points: new Map() };
}

/** Lets what is under way come to its end, up to the debounce of saving. */
async function settle(ms = 400): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

function failingBoot(reason: string): FakeMachine {
  const machine = fakeMachine();
  return {
    ...machine,
    request: (request) => (request.type === 'boot' ? Promise.reject(new Error(reason)) : machine.request(request)),
  };
}

const types = (machine: FakeMachine) => machine.requests.map(({ type }) => type);

test('boots, opens a terminal and comes to a prompt', async () => {
  const { session, machine } = await begin();
  expect(types(machine()).slice(0, 2)).toEqual(['boot', 'terminal.open']);
  expect(session.state).toEqual({ phase: 'running', atPrompt: true });
  expect(session.screen).toContain('learner@docker-host');
});

test('what is typed before the terminal is open waits for it', async () => {
  const storage = memoryStorage();
  const machine = fakeMachine();
  const session = createSession({
    key: 'here',
    connect: () => machine,
    storage,
    boot: () => ({ seed: 1, epoch: 0, user: 'learner' }),
  });
  session.type('ls');
  await settle();
  expect(types(machine)).toEqual(['boot', 'terminal.open', 'terminal.input', 'save']);
});

test('is kept after a prompt, with its screen, once for many prompts', async () => {
  const { session, storage, machine } = await begin();
  for (const line of ['a\r', 'b\r', 'c\r']) session.type(line);
  await settle();
  const found = await storage.load('here');
  expect(found?.machine).toEqual(new Uint8Array([3]));
  expect(found?.screen).toContain('c: noted');
  expect(types(machine()).filter((type) => type === 'save')).toHaveLength(2);
});

test('is kept after a command too quick to be seen leaving the prompt, and after changes in the background', async () => {
  const { machine } = await begin();
  const saves = () => types(machine()).filter((type) => type === 'save').length;
  const before = saves();
  machine().emit({ type: 'terminal.output', terminal: 1, data: 'notes\r\n$ ' });
  await settle();
  expect(saves()).toBe(before + 1);
  for (let n = 2; n < 20; n++) {
    machine().emit({ type: 'world', world: world(n) });
    await settle(100);
  }
  await settle(3000);
  expect(saves()).toBe(before + 2);
});

test('is not kept in the middle of a command', async () => {
  const { session, machine } = await begin();
  const saves = types(machine()).length;
  machine().emit({ type: 'terminal.prompt', terminal: 1, at: true });
  machine().emit({ type: 'terminal.prompt', terminal: 1, at: false });
  machine().emit({ type: 'terminal.output', terminal: 1, data: 'half\r\n' });
  await settle(5000);
  expect(types(machine()).length).toBe(saves);
  expect(session.state).toMatchObject({ atPrompt: false });
});

test('is kept when all waits within a command: soon if a line was entered, as in a container’s shell', async () => {
  const { session, machine } = await begin();
  const saves = () => types(machine()).filter((type) => type === 'save').length;
  const before = saves();
  const quiet = () => machine().emit({ type: 'terminal.quiet', terminal: 1 });
  machine().emit({ type: 'terminal.prompt', terminal: 1, at: false });
  session.type('echo hi > /f\n');
  await settle(0);
  machine().emit({ type: 'terminal.prompt', terminal: 1, at: false });
  quiet();
  await settle(1000);
  expect(saves()).toBe(before + 1);
  quiet();
  await settle(1000);
  expect(saves()).toBe(before + 1);
  await settle(3000);
  expect(saves()).toBe(before + 2);
});

test('goes on from what was kept', async () => {
  const { machine, events } = await begin({ saved: kept(4, 'earlier\r\n$ ') });
  expect(machine().requests[0]).toMatchObject({ type: 'boot', saved: { machine: new Uint8Array([4]), points: [] } });
  expect(events.find(({ type }) => type === 'screen')).toEqual({ type: 'screen', text: 'earlier\r\n$ ' });
  expect(types(machine()).slice(0, 2)).toEqual(['boot', 'terminal.resize']);
  expect(events.find(({ type }) => type === 'world')).toMatchObject({ world: { number: 5 } });
});

test('begins anew, and says so, when what was kept can’t be read', async () => {
  const { session, machines } = await begin({
    saved: kept(9),
    machine: (nth) => (nth === 0 ? failingBoot('another version') : fakeMachine()),
  });
  expect(machines).toHaveLength(2);
  expect(session.state).toMatchObject({ phase: 'running', notice: { kind: 'begun-anew', reason: 'another version' } });
});

test('comes back from a crash, with what was kept at the last prompt', async () => {
  const { session, machines } = await begin();
  session.type('a\r');
  await settle();
  session.type('half a line');
  await settle();
  machines[0]!.crash('out of memory');
  await settle();
  expect(machines).toHaveLength(2);
  expect(machines[1]!.requests[0]).toMatchObject({ type: 'boot', saved: { machine: new Uint8Array([1]) } });
  expect(session.state).toMatchObject({ phase: 'running', notice: { kind: 'restored', reason: 'out of memory' } });
  session.dismissNotice();
  expect(session.state).toEqual({ phase: 'running', atPrompt: true });
});

test('doesn’t come back again and again: the learner decides', async () => {
  const { session, machines } = await begin();
  machines[0]!.crash('first');
  await settle();
  machines[1]!.crash('second');
  await settle();
  expect(session.state).toEqual({ phase: 'stopped', reason: 'second' });
  await session.restore();
  await settle();
  expect(session.state).toMatchObject({ phase: 'running', notice: { kind: 'restored', reason: 'second' } });
});

test('says why it can’t begin', async () => {
  const { session } = await begin({ machine: () => failingBoot('no worker here') });
  expect(session.state).toEqual({ phase: 'stopped', reason: 'no worker here' });
});

test('starting over forgets what was kept', async () => {
  const { session, storage, machine } = await begin({ saved: kept(4) });
  await session.startOver();
  expect(machine().requests[0]).not.toHaveProperty('saved');
  expect(await storage.load('here')).toBeUndefined();
});

test('a computer that takes no input is told of, until it does', async () => {
  let answer = () => {};
  const slow = fakeMachine();
  const { session } = await begin({
    machine: () => ({
      ...slow,
      request: (request) =>
        request.type === 'terminal.input'
          ? new Promise((resolve) => {
              answer = () => resolve(undefined as never);
            })
          : slow.request(request),
    }),
  });
  session.type('a');
  await settle(16_000);
  expect(session.state).toMatchObject({ notice: { kind: 'silent' } });
  answer();
  await settle();
  expect(session.state).not.toHaveProperty('notice');
});

test('a terminal that ends is followed by another', async () => {
  const { machine } = await begin();
  await settle(2000);
  machine().emit({ type: 'terminal.exit', terminal: 1, status: 0 });
  await settle();
  expect(types(machine()).filter((type) => type === 'terminal.open')).toHaveLength(2);
});

test('a terminal that ends at once is followed by another when it is asked for', async () => {
  const { session, machine, events } = await begin();
  machine().emit({ type: 'terminal.exit', terminal: 1, status: 2 });
  await settle(5000);
  expect(types(machine()).filter((type) => type === 'terminal.open')).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: 'output', data: expect.stringContaining('Press Enter') });
  session.type('\r');
  await settle();
  expect(types(machine()).filter((type) => type === 'terminal.open')).toHaveLength(2);
});

test('a computer that was left says nothing more', async () => {
  const { session, machines, events } = await begin();
  await session.startOver();
  await settle();
  const before = events.length;
  machines[0]!.emit({ type: 'terminal.output', terminal: 1, data: 'late' });
  machines[0]!.crash('late');
  await settle();
  expect(events).toHaveLength(before);
  session.close();
  machines[1]!.emit({ type: 'terminal.output', terminal: 1, data: 'late' });
  expect(events).toHaveLength(before);
});

const point = (id: number, command: string) =>
  ({ id, parent: id === 1 ? undefined : id - 1, kind: 'command', command, sentences: [], at: id }) as const;
const packed = (number: number) => ({ files: new Uint8Array([number]), rest: new Uint8Array() });

test('the timeline is kept with what the terminal showed at each point, and is back', async () => {
  const machine = fakeMachine();
  const fresh: SavedPoint[] = [];
  const answering: FakeMachine = {
    ...machine,
    request: async (request) =>
      (request.type === 'save'
        ? { machine: new Uint8Array([1]), points: fresh.splice(0) }
        : await machine.request(request)) as never,
  };
  const first = await begin({ machine: () => answering });
  for (const id of [1, 2]) {
    fresh.push({ point: point(id, `c${id}`), packed: packed(id) });
    machine.emit({ type: 'terminal.output', terminal: 1, data: `done ${id}\r\n$ ` });
    machine.emit({ type: 'timeline', added: point(id, `c${id}`), present: id, forward: undefined });
    await settle();
  }
  const found = (await first.storage.load('here'))!;
  expect(
    [...found.points.values()].map(({ point: { command }, screen }) => [command, screen.includes('done 2')]),
  ).toEqual([
    ['c1', false],
    ['c2', true],
  ]);

  const { session, machine: again } = await begin({ saved: found });
  expect(again().requests[0]).toMatchObject({
    saved: { points: [1, 2].map((id) => ({ point: point(id, `c${id}`), packed: packed(id) })) },
  });
  expect(session.history).toMatchObject({ present: 2, points: [{ id: 1 }, { id: 2 }] });
  again().emit({ type: 'terminal.moved', terminal: 1, point: 1 });
  expect(session.screen).toContain('done 1');
  expect(session.screen).not.toContain('done 2');
});

test.each([
  ['full', 'QuotaExceededError'],
  ['forbidden', 'SecurityError'],
] as const)('a browser whose storage is %s: it is told, and the session goes on', async (refusal, name) => {
  const refuse = async () => {
    throw Object.assign(new Error('no'), { name });
  };
  const session = createSession({
    key: 'here',
    connect: fakeMachine,
    storage: { load: refuse, store: refuse, remove: refuse },
    boot: () => ({ seed: 1, epoch: 0, user: 'learner' }),
  });
  const refusals: unknown[] = [];
  session.subscribe((event) => event.type === 'unkept' && refusals.push(event.refusal));
  await settle();
  session.type('a\r');
  await settle();
  expect(session.state).toEqual({ phase: 'running', atPrompt: true });
  expect(new Set(refusals)).toEqual(new Set([refusal]));
  await session.startOver();
  await settle();
  expect(session.state).toMatchObject({ phase: 'running' });
});

test('when the page may go, what was to be kept soon is kept at once', async () => {
  const { session, machine } = await begin();
  session.type('a\r');
  await settle(50);
  const saves = () => types(machine()).filter((type) => type === 'save').length;
  const before = saves();
  session.keep();
  await settle(0);
  expect(saves()).toBe(before + 1);
  session.keep();
  await settle();
  expect(saves()).toBe(before + 1);
});
