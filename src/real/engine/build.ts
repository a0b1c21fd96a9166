import type Docker from 'dockerode';
import { packTar } from 'modern-tar';
import type { BuildCopy, BuildMount, BuildRequest, BuildVertex, ImageInspect } from '../../engine/api.ts';
import { DockerError } from '../../engine/errors.ts';
import { ask, stream } from './calls.ts';

/*
 * A build of vertexes as a Dockerfile that a real BuildKit reads: each vertex is a stage of its number, `v3`, and the last
 * stage sets the image's configuration. It goes along in the context, in a folder of its own.
 *
 * A stage hands its ENV down, so what only one RUN sees is an ARG there.
 */

/** The folder of what the build brings along itself. */
const FOLDER = '.drydock-build';
const DOCKERFILE = `${FOLDER}/Dockerfile`;

/** Has BuildKit build; its lines. @throws {DockerError} also for an image that has no name: a Dockerfile can't say it. */
export async function beginBuild(docker: Docker, request: BuildRequest): Promise<NodeJS.ReadableStream> {
  const names = new Map<string, string>();
  for (const { Op } of request.Vertexes) {
    if (Op.Type !== 'source' || Op.Image === '') continue;
    const call = { method: 'GET', path: `/images/${encodeURIComponent(Op.Image)}/json` } as const;
    const [name] = (await ask<ImageInspect>(docker, call)).RepoTags;
    if (name === undefined) throw new DockerError('notImplemented', `a build from ${Op.Image}, which has no name`);
    names.set(Op.Image, name);
  }
  const archive = await buildArchive(request, (image) => names.get(image)!);
  const nocache = request.Vertexes.some(({ IgnoreCache }) => IgnoreCache);
  const query = { version: '2', dockerfile: DOCKERFILE, t: request.Tags, buildid: request.Ref, nocache };
  return stream(docker, { method: 'POST', path: '/build', query, file: Buffer.from(archive) });
}

/** The archive of a build's context with its Dockerfile in it. `nameOf` gives an image's name by its id. */
async function buildArchive(request: BuildRequest, nameOf: (image: string) => string): Promise<Uint8Array> {
  const { Vertexes, Context } = request;
  const kept = Vertexes.flatMap(({ Op }, at) =>
    Op.Type !== 'copy'
      ? []
      : Op.Copies.flatMap(({ Files = [] }, copy) =>
          Files.map(({ Name, Data }) => ({ name: `${FOLDER}/${at}-${copy}/${Name}`, text: Data })),
        ),
  );
  const files = [
    { name: DOCKERFILE, text: dockerfileOf(request, nameOf) },
    // Before the context's own, which might leave these files out; what it leaves out is not in the archive.
    { name: `${DOCKERFILE}.dockerignore`, text: '' },
    ...kept,
  ];
  const entries = files.map(({ name, text }) => {
    const body = new TextEncoder().encode(text);
    return { header: { name, size: body.length, type: 'file' as const, mode: 0o644 }, body };
  });
  const own = await packTar(entries);
  return Context ? Buffer.concat([withoutEnd(Context.Tar), own]) : own;
}

/** A tar archive without the empty blocks at its end. */
function withoutEnd(tar: Uint8Array): Uint8Array {
  let at = 0;
  while (at + 512 <= tar.length && tar[at] !== 0) {
    const size = Number.parseInt(new TextDecoder().decode(tar.subarray(at + 124, at + 136)), 8) || 0;
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return tar.subarray(0, at);
}

function dockerfileOf({ Vertexes, Result, Image }: BuildRequest, nameOf: (image: string) => string): string {
  const env = (Image.Config.Env as readonly string[] | undefined) ?? [];
  const stages = Vertexes.map((vertex, at) => stageOf(vertex, at, Vertexes, env, nameOf));
  return [...stages.flat(), `FROM v${Result}`, ...configurationOf(Image.Config), ''].join('\n');
}

function stageOf(
  { Op }: BuildVertex,
  at: number,
  vertexes: readonly BuildVertex[],
  lasting: readonly string[],
  nameOf: (image: string) => string,
): readonly string[] {
  switch (Op.Type) {
    case 'source':
      return [`FROM ${Op.Image === '' ? 'scratch' : nameOf(Op.Image)} AS v${at}`];
    case 'context':
      return [`FROM scratch AS v${at}`, 'COPY . /'];
    case 'mkdir':
      return [`FROM v${Op.Input} AS v${at}`, `WORKDIR ${quoted(Op.Path)}`];
    case 'exec':
      return [
        `FROM v${Op.Input} AS v${at}`,
        ...Op.Env.map((entry) => `${lasting.includes(entry) ? 'ENV' : 'ARG'} ${pair(entry)}`),
        `WORKDIR ${quoted(Op.Cwd)}`,
        ...(Op.User === '' ? [] : [`USER ${Op.User}`]),
        `RUN ${Op.Mounts.map((mount) => `--mount=${mountText(mount)} `).join('')}${JSON.stringify(Op.Args)}`,
      ];
    case 'copy':
      return [
        `FROM v${Op.Input} AS v${at}`,
        ...Op.Copies.map((copy, number) => copyText(copy, `${at}-${number}`, vertexes)),
      ];
    default:
      return Op satisfies never;
  }
}

function copyText(copy: BuildCopy, folder: string, vertexes: readonly BuildVertex[]): string {
  const { From, Files, Source, Destination, Owner, Mode, Unpack, Exclude = [] } = copy;
  const url = /^https?:/.test(Source);
  const context = From !== undefined && vertexes[From]?.Op.Type === 'context';
  const sources = Files ? Files.map(({ Name }) => `${FOLDER}/${folder}/${Name}`) : [context ? `.${Source}` : Source];
  const flags = [
    ...(From === undefined || context ? [] : [`--from=v${From}`]),
    ...(Owner ? [`--chown=${Owner}`] : []),
    ...(Mode === undefined ? [] : [`--chmod=${Mode.toString(8)}`]),
    ...Exclude.map((pattern) => `--exclude=${pattern}`),
  ];
  return [url || Unpack ? 'ADD' : 'COPY', ...flags, JSON.stringify([...sources, Destination])].join(' ');
}

function mountText({ Type, Target, From, Source, ID, ReadOnly }: BuildMount): string {
  return [
    `type=${Type}`,
    `target=${Target}`,
    ...(From === undefined ? [] : [`from=v${From}`]),
    ...(Source === undefined ? [] : [`source=${Source}`]),
    ...(ID === undefined ? [] : [`id=${ID}`]),
    ...(ReadOnly && Type !== 'tmpfs' ? ['ro'] : []),
  ].join(',');
}

/** What the image is to be, whatever its base and its steps have set. */
function configurationOf(config: BuildRequest['Image']['Config']): readonly string[] {
  const { Env, Labels, ExposedPorts, Volumes, WorkingDir, User, StopSignal, Shell, Entrypoint, Cmd, OnBuild } =
    config as {
      Env?: readonly string[] | null;
      Labels?: Readonly<Record<string, string>> | null;
      ExposedPorts?: object | null;
      Volumes?: object | null;
      WorkingDir?: string;
      User?: string;
      StopSignal?: string;
      Shell?: readonly string[] | null;
      Entrypoint?: readonly string[] | null;
      Cmd?: readonly string[] | null;
      OnBuild?: readonly string[] | null;
    };
  return [
    ...(Env ?? []).map((entry) => `ENV ${pair(entry)}`),
    ...Object.entries(Labels ?? {}).map(([key, value]) => `LABEL ${quoted(key)}=${quoted(value)}`),
    ...Object.keys(ExposedPorts ?? {}).map((port) => `EXPOSE ${port}`),
    ...(Volumes && Object.keys(Volumes).length > 0 ? [`VOLUME ${JSON.stringify(Object.keys(Volumes))}`] : []),
    ...(WorkingDir ? [`WORKDIR ${quoted(WorkingDir)}`] : []),
    ...(User ? [`USER ${User}`] : []),
    ...(StopSignal ? [`STOPSIGNAL ${StopSignal}`] : []),
    ...healthcheckOf(config.Healthcheck as Healthcheck | null | undefined),
    ...(Shell ? [`SHELL ${JSON.stringify(Shell)}`] : []),
    // An ENTRYPOINT takes the base's CMD away, so it comes first.
    ...(Entrypoint ? [`ENTRYPOINT ${JSON.stringify(Entrypoint)}`] : []),
    ...(Cmd ? [`CMD ${JSON.stringify(Cmd)}`] : []),
    ...(OnBuild ?? []).map((instruction) => `ONBUILD ${instruction}`),
  ];
}

/** Times in nanoseconds. */
interface Healthcheck {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

function healthcheckOf(check: Healthcheck | null | undefined): readonly string[] {
  const [kind, ...words] = check?.Test ?? [];
  if (!check || kind === undefined) return [];
  if (kind === 'NONE') return ['HEALTHCHECK NONE'];
  const times = {
    interval: check.Interval,
    timeout: check.Timeout,
    'start-period': check.StartPeriod,
    'start-interval': check.StartInterval,
  };
  const flags = Object.entries(times).flatMap(([name, time]) => (time ? [`--${name}=${time / 1e6}ms `] : []));
  const retries = check.Retries ? `--retries=${check.Retries} ` : '';
  const command = kind === 'CMD-SHELL' ? words.join(' ') : JSON.stringify(words);
  return [`HEALTHCHECK ${flags.join('')}${retries}CMD ${command}`];
}

function pair(entry: string): string {
  const equals = entry.indexOf('=');
  return equals < 0 ? entry : `${entry.slice(0, equals)}=${quoted(entry.slice(equals + 1))}`;
}

/** A word in which nothing is expanded. */
const quoted = (text: string) => `"${text.replace(/[\\"$]/g, '\\$&')}"`;
