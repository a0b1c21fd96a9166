import type { MachineEvent, MachinePort, MachineRequest, World } from '../../machine/wire.ts';
import { STORY } from './worlds.ts';

/*
 * A MachinePort without a machine: its terminal echoes, and each line that is entered brings the next World of a story.
 * `crash` ends it as a worker's death would.
 */

export interface FakeMachine extends MachinePort {
  emit(event: MachineEvent): void;
  crash(reason: string): void;
  readonly requests: readonly MachineRequest[];
}

const PROMPT = '\x1b[1;32mlearner@docker-host\x1b[0m:\x1b[1;34m~\x1b[0m$ ';

export function fakeMachine(story: readonly World[] = STORY): FakeMachine {
  const listeners = new Set<(event: MachineEvent) => void>();
  const crashListeners = new Set<(reason: string) => void>();
  const requests: MachineRequest[] = [];
  let at = 0;
  let line = '';
  const emit = (event: MachineEvent) => {
    for (const listener of listeners) listener(event);
  };
  const show = (data: string) => emit({ type: 'terminal.output', terminal: 1, data });
  const prompt = () => {
    show(PROMPT);
    emit({ type: 'terminal.prompt', terminal: 1, at: true });
  };
  const publish = () => {
    const world = story[Math.min(at, story.length - 1)];
    if (world) emit({ type: 'world', world });
  };
  const key = (character: string) => {
    if (character === '\r') {
      show('\r\n');
      emit({ type: 'terminal.prompt', terminal: 1, at: false });
      if (line) show(`${line}: noted\r\n`);
      if (line) at++;
      line = '';
      publish();
      prompt();
    } else if (character === '\x7f') {
      if (line) show('\b \b');
      line = line.slice(0, -1);
    } else if (character >= ' ') {
      line += character;
      show(character);
    }
  };
  const answer = (request: MachineRequest): unknown => {
    switch (request.type) {
      case 'boot':
        if (request.saved) at = request.saved.machine[0] ?? 0;
        publish();
        if (!request.saved) return [];
        emit({ type: 'terminal.prompt', terminal: 1, at: true });
        return [1];
      case 'terminal.open':
        queueMicrotask(prompt);
        return 1;
      case 'terminal.input':
        for (const character of request.data) key(character);
        return undefined;
      case 'save':
        return { machine: new Uint8Array([at]), points: [] };
      default:
        return undefined;
    }
  };
  return {
    requests,
    emit,
    crash(reason) {
      for (const listener of [...crashListeners]) listener(reason);
    },
    async request(request) {
      requests.push(request);
      return answer(request) as never;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onCrash(listener) {
      crashListeners.add(listener);
      return () => crashListeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
}
