import type { MorePrograms } from './computer.ts';
import { Driver } from './driver.ts';
import { Machine } from './machine.ts';
import type { Session, SessionHost } from './session.ts';
import type { MachineRequest, MachineResponses } from './wire.ts';

/** What is loaded while the prompt is there already. */
export interface Rest {
  readonly Session: typeof Session;
  readonly morePrograms: MorePrograms;
}

/** What a prompt takes in without any program: characters, and the key that takes them away. Not Enter, Tab, the arrows. */
const PLAIN = /^[^\p{Cc}]*$|^\x7f+$/u;

/**
 * A machine behind the wire, quickly: of a fresh one a prompt is there before the engine and the commands have come, and
 * shows what is typed. When they have, a whole machine takes its place, booted alike and with the same typed into it.
 */
export class PromptFirst {
  #rest: Promise<Rest> | undefined;
  #session: Session | undefined;
  #prompt: Machine | undefined;
  #driver: Driver | undefined;
  /** Something was typed that waits: what comes after it waits, too. */
  #waits = false;
  readonly #decoder = new TextDecoder();
  readonly #shown = new Map<number, number>();

  constructor(
    private readonly host: SessionHost,
    /** Called once: when the prompt is there, or something has to be done that a prompt can't. */
    private readonly load: () => Promise<Rest>,
  ) {}

  /** As {@link Session.handle}. */
  async handle<Request extends MachineRequest>(request: Request): Promise<MachineResponses[Request['type']]> {
    if (!this.#session && this.#isForPrompt(request)) return this.#answer(request) as MachineResponses[Request['type']];
    return (await this.#whole()).handle(request);
  }

  #isForPrompt(request: MachineRequest): boolean {
    switch (request.type) {
      case 'boot':
        return !request.saved && !request.options.setup;
      case 'terminal.open':
      case 'terminal.shown':
        return this.#prompt !== undefined;
      case 'terminal.input':
        this.#waits ||= !PLAIN.test(request.data);
        return this.#prompt !== undefined && !this.#waits;
      default:
        return false;
    }
  }

  #answer(request: MachineRequest): unknown {
    switch (request.type) {
      case 'boot':
        this.#begin(Machine.boot(request.options));
        return [];
      case 'terminal.open':
        return this.#driver!.input((machine) => machine.openTerminal(request));
      case 'terminal.input':
        return this.#driver!.input((machine) => machine.type(request.terminal, request.data));
      case 'terminal.shown':
        return this.#driver!.shown(request.characters);
      default:
        throw new Error(`A prompt alone can't answer: ${request.type}`);
    }
  }

  #begin(machine: Machine): void {
    const { host } = this;
    this.#prompt = machine;
    this.#driver = new Driver(machine, {
      ...host,
      onOutput: (terminal, data) => {
        this.#shown.set(terminal, (this.#shown.get(terminal) ?? 0) + data.length);
        host.emit({ type: 'terminal.output', terminal, data: this.#decoder.decode(data, { stream: true }) });
        // Not before: to read so much code would keep the prompt waiting. Whoever asks for the whole machine hears of a
        // failure; before that nobody has to.
        if (!this.#rest) host.later(() => void this.#whole().catch(() => undefined), 0);
      },
      onExit: (terminal, status) => host.emit({ type: 'terminal.exit', terminal, status }),
    });
    this.#driver.start();
  }

  async #whole(): Promise<Session> {
    this.#rest ??= this.load();
    const { Session, morePrograms } = await this.#rest;
    if (this.#session) return this.#session;
    this.#session = new Session(this.host, morePrograms);
    this.#driver?.stop();
    if (this.#prompt) this.#session.takeOver(this.#prompt, this.#shown);
    this.#prompt = undefined;
    return this.#session;
  }
}
