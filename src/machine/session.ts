import { atPrompt, lastEntered, typedAtPrompt } from '../shell/index.ts';
import type { MorePrograms } from './computer.ts';
import { Copies } from './copies.ts';
import { Driver } from './driver.ts';
import { lookAt } from './files.ts';
import { Foresight } from './foresight.ts';
import { type Checkpoint, Machine } from './machine.ts';
import { packingOn, packState, seal, unpackFiles, unpackState, unseal } from './packing.ts';
import { ProbeReader } from './probe.ts';
import { SurveyPace } from './survey-pace.ts';
import { TerminalText } from './terminal-text.ts';
import { Timeline, type Whereabouts } from './timeline.ts';
import type {
  MachineEvent,
  MachineOptions,
  MachineRequest,
  MachineResponses,
  PackedState,
  PointKind,
  Probing,
  SavedMachine,
} from './wire.ts';
import { Surveyor } from './world.ts';
import { xray } from './xray.ts';

/** What a session needs of the place where it runs. */
export interface SessionHost {
  /** Real milliseconds, monotonic. */
  now(): number;
  soon(task: () => void): void;
  later(task: () => void, ms: number): () => void;
  emit(event: MachineEvent): void;
}

/** What a saved machine holds beside its points. */
interface SavedSession {
  readonly where: Whereabouts;
  /** The present state, against the present point. */
  readonly state: PackedState;
  /** It is that point's state, but for the time. */
  readonly asAtPoint: boolean;
}

/** A machine behind the wire: answers requests, sends events. In a worker, or in the page's or test's own process. */
export class Session {
  #machine: Machine | undefined;
  #driver: Driver | undefined;
  #surveyor: Surveyor | undefined;
  readonly #checkpoints: Checkpoint[] = [];
  readonly #text = new TerminalText();
  readonly #pace: SurveyPace;
  readonly #atPrompt = new Map<number, boolean>();
  #timeline: Timeline | undefined;
  #copies: Copies | undefined;
  /** The number of the last command of each terminal that is told of, and whether one runs now. */
  readonly #told = new Map<number, number>();
  #running = '';
  /** The World at the present point of the timeline. */
  #atPoint: number | undefined;
  /** The first prompt of a fresh machine is a point of this kind. */
  #begins: PointKind | undefined = 'start';
  #size = { columns: 80, rows: 24 };
  readonly #foresight: Foresight;
  constructor(
    private readonly host: SessionHost,
    private readonly more: MorePrograms,
  ) {
    this.#pace = new SurveyPace(host, () => this.#surveyNow());
    this.#foresight = new Foresight(host, (line, losses) => host.emit({ type: 'foreseen', line, losses }));
  }

  /**
   * Answers a request. Rejects with a sentence for a person: a request that can't be answered, a saved session that isn't
   * one.
   */
  async handle<Request extends MachineRequest>(request: Request): Promise<MachineResponses[Request['type']]> {
    if (request.type === 'boot') this.#boot(request);
    return this.#answer(request) as MachineResponses[Request['type']];
  }

  /**
   * Goes on for a machine that had a prompt alone: makes a whole one, whose first point is the empty prompt, and types
   * the same there. `shown`: how many bytes each terminal has shown; the whole machine shows them again, to nobody.
   * @see PromptFirst
   */
  takeOver(prompt: Machine, shown: ReadonlyMap<number, number>): void {
    const machine = prompt.complete(this.more);
    for (const [terminal, bytes] of shown) this.#text.skip(terminal, bytes);
    for (const { input } of prompt.log) if (input.type === 'terminal.open') this.#size = input;
    this.#begin(machine);
    for (const [terminal, state] of machine.shells()) this.#follow(terminal, state);
    for (const { input } of prompt.log)
      if (input.type === 'terminal.input') this.#driver!.input((into) => into.type(input.terminal, input.data));
  }

  #answer(request: MachineRequest): unknown {
    const machine = this.#machine;
    const driver = this.#driver;
    if (!machine || !driver) throw new Error('The machine has not been started.');
    switch (request.type) {
      case 'boot':
        return machine.prompts().map(([terminal]) => terminal);
      case 'terminal.open':
        this.#size = request;
        return driver.input((into) => into.openTerminal(request));
      case 'terminal.input':
        if (/[\r\n]/.test(request.data)) this.#beforeCommand();
        this.#foresight.typed(machine, request.terminal, () => this.#surveyor?.last);
        return driver.input((into) => into.type(request.terminal, request.data));
      case 'terminal.resize':
        this.#size = request;
        return driver.input((into) => into.resize(request.terminal, request));
      case 'terminal.close':
        return driver.input((into) => into.closeTerminal(request.terminal));
      case 'terminal.shown':
        return driver.shown(request.characters);
      case 'probe.stat':
        return this.#probe(request).stat(request.place, request.path);
      case 'probe.read':
        return this.#probe(request).read(request.place, request.path);
      case 'probe.list':
        return this.#probe(request).list(request.place, request.path);
      case 'probe.inspect':
        return this.#probe(request).inspect(request.kind, request.name);
      case 'file.write':
        return driver.input((into) => into.writeFile(request.path, request.data));
      case 'checkpoint':
        this.#checkpoints.push(machine.checkpoint());
        return this.#checkpoints.length;
      case 'restore': {
        const checkpoint = this.#checkpoints[request.checkpoint - 1];
        if (!checkpoint) throw new Error(`There is no checkpoint ${request.checkpoint}.`);
        machine.restore(checkpoint);
        this.#moved();
        return undefined;
      }
      case 'xray':
        return xray(machine.surveyed(), request.container, request.path);
      case 'file.look':
        return lookAt(machine.surveyed(), request.place, request.path);
      case 'file.save': {
        this.#beforeCommand();
        const { type: _, ...save } = request;
        const saved = driver.input((into) => into.saveFile(save));
        this.#surveyor?.touch();
        this.#addPoint('file', request.path);
        return saved;
      }
      case 'timeline.go':
        this.#keepPresent();
        machine.restore(this.#timeline!.go(request.point));
        this.#moved(request.point);
        return undefined;
      case 'timeline.reset':
        return this.#reset();
      case 'timeline.compare':
        return this.#copies!.compare(request.from, request.to);
      case 'timeline.without':
        this.#surveyNow();
        return this.#copies!.without(this.#surveyor!.last!);
      case 'timeline.try':
        return this.#copies!.tryOut(request.point, request.commands);
      case 'save':
        return this.#save();
      case 'http':
        return driver.input((into) => into.http(request.port, request.path));
      default:
        throw new Error(`Unknown request: ${(request as { type: string }).type}`);
    }
  }

  #boot({ options, saved }: Extract<MachineRequest, { type: 'boot' }>): void {
    if (saved) {
      this.#load(options, saved);
      return;
    }
    const machine = Machine.boot(options, this.more);
    machine.setUp();
    this.#begin(machine);
  }

  /** Goes on from what {@link #save} gave. */
  #load(options: MachineOptions, saved: SavedMachine): void {
    const { machine, rest } = unseal(options, saved.machine, this.more);
    const { where, state, asAtPoint } = rest as SavedSession;
    const timeline = new Timeline(packingOn(machine.base.vfs), { where, points: saved.points });
    const below = timeline.filesOf(where.present) ?? machine.base.vfs;
    machine.restore(unpackState(state, unpackFiles(state, below)));
    this.#begin(machine, timeline);
    if (where.present === 0) return;
    this.#begins = undefined;
    for (const [terminal, shell] of machine.shells()) this.#noteTold(terminal, shell);
    this.#surveyNow();
    if (asAtPoint) this.#atPoint = this.#surveyor?.last?.number;
  }

  #save(): SavedMachine {
    const machine = this.#machine!;
    const timeline = this.#timeline!;
    const { where, fresh } = timeline.save();
    const state = packState(machine.checkpoint(), timeline.filesOf(where.present) ?? machine.base.vfs);
    const asAtPoint = !this.#hasMoved();
    return { machine: seal(machine, { where, state, asAtPoint } satisfies SavedSession), points: fresh };
  }

  #begin(machine: Machine, timeline = new Timeline(packingOn(machine.base.vfs))): void {
    this.#driver?.stop();
    this.#machine = machine;
    this.#timeline = timeline;
    this.#copies = new Copies(this.host, machine, timeline);
    this.#begins = 'start';
    this.#told.clear();
    this.#surveyor = new Surveyor(machine.surveyed());
    machine.onEngineEvent = (event) => {
      this.#surveyor?.take(event);
      this.#pace.event(event);
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

  #probe({ trial }: Probing): ProbeReader {
    const machine = trial === undefined ? this.#machine! : this.#copies!.trial(trial);
    return new ProbeReader(machine.surveyed());
  }

  #output(terminal: number, output: Uint8Array): void {
    const { text, unreported } = this.#text.take(terminal, output);
    if (text !== '') this.host.emit({ type: 'terminal.output', terminal, data: text });
    // The page reports the characters that it has shown; flow control counts bytes.
    this.#driver?.shown(unreported);
  }

  #afterSlice(idle: boolean): void {
    this.#pace.worked(idle);
    const machine = this.#machine!;
    for (const [terminal, at] of machine.prompts()) {
      if (this.#atPrompt.get(terminal) === at) continue;
      this.#atPrompt.set(terminal, at);
      this.host.emit({ type: 'terminal.prompt', terminal, at });
    }
    for (const [terminal, state] of machine.shells()) {
      this.#follow(terminal, state);
      if (idle && !atPrompt(state)) this.host.emit({ type: 'terminal.quiet', terminal });
    }
  }

  /** A shell as a restored machine has it: a command that runs there is told of at its end. */
  #noteTold(terminal: number, state: unknown): void {
    const told = (lastEntered(state)?.number ?? 0) - (atPrompt(state) ? 0 : 1);
    if (told >= 0) this.#told.set(terminal, told);
  }

  /** Notices that a command was entered, and that its prompt is back: then it is told, and the timeline has a point more. */
  #follow(terminal: number, state: unknown): void {
    const entered = lastEntered(state);
    const number = entered?.number ?? 0;
    const before = this.#told.get(terminal);
    const back = typedAtPrompt(state) !== undefined;
    if (before === undefined) {
      if (!back) return;
      this.#told.set(terminal, number);
      // Another shell in the place of one that ended is what came of its `exit`.
      const kind = this.#begins ?? 'command';
      this.#begins = undefined;
      this.#addPoint(kind, kind === 'command' ? 'exit' : '');
      return;
    }
    if (number === before) return;
    this.#running = entered!.text;
    if (!back) return;
    this.#told.set(terminal, number);
    this.#addPoint('command', this.#running);
    this.#running = '';
  }

  /** Something is entered: what happened by itself until now isn't its doing. */
  #beforeCommand(): void {
    if (this.#running !== '') return;
    this.#surveyNow();
    this.#surveyor?.mark();
    this.#pace.begin();
  }

  #addPoint(kind: PointKind, command: string): void {
    const { host } = this;
    this.#surveyNow();
    const sentences = this.#surveyor?.tell() ?? [];
    if (kind === 'command' || kind === 'file') {
      const told = kind === 'file' ? `saved ${command}` : command;
      host.emit({ type: 'told', told: { command: told, sentences, done: true } });
    }
    const checkpoint = this.#machine!.checkpoint();
    const at = this.#machine!.kernel.now();
    const { added, gone } = this.#timeline!.add({ kind, command, sentences, at, checkpoint });
    this.#atPoint = this.#surveyor?.last?.number;
    this.#surveyor?.mark();
    const { present, forward } = this.#timeline!;
    host.emit({ type: 'timeline', added, gone, present, forward });
  }

  /** What no point has yet becomes one, before somebody goes elsewhere. */
  #keepPresent(): void {
    if (this.#hasMoved()) this.#addPoint('meanwhile', this.#running);
  }

  /** Whether the machine is elsewhere than at the timeline's present point. */
  #hasMoved(): boolean {
    this.#surveyNow();
    const waits = [...this.#machine!.shells()].some(([, state]) => typedAtPrompt(state) !== undefined);
    return !waits || this.#surveyor?.last?.number !== this.#atPoint;
  }

  /** The machine has another state: everything that follows it is told. */
  #moved(point?: number): void {
    const machine = this.#machine!;
    const surveyor = this.#surveyor!;
    this.#foresight.forget();
    surveyor.follow(machine.surveyed());
    this.#driver!.replace(machine);
    this.#text.forget();
    this.#atPrompt.clear();
    this.#running = '';
    this.#told.clear();
    for (const [terminal, state] of machine.shells()) {
      this.#noteTold(terminal, state);
      machine.resize(terminal, this.#size);
      this.host.emit({ type: 'terminal.moved', terminal, point });
    }
    this.#surveyNow();
    surveyor.mark();
    this.#atPoint = surveyor.last?.number;
    const { present, forward } = this.#timeline!;
    this.host.emit({ type: 'timeline', present, forward });
  }

  #reset(): void {
    const machine = this.#machine!;
    this.#keepPresent();
    machine.reset();
    const terminal = machine.openTerminal(this.#size);
    this.#moved();
    // Its first prompt makes the point.
    this.#begins = 'start-over';
    this.#told.delete(terminal);
  }

  #surveyNow(): void {
    const world = this.#surveyor?.survey();
    if (!world) return;
    this.#pace.drawn();
    this.host.emit({ type: 'world', world });
    const sentences = this.#surveyor!.tell();
    if (sentences.length > 0)
      this.host.emit({ type: 'told', told: { command: this.#running, sentences, done: false } });
  }
}
