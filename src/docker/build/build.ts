import { type BuildMessage, type BuildRequest, type ImageInspect, transferBytes } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { ApiError, CliError } from '../errors.ts';
import { BadReference, familiarString, parseNormalizedNamed } from '../opts/reference.ts';
import { buildCancel, imageBuild, imageInspect, imagePull } from '../requests/images.ts';
import { giveSignals, takeSignals, timesAsked } from '../signals.ts';
import { basesOf } from './bases.ts';
import { type BuildContext, openContext, packContext, sizeInBytes } from './context.ts';
import { type Converted, canonical, checkBases, convert } from './convert.ts';
import { readDockerfile } from './dockerfile.ts';
import { BuildError, excerpt, type Location } from './error.ts';
import { readStages } from './instructions.ts';
import { createLint } from './lint.ts';
import type { Progress } from './progress.ts';

/** What is built, and how. */
export interface BuildOptions {
  /** A folder, or `-` for standard input. */
  readonly context: string;
  /** Empty: the context's `Dockerfile`. */
  readonly dockerfile: string;
  /** Instead of a file: the Dockerfile itself (`dockerfile_inline`). */
  readonly inline?: string;
  readonly tags: readonly string[];
  readonly target: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly noCache: boolean;
  readonly noCacheFilter: readonly string[];
  readonly platform: string;
  readonly pull: boolean;
}

/** A build that failed: `message` as BuildKit says it, and the lines of the Dockerfile that it is about. */
export class BuildFailure extends CliError {
  constructor(
    message: string,
    readonly excerpt: string,
    /** It got as far as the builder: the message is what `failed to solve: ` stands before. */
    readonly solving: boolean,
  ) {
    super(message);
  }
}

/** What the builder knows of the Dockerfile when something goes wrong. */
interface Source {
  readonly name: string;
  readonly text: string;
}

const toFailure = (error: BuildError, { name, text }: Source): BuildFailure =>
  new BuildFailure(error.message, error.location ? excerpt(name, text, error.location) : '', true);

/**
 * Builds an image as `docker build` does, with BuildKit's words: reads context and Dockerfile, has the engine do the steps,
 * shows the progress. Gives the image's id. `docker compose build` calls it too, once for each service.
 * @throws {BuildFailure} The progress is closed then.
 */
export function* buildImage(cli: Cli, options: BuildOptions, progress: Progress): Op<string> {
  const context = yield* open(cli, options);
  return yield* buildFrom(cli, options, context, progress);
}

function* open(cli: Cli, options: BuildOptions): Op<BuildContext> {
  try {
    const context = yield* openContext(cli, options.context, options.dockerfile);
    if (options.inline === undefined) return context;
    return {
      ...context,
      dockerfileName: 'Dockerfile',
      dockerfile: { text: options.inline, mode: 0o600, mtime: cli.sys.now() },
    };
  } catch (error) {
    if (error instanceof CliError) throw new BuildFailure(error.message, '', false);
    throw error;
  }
}

function* buildFrom(cli: Cli, options: BuildOptions, context: BuildContext, progress: Progress): Op<string> {
  const source: Source = { name: context.dockerfileName, text: context.dockerfile?.text ?? '' };
  const failure = function* (error: BuildError): Op<BuildFailure> {
    yield* progress.end();
    return toFailure(error, source);
  };
  const instant = function* (id: string, name: string, status?: { text: string; bytes: number }): Op<void> {
    const time = cli.sys.uptime();
    yield* progress.show({ type: 'start', id, name, time });
    if (status) yield* progress.show({ type: 'status', id, ...status, started: time, time });
    yield* progress.show({ type: 'done', id, time });
  };
  const { dockerfile, dockerignore, dockerfileName } = context;
  const definition = 'definition';
  const time = cli.sys.uptime();
  if (context.kind === 'archive') {
    yield* instant('remote', '[internal] load remote build context');
    yield* instant('copy', 'copy /context /');
  } else {
    yield* progress.show({
      type: 'start',
      id: definition,
      name: `[internal] load build definition from ${dockerfileName}`,
      time,
    });
    const bytes = dockerfile ? transferOf(dockerfileName, dockerfile) : 2;
    yield* progress.show({
      type: 'status',
      id: definition,
      text: 'transferring dockerfile:',
      bytes,
      started: time,
      time,
    });
  }
  const endDefinition = function* (): Op<void> {
    if (context.kind !== 'archive') yield* progress.show({ type: 'done', id: definition, time: cli.sys.uptime() });
  };
  if (!dockerfile) {
    yield* endDefinition();
    throw yield* failure(
      new BuildError(`failed to read dockerfile: open ${dockerfileName}: no such file or directory`),
    );
  }

  // 1. The file alone; 2. what its FROMs name; 3. all of it.
  let read: ReturnType<typeof readDockerfile>;
  let references: readonly (readonly [reference: string, location: Location])[];
  let lint = createLint(undefined);
  try {
    read = readDockerfile(source.text);
    lint = createLint(read.directives.check);
    const parsed = readStages(read);
    lint.file(read, parsed.stages);
    checkBases(read, options, lint);
    references = [...basesOf(read, options)];
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    for (const warning of lint.warnings) yield* progress.show({ type: 'warning', id: definition, ...warning });
    yield* endDefinition();
    throw yield* failure(error);
  }
  const { syntax } = read.directives;
  if (syntax !== undefined && !/^(docker\.io\/)?docker\/dockerfile(:|$)/.test(syntax)) {
    yield* endDefinition();
    const why = 'a Dockerfile that brings its own frontend is not part of this simulator yet';
    throw yield* failure(new BuildError(`${syntax}: ${why}`, { start: 1, end: 1 }));
  }
  const images = new Map<string, ImageInspect>();
  const missing = new Map<string, string>();
  for (const [reference, location] of references) {
    const found = yield* resolveImage(cli, reference, location, options.pull);
    if (found instanceof BuildError) {
      yield* endDefinition();
      throw yield* failure(found);
    }
    if (typeof found === 'string') missing.set(reference, found);
    else images.set(reference, found);
  }
  let converted: Converted | undefined;
  let problem: BuildError | undefined;
  const parsedOnly = lint.warnings.length;
  try {
    converted = convert(
      read,
      options,
      (reference, location) => {
        const image = images.get(reference);
        if (image) return image;
        throw new MissingImage(reference, missing.get(reference) ?? '', location);
      },
      lint,
    );
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    problem = error;
  }
  const isMissing = problem instanceof MissingImage;
  if (lint.isError && lint.warnings.length > 0 && !problem) {
    const rules = [...new Set(lint.warnings.map(({ rule }) => rule))].join(', ');
    problem = new BuildError(`lint violation found for rules: ${rules}`);
  }
  // What is seen on the way isn't told when the build doesn't come so far.
  const told = isMissing ? lint.warnings.slice(0, parsedOnly) : lint.warnings;
  for (const warning of told) yield* progress.show({ type: 'warning', id: definition, ...warning });
  yield* endDefinition();
  yield* showFrontend(cli, read.directives.syntax, progress);
  for (const [reference] of references) {
    if (reference === 'scratch') continue;
    const id = `metadata:${reference}`;
    const started = cli.sys.uptime();
    yield* progress.show({
      type: 'start',
      id,
      name: `[internal] load metadata for ${canonical(reference)}`,
      time: started,
    });
    const why = missing.get(reference);
    if (why === undefined || !isMissing || (problem as MissingImage).reference !== reference) {
      yield* progress.show({ type: 'done', id, time: cli.sys.uptime() });
      continue;
    }
    yield* progress.show({ type: 'error', id, time: cli.sys.uptime(), message: why });
    throw yield* failure(problem!);
  }
  yield* instant('dockerignore', '[internal] load .dockerignore', {
    text: 'transferring context:',
    bytes: dockerignore ? transferOf('.dockerignore', dockerignore) : 2,
  });
  if (problem || !converted) throw yield* failure(problem!);
  return yield* solve(cli, options, context, converted, source, progress);
}

/** `# syntax=docker/dockerfile:1` asks for a newer reader of Dockerfiles: here it is always this one. */
function* showFrontend(cli: Cli, syntax: string | undefined, progress: Progress): Op<void> {
  if (syntax === undefined) return;
  const time = cli.sys.uptime();
  const name = canonical(syntax);
  for (const [id, title] of [
    ['syntax', `resolve image config for docker-image://${name}`],
    ['frontend', `docker-image://${name}`],
  ] as const) {
    yield* progress.show({ type: 'start', id, name: title, time });
    yield* progress.show({ type: 'done', id, time, ...(id === 'frontend' ? { cached: true } : {}) });
  }
}

/** An image that no registry has. */
class MissingImage extends BuildError {
  constructor(
    readonly reference: string,
    why: string,
    location: Location,
  ) {
    super(`${reference}: failed to resolve source metadata for ${canonical(reference)}: ${why}`, location);
  }
}

const transferOf = (name: string, { text, mode, mtime }: { text: string; mode: number; mtime: number }): number =>
  transferBytes([{ name, type: 'file', mode, mtime, data: new TextEncoder().encode(text) }]);

/** An image's configuration; one that isn't here is pulled. A text: why it can't be had. */
function* resolveImage(
  cli: Cli,
  reference: string,
  location: Location,
  pull: boolean,
): Op<ImageInspect | BuildError | string> {
  let named: ReturnType<typeof parseNormalizedNamed>;
  try {
    named = parseNormalizedNamed(reference);
  } catch (error) {
    if (error instanceof BadReference)
      return new BuildError(`failed to parse stage name ${JSON.stringify(reference)}: ${error.message}`, location);
    throw error;
  }
  const tagged = named.tag === undefined && named.digest === undefined ? { ...named, tag: 'latest' } : named;
  try {
    if (!pull) return yield* cli.call(imageInspect(familiarString(tagged)));
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== 'notFound') throw error;
  }
  try {
    for (let seen = 0; ; ) {
      const messages = yield* cli.call(imagePull(tagged, seen));
      if (messages.length === 0) break;
      seen += messages.length;
    }
    return yield* cli.call(imageInspect(familiarString(tagged)));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return /manifest unknown/.test(error.message)
      ? `${canonical(reference)}: not found`
      : 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
  }
}

/** Has the engine build, and shows what it tells. */
function* solve(
  cli: Cli,
  options: BuildOptions,
  context: BuildContext,
  converted: Converted,
  source: Source,
  progress: Progress,
): Op<string> {
  const needsContext = converted.vertexes.some(({ Op: op }) => op.Type === 'context');
  let tar: Uint8Array | undefined;
  try {
    if (needsContext) tar = packContext(yield* context.files(converted.contextPaths));
  } catch (error) {
    yield* progress.end();
    if (error instanceof CliError) throw new BuildFailure(error.message, '', true);
    throw error;
  }
  const Ref = Array.from(
    { length: 25 },
    () => 'abcdefghijklmnopqrstuvwxyz0123456789'[Math.floor(cli.sys.random() * 36)],
  ).join('');
  const request: BuildRequest = {
    Ref,
    Vertexes: converted.vertexes,
    Result: converted.result,
    ...(tar ? { Context: { SharedKey: context.sharedKey, Tar: tar } } : {}),
    DockerfileSize: sizeInBytes(source.text),
    Image: converted.image,
    Tags: options.tags,
  };
  progress.expect(3 + converted.vertexes.length);
  const begun = new Set<string>();
  const before = takeSignals(cli);
  let outcome: Extract<BuildMessage, { readonly Type: 'done' | 'error' }> | undefined;
  for (let seen = 0; !outcome; ) {
    if (timesAsked(cli) > 0) yield* cli.call(buildCancel(Ref));
    const poll = cli.poll(imageBuild(request, seen));
    if (poll.state === 'failed') throw poll.error;
    if (poll.state === 'waiting') {
      const next = yield* progress.tick();
      yield next === undefined ? poll.wait : { on: poll.wait.on, until: cli.sys.uptime() + next };
      continue;
    }
    seen += poll.value.length;
    for (const message of poll.value) {
      yield* tell(progress, message, converted, begun);
      if (message.Type === 'done' || message.Type === 'error') outcome = message;
    }
  }
  giveSignals(cli, before);
  yield* progress.end();
  if (outcome.Type === 'done') return outcome.Image;
  if (outcome.Message === 'context canceled') throw new BuildFailure('Canceled: context canceled', '', true);
  const fetched = outcome.Message.startsWith('failed to load cache key: ');
  const location = outcome.Vertex === 'export' || fetched ? undefined : converted.locations[outcome.Vertex];
  throw toFailure(new BuildError(outcome.Message, location), source);
}

/** One message of the engine as an event. */
function* tell(progress: Progress, message: BuildMessage, converted: Converted, begun: Set<string>): Op<void> {
  if (message.Type === 'done') return;
  const id = String(message.Vertex);
  const name = message.Vertex === 'export' ? 'exporting to image' : converted.vertexes[message.Vertex]!.Name;
  // `scratch` is nothing that is loaded.
  if (name === '') return;
  switch (message.Type) {
    case 'vertex': {
      const { Started, Completed, Cached, Error: why } = message;
      if (!begun.has(id)) yield* progress.show({ type: 'start', id, name, time: Started });
      begun.add(id);
      if (why !== undefined) yield* progress.show({ type: 'error', id, time: Completed ?? Started, message: why });
      else if (Completed !== undefined)
        yield* progress.show({ type: 'done', id, time: Completed, ...(Cached ? { cached: true } : {}) });
      return;
    }
    case 'status': {
      const { ID: text, Current: bytes, Started: started, Completed } = message;
      const time = Completed ?? started;
      yield* progress.show({ type: 'status', id, text, ...(bytes === undefined ? {} : { bytes }), started, time });
      return;
    }
    case 'log':
      yield* progress.show({ type: 'log', id, data: message.Data, time: message.Time });
      return;
    case 'error':
      if (message.Message === 'context canceled' && begun.has(id))
        yield* progress.show({ type: 'canceled', id, time: 0 });
  }
}
