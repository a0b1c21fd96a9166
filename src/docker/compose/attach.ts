import type { ContainerSummary, StreamId } from '../../engine/index.ts';
import { isErrno, type Op, type Wait } from '../../os/index.ts';
import { anyOf } from '../cli.ts';
import { CliError } from '../errors.ts';
import { containerAttach, containerInspect, containerKill, streamClose, streamRead } from '../requests/containers.ts';
import { projectContainers, serviceOfContainer, shortName, sortedByName } from './containers.ts';
import { all, ask, type Compose, isKind } from './context.ts';
import { stopServices } from './down.ts';
import type { Project } from './model/project.ts';
import { announce, type Presenter, present, presentStatus } from './presenter.ts';
import { start } from './start.ts';

export interface AttachOptions {
  /** The services whose containers' output is shown. */
  readonly services: readonly string[];
  /** Those that `up` was asked for: what it waits for. */
  readonly monitored: readonly string[];
  readonly onExit: 'ignore' | 'stop' | 'fail';
  readonly exitCodeFrom: string;
  readonly presenter: Presenter;
}

/** A container that is listened to. */
interface Listened {
  readonly container: ContainerSummary;
  readonly name: string;
  stream: StreamId | undefined;
  seen: number;
  readonly partial: { stdout: string; stderr: string };
  done: boolean;
}

const decoder = new TextDecoder();

/**
 * `docker compose up` without `-d`: shows what the containers print until all have ended. Ctrl-C stops them, a second one
 * kills them.
 * @throws {CliError} with the status of `--exit-code-from` and its like
 */
export function* upAttached(compose: Compose, project: Project, options: AttachOptions): Op<void> {
  const { cli } = compose;
  const { presenter } = options;
  const found = yield* projectContainers(cli, project.name, 'exclude', true);
  const chosen = sortedByName(found.filter((container) => options.services.includes(serviceOfContainer(container))));
  const names = chosen.map(shortName);
  const listened: Listened[] = [];
  for (const signal of ['INT', 'TERM'] as const) cli.sys.onSignal(signal, 'catch');
  if (chosen.length > 0) {
    yield* cli.out(`Attaching to ${names.join(', ')}\n`);
    announce(presenter, names);
    for (const [index, container] of chosen.entries()) {
      const stream = yield* ask(cli, containerAttach(container.Id, { stdin: false, stdout: true, stderr: true }));
      listened.push({
        container,
        name: names[index]!,
        stream,
        seen: 0,
        partial: { stdout: '', stderr: '' },
        done: false,
      });
    }
  }
  let code = 0;
  let stopping: Op<void> | undefined;
  let interrupts = 0;
  let failure: unknown;
  const starting = start(compose, project, true);
  const background: Op<void>[] = [starting];
  const monitored = (each: Listened) =>
    options.monitored.length === 0 || options.monitored.includes(serviceOfContainer(each.container));
  let aborted = false;

  const ended = function* (each: Listened): Op<void> {
    const { State } = yield* ask(cli, containerInspect(each.container.Id));
    if (State.Status === 'running' || State.Status === 'paused') return;
    const restarting = State.Status === 'restarting';
    if (interrupts === 0)
      yield* presentStatus(
        cli,
        presenter,
        each.name,
        `exited with code ${State.ExitCode}${restarting ? ' (restarting)' : ''}`,
      );
    if (restarting) {
      each.seen = 0;
      each.stream = yield* ask(cli, containerAttachAgain(each.container.Id));
      return;
    }
    each.done = true;
    if (serviceOfContainer(each.container) === options.exitCodeFrom) code = State.ExitCode;
    if (aborted || options.onExit === 'ignore' || (options.onExit === 'fail' && State.ExitCode === 0)) return;
    aborted = true;
    if (options.exitCodeFrom === '') code = State.ExitCode;
    yield* cli.err('\x1b[31m\x1b[1mAborting on container exit...\x1b[0m\n');
    stopping = stopServices(compose, project, [], undefined);
    background.push(stopping);
  };

  for (;;) {
    const waits: Wait[] = [];
    let moved = false;
    for (let count = takeSignals(compose); count > 0; count--) {
      interrupts++;
      moved = true;
      if (interrupts === 1) {
        yield* cli.out('Gracefully Stopping... press Ctrl+C again to force\n');
        stopping = stopServices(compose, project, [], undefined);
        background.push(stopping);
      } else {
        background.push(killAll(compose, project));
      }
    }
    for (const task of [...background]) {
      try {
        const next = task.next();
        if (!next.done) {
          waits.push(next.value);
          continue;
        }
      } catch (error) {
        if (!(error instanceof CliError) && !(error instanceof Error)) throw error;
        if (interrupts === 0) failure ??= error;
      }
      background.splice(background.indexOf(task), 1);
      moved = true;
    }
    if (failure) break;
    for (const each of listened) {
      if (each.done || each.stream === undefined) continue;
      const poll = cli.poll(streamRead(each.stream, each.seen));
      if (poll.state === 'waiting') {
        waits.push(poll.wait);
        continue;
      }
      if (poll.state === 'failed') throw poll.error;
      moved = true;
      if (poll.value) {
        each.seen += poll.value.data.length;
        yield* show(compose, presenter, each, poll.value.stream, decoder.decode(poll.value.data));
        continue;
      }
      for (const stream of ['stdout', 'stderr'] as const)
        if (each.partial[stream] !== '') {
          yield* present(cli, presenter, each.name, stream, each.partial[stream]);
          each.partial[stream] = '';
        }
      const stream = each.stream;
      each.stream = undefined;
      yield* ask(cli, streamClose(stream));
      yield* ended(each);
    }
    if (background.length === 0 && listened.filter(monitored).every(({ done }) => done)) break;
    if (!moved) yield anyOf(waits);
  }
  for (const signal of ['INT', 'TERM'] as const) cli.sys.onSignal(signal, 'default');
  for (const { stream } of listened) if (stream !== undefined) yield* ask(cli, streamClose(stream));
  if (failure) throw failure;
  const status = interrupts > 0 ? 130 : code;
  if (status === 0) return;
  yield* cli.err('\n');
  throw new CliError('', status);
}

const containerAttachAgain = (id: string) => containerAttach(id, { stdin: false, stdout: true, stderr: true });

/** How often it was told to end. */
function takeSignals({ cli }: Compose): number {
  let count = 0;
  for (let signal = cli.sys.takeSignal(); signal; signal = cli.sys.takeSignal())
    if (signal === 'INT' || signal === 'TERM') count++;
  return count;
}

function* killAll({ cli }: Compose, project: Project): Op<void> {
  const running = yield* projectContainers(cli, project.name, 'exclude', false);
  yield* all(
    running.map(function* ({ Id }): Op<void> {
      try {
        yield* ask(cli, containerKill(Id, 'KILL'));
      } catch (error) {
        if (!isKind(error, 'notFound', 'conflict') && !isErrno(error)) throw error;
      }
    }),
  );
}

function* show(
  { cli }: Compose,
  presenter: Presenter,
  each: Listened,
  stream: 'stdout' | 'stderr',
  data: string,
): Op<void> {
  const lines = (each.partial[stream] + data).split('\n');
  each.partial[stream] = lines.pop() ?? '';
  const time = presenter.timestamps ? new Date(cli.sys.now()).toISOString().replace('Z', '000000Z') : '';
  for (const line of lines) yield* present(cli, presenter, each.name, stream, line, time);
}
