import type { MorePrograms } from './computer.ts';
import { Driver } from './driver.ts';
import { type Checkpoint, Machine } from './machine.ts';
import { ProbeReader } from './probe.ts';
import type { MachineEvent, MachineRequest, MachineResponses } from './wire.ts';
import { Surveyor } from './world.ts';

/** What a session needs of the place where it runs. */
export interface SessionHost {
  /** Real milliseconds, monotonic. */
  now(): number;
  soon(task: () => void): void;
  later(task: () => void, ms: number): () => void;
  emit(event: MachineEvent): void;
}

/** The World is drawn at most so often while things move, in milliseconds. */
const SURVEY_INTERVAL = 100;

/** A machine behind the wire: answers requests, sends events. In a worker, or in the page's or test's own process. */
export class Session {
  #machine: Machine | undefined;
  #driver: Driver | undefined;
  #surveyor: Surveyor | undefined;
  readonly #checkpoints: Checkpoint[] = [];
  readonly #decoders = new Map<number, TextDecoder>();
  readonly #atPrompt = new Map<number, boolean>();
  #lastSurvey = Number.NEGATIVE_INFINITY;
  #cancelSurvey: (() => void) | undefined;

  #booting: Promise<unknown> | undefined;
  #ready: Promise<unknown> | undefined;

  constructor(
    private readonly host: SessionHost,
    /** The programs that the prompt can do without, on their way. */
    private readonly more: Promise<MorePrograms>,
  ) {}

  /**
   * Answers a request. A fresh machine shows its prompt at once; what needs programs waits until all are there.
   * Rejects with a sentence for a person: a request that can't be answered, a saved session that isn't one.
   */
  async handle<Request extends MachineRequest>(request: Request): Promise<MachineResponses[Request['type']]> {
    if (request.type === 'boot') await this.#boot(request);
    else {
      await this.#booting;
      if (request.type !== 'terminal.open') await this.#ready;
    }
    return this.#answer(request) as MachineResponses[Request['type']];
  }

  #answer(request: MachineRequest): unknown {
    const machine = this.#machine;
    const driver = this.#driver;
    if (!machine || !driver) throw new Error('The machine has not been started.');
    switch (request.type) {
      case 'boot':
        return machine.prompts().map(([terminal]) => terminal);
      case 'terminal.open':
        return driver.input((into) => into.openTerminal(request));
      case 'terminal.input':
        return driver.input((into) => into.type(request.terminal, request.data));
      case 'terminal.resize':
        return driver.input((into) => into.resize(request.terminal, request));
      case 'terminal.close':
        return driver.input((into) => into.closeTerminal(request.terminal));
      case 'terminal.shown':
        return driver.shown(request.characters);
      case 'probe.stat':
        return this.#probe().stat(request.place, request.path);
      case 'probe.read':
        return this.#probe().read(request.place, request.path);
      case 'probe.list':
        return this.#probe().list(request.place, request.path);
      case 'probe.inspect':
        return this.#probe().inspect(request.kind, request.name);
      case 'file.write':
        return driver.input((into) => into.writeFile(request.path, request.data));
      case 'checkpoint':
        this.#checkpoints.push(machine.checkpoint());
        return this.#checkpoints.length;
      case 'restore': {
        const checkpoint = this.#checkpoints[request.checkpoint - 1];
        if (!checkpoint) throw new Error(`There is no checkpoint ${request.checkpoint}.`);
        machine.restore(checkpoint);
        driver.replace(machine);
        this.#surveyor?.follow(machine.surveyed());
        return undefined;
      }
      case 'save':
        return machine.save();
      case 'http':
        return driver.input((into) => into.http(request.port, request.path));
      default:
        throw new Error(`Unknown request: ${(request as { type: string }).type}`);
    }
  }

  async #boot({ options, saved }: Extract<MachineRequest, { type: 'boot' }>): Promise<void> {
    let done = () => {};
    this.#booting = new Promise((resolve) => {
      done = () => resolve(undefined);
    });
    try {
      // What runs in a saved session may be any program.
      if (saved) this.#begin(Machine.load(options, saved, await this.more));
      else {
        const machine = Machine.boot(options);
        this.#begin(machine);
        this.#ready = this.more.then((more) => machine.provide(more));
      }
    } finally {
      done();
    }
  }

  #begin(machine: Machine): void {
    this.#driver?.stop();
    this.#machine = machine;
    this.#surveyor = new Surveyor(machine.surveyed());
    machine.onEngineEvent = (event) => {
      this.#surveyor?.touch();
      this.host.emit({ type: 'engine', event });
    };
    this.#driver = new Driver(machine, {
      ...this.host,
      onOutput: (terminal, data) => this.#output(terminal, data),
      onExit: (terminal, status) => this.host.emit({ type: 'terminal.exit', terminal, status }),
      onSlice: (idle) => this.#afterSlice(idle),
    });
    this.#driver.start();
  }

  #probe(): ProbeReader {
    return new ProbeReader(this.#machine!.surveyed());
  }

  #output(terminal: number, data: Uint8Array): void {
    let decoder = this.#decoders.get(terminal);
    if (!decoder) this.#decoders.set(terminal, (decoder = new TextDecoder()));
    const text = decoder.decode(data, { stream: true });
    this.host.emit({ type: 'terminal.output', terminal, data: text });
    // Flow control counts characters on the wire and bytes here: make up for the difference at once.
    this.#driver?.shown(data.length - text.length);
  }

  #afterSlice(idle: boolean): void {
    this.#survey(idle);
    for (const [terminal, at] of this.#machine!.prompts()) {
      if (this.#atPrompt.get(terminal) === at) continue;
      this.#atPrompt.set(terminal, at);
      this.host.emit({ type: 'terminal.prompt', terminal, at });
    }
  }

  #survey(idle: boolean): void {
    const wait = this.#lastSurvey + SURVEY_INTERVAL - this.host.now();
    if (!idle && wait > 0) return;
    if (wait > 0) {
      this.#cancelSurvey ??= this.host.later(() => {
        this.#cancelSurvey = undefined;
        this.#surveyNow();
      }, wait);
      return;
    }
    this.#surveyNow();
  }

  #surveyNow(): void {
    const world = this.#surveyor?.survey();
    if (!world) return;
    this.#lastSurvey = this.host.now();
    this.host.emit({ type: 'world', world });
  }
}
