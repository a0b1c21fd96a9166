import type { Duplex } from 'node:stream';
import { type Message, messages, strings, textMap } from '../protobuf.ts';
import { type Call, type CallDecision, messageReader, proxyCalls } from './grpc.ts';
import { noteImages } from './image-rules.ts';
import type { GuardOptions, Objects } from './objects.ts';
import { type BuildAsked, decideSession, type Sessions } from './session.ts';

/*
 * BuildKit's own protocol behind `POST /grpc` and `POST /session`: docker build and compose build talk it. A build asks
 * for what it wants in one message, Solve (moby/buildkit, api/services/control/control.proto), and once more in the
 * frontend's own words (frontend/gateway/pb/gateway.proto); those are read whole and judged, everything else is passed
 * on or refused by its name.
 */

/** Calls that only look, or that are part of a build. */
const HARMLESS =
  /^\/(grpc\.health\.v1\.Health\/|moby\.buildkit\.v1\.Control\/(DiskUsage|Status|Session|ListWorkers|Info|ListenBuildHistory)$|moby\.buildkit\.v1\.frontend\.LLBBridge\/|opentelemetry\.proto\.collector\.|containerd\.services\.content\.v1\.Content\/(Info|List|Read|Status|ListStatuses)$)/;
const SOLVE = '/moby.buildkit.v1.Control/Solve';
const PRUNE = '/moby.buildkit.v1.Control/Prune';
const UPDATE_HISTORY = '/moby.buildkit.v1.Control/UpdateBuildHistory';
const BRIDGE_SOLVE = '/moby.buildkit.v1.frontend.LLBBridge/Solve';
const RESOLVE = /^\/moby\.buildkit\.v1\.frontend\.LLBBridge\/Resolve/;

/** Stands between the command and BuildKit. */
export interface BuildKitGuard {
  /** `POST /grpc`: the command asks. */
  control(command: Duplex, engine: Duplex): void;
  /** `POST /session`: the engine asks. `number` is the session's. */
  session(command: Duplex, engine: Duplex, number: string): void;
}

export function guardBuildKit(
  objects: Objects,
  options: GuardOptions,
  refused: (message: string) => void,
): BuildKitGuard {
  const sessions: Sessions = new Map();
  return {
    control: (command, engine) =>
      proxyCalls(command, engine, (call) => decideControl(call, sessions, objects, options), refused),
    session: (command, engine, number) =>
      proxyCalls(engine, command, async (call) => decideSession(call, number, sessions, objects, options), refused),
  };
}

async function decideControl(
  call: Call,
  sessions: Sessions,
  objects: Objects,
  options: GuardOptions,
): Promise<CallDecision> {
  const { path } = call;
  switch (true) {
    case path === SOLVE: {
      const solve = await onlyMessage(call);
      const reason = await judgeSolve(solve, objects, options);
      if (reason !== undefined) return reason;
      const [session = ''] = strings(solve, 5);
      sessions.set(session, [...(sessions.get(session) ?? []), buildAsked(textMap(solve, 7))]);
      return { after: (answer) => noteResult(answer, namesOf(solve), objects, options) };
    }
    case path === BRIDGE_SOLVE: {
      // 1 definition, 2 frontend, 3 its options.
      const solve = await onlyMessage(call);
      return (await frontendRefusal(strings(solve, 2)[0] ?? '', textMap(solve, 3), objects, options)) ?? {};
    }
    case RESOLVE.test(path) && !options.pull: {
      const [reference = ''] = strings(await onlyMessage(call), 1);
      return (await objects.imageFetch(reference)) ?? {};
    }
    case path === UPDATE_HISTORY: {
      // 1 ref, 2 pinned, 3 delete, 4 finalize: a build tells that it is complete; it deletes nothing.
      const message = await onlyMessage(call);
      return message.has(2) || message.has(3) ? 'changes to the history of builds' : {};
    }
    case path === PRUNE:
      return options.disposable ? {} : 'docker builder prune on an engine that is not --disposable';
    default:
      return HARMLESS.test(path) ? {} : `BuildKit's ${path}`;
  }
}

async function onlyMessage(call: Call): Promise<Message> {
  const [message] = messageReader()(await call.body());
  return message ?? new Map();
}

/** SolveRequest: 3, 4 exporter; 6, 7 frontend and its options; 8 caches; 9 entitlements; 13 exporters. */
async function judgeSolve(solve: Message, objects: Objects, options: GuardOptions): Promise<string | undefined> {
  for (const name of namesOf(solve)) {
    const reason = await objects.imageTag(name);
    if (reason !== undefined) return reason;
  }
  const [entitlement] = strings(solve, 9);
  const caches = messages(solve, 8).flatMap((cache) => messages(cache, 4).map((each) => strings(each, 1)[0] ?? ''));
  if (entitlement !== undefined && !options.disposable) return `docker build --allow ${entitlement}`;
  if (exporters(solve).some(({ push }) => push === 'true')) return 'docker build --push';
  if (caches.some((type) => type !== 'inline' && type !== 'local')) return 'a cache of builds elsewhere';
  return frontendRefusal(strings(solve, 6)[0] ?? '', textMap(solve, 7), objects, options);
}

type Attributes = Readonly<Record<string, string>>;

function exporters(solve: Message): readonly Attributes[] {
  return [textMap(solve, 4), ...messages(solve, 13).map((each) => textMap(each, 2))];
}

function namesOf(solve: Message): readonly string[] {
  return exporters(solve).flatMap(({ name = '' }) => name.split(',').filter(Boolean));
}

/** Says why a frontend may not do what its options say. */
async function frontendRefusal(
  frontend: string,
  attributes: Attributes,
  objects: Objects,
  { disposable, pull }: GuardOptions,
): Promise<string | undefined> {
  if (attributes['force-network-mode'] === 'host' && !disposable) return 'docker build --network host';
  if (attributes['cgroup-parent'] !== undefined && !disposable) return 'docker build --cgroup-parent';
  if (pull) return undefined;
  if (frontend !== '' && frontend !== 'dockerfile.v0' && frontend !== 'gateway.v0')
    return `the builder's frontend ${frontend}`;
  const contexts = Object.entries(attributes).filter(([key]) => /^(context|input:)/.test(key));
  if (contexts.some(([, value]) => /^(https?(?!:\/\/buildkit-session\/)|git|ssh|oci-layout):|^git@/.test(value)))
    return 'a build from the network (no --pull)';
  if (attributes['image-resolve-mode'] === 'pull') return 'docker build --pull (no --pull)';
  const images = [
    attributes.source,
    attributes['build-arg:BUILDKIT_SYNTAX'],
    ...contexts.map(([, value]) => /^docker-image:\/\/(.*)/.exec(value)?.[1]),
  ];
  for (const image of images) {
    const reason = image ? await objects.imageFetch(image) : undefined;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function buildAsked(attributes: Attributes): BuildAsked {
  const { filename = '', target = '' } = attributes;
  const args = Object.entries(attributes).flatMap(([key, value]) =>
    key.startsWith('build-arg:') ? [[key.slice('build-arg:'.length), value] as const] : [],
  );
  return { dockerfile: filename || 'Dockerfile', target, args: Object.fromEntries(args) };
}

/** SolveResponse: 1, what the exporters tell. */
async function noteResult(
  answer: Buffer,
  names: readonly string[],
  objects: Objects,
  options: GuardOptions,
): Promise<void> {
  const [response] = messageReader()(answer);
  const told = response ? textMap(response, 1) : {};
  const ids = [told['containerimage.digest'], told['containerimage.config.digest']].filter((id) => id !== undefined);
  await noteImages(objects, names, ids, options.started);
}
