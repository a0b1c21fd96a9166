import { bytesOf, messages, numberOf, strings } from '../protobuf.ts';
import { archivedFile, isCompressed } from './archives.ts';
import { type Call, type CallDecision, messageReader } from './grpc.ts';
import type { GuardOptions, Objects } from './objects.ts';

/*
 * BuildKit's session, gRPC behind `POST /session`: there the engine asks, and the docker command gives it the files of a
 * build. A Dockerfile that goes by is read, for BuildKit fetches the images that it names without asking anybody else.
 */

/** What a build was asked for, as far as it decides which images it needs. */
export interface BuildAsked {
  /** The path of its Dockerfile. */
  readonly dockerfile: string;
  readonly target: string;
  readonly args: Readonly<Record<string, string>>;
}

/** What is known of builds, by the number of their session. */
export type Sessions = Map<string, BuildAsked[]>;

/** What a build without options takes. */
const PLAIN: BuildAsked = { dockerfile: 'Dockerfile', target: '', args: {} };

/** tonistiigi/fsutil, types/wire.proto: 1 type, 2 stat (1 path), 3 ID, 4 data. */
const STAT = 0;
const DATA = 2;

/** Says why a file that belongs to a build may not go by; undefined if it may. */
type Judge = (name: string, text: string) => Promise<string | undefined>;

/** Decides about a call of the engine to the command, in the session of that number. */
export function decideSession(
  { path }: Call,
  session: string,
  sessions: Sessions,
  objects: Objects,
  options: GuardOptions,
): CallDecision {
  if (options.pull) return {};
  const builds = () => sessions.get(session) ?? [PLAIN];
  const judge: Judge = async (name, text) => {
    for (const build of builds()) {
      const reason = build.dockerfile === name ? await dockerfileRefusal(text, build, objects, options) : undefined;
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
  const wanted = (name: string) => builds().some(({ dockerfile }) => dockerfile === name);
  if (path === '/moby.filesync.v1.FileSync/DiffCopy') return { watch: watchFiles(wanted, judge) };
  if (path === '/moby.upload.v1.Upload/Pull') return { whole: (answer) => archiveRefusal(answer, builds(), judge) };
  return {};
}

/** Says why a build with this Dockerfile may not be: an image that it needs would be fetched. */
export async function dockerfileRefusal(
  text: string,
  build: BuildAsked,
  objects: Objects,
  { pull, imagesAskedFor }: GuardOptions,
): Promise<string | undefined> {
  if (pull) return undefined;
  for (const image of imagesAskedFor(text, build)) {
    const reason = await objects.imageFetch(image);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Files have the numbers of the order in which they are named; one ends with a part without content. */
function watchFiles(wanted: (name: string) => boolean, judge: Judge): (part: Buffer) => Promise<string | undefined> {
  const read = messageReader();
  const contents = new Map<number, { readonly name: string; readonly parts: Uint8Array[] }>();
  let named = 0;
  return async (part) => {
    for (const packet of read(part)) {
      const type = numberOf(packet, 1);
      if (type === STAT) {
        const [name = ''] = messages(packet, 2).flatMap((stat) => strings(stat, 1));
        if (wanted(name)) contents.set(named, { name, parts: [] });
        named++;
      }
      const file = type === DATA ? contents.get(numberOf(packet, 3)) : undefined;
      if (!file) continue;
      const data = bytesOf(packet, 4);
      file.parts.push(data);
      const reason = data.length > 0 ? undefined : await judge(file.name, Buffer.concat(file.parts).toString());
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}

/** `docker build - <archive`: it comes whole, for its Dockerfile may stand at its end. */
async function archiveRefusal(
  answer: Buffer,
  builds: readonly BuildAsked[],
  judge: Judge,
): Promise<string | undefined> {
  const archive = Buffer.concat(messageReader()(answer).map((message) => bytesOf(message, 1)));
  if (isCompressed(archive)) return 'a compressed archive of a build (no --pull)';
  for (const { dockerfile } of builds) {
    const found = archivedFile(archive, dockerfile);
    const reason = found && (await judge(dockerfile, found.toString()));
    if (reason !== undefined) return reason;
  }
  return undefined;
}
