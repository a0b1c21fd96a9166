import { leftOut } from '../command.ts';
import { clean, dir, join } from '../go/path.ts';
import { COMPOSE_VERSION } from './context.ts';
import { LABEL } from './hash.ts';
import type { Project, Service } from './model/project.ts';
import type { Dict } from './model/tree.ts';
import { type Output, writeJson } from './model/yaml-write.ts';
import { imageOf } from './request.ts';

/** What `docker compose build` is asked for beyond the project. */
export interface BakeOptions {
  /** `--build-arg`: `KEY=VALUE`, or a key whose value the environment has. */
  readonly args: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly check: boolean;
}

/** One image to build, as Compose tells buildx' bake. */
export interface BakeTarget {
  readonly service: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly inline: string | undefined;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly target: string;
  readonly pull: boolean;
  readonly noCache: boolean;
  readonly check: boolean;
}

/** Keys of `build:` whose effect this machine's builder doesn't have. */
const LEFT_OUT = [
  'additional_contexts',
  'cache_from',
  'cache_to',
  'entitlements',
  'extra_hosts',
  'isolation',
  'network',
  'privileged',
  'provenance',
  'sbom',
  'secrets',
  'shm_size',
  'ssh',
  'ulimits',
];

function argumentsOf(project: Project, build: Dict, given: readonly string[]): Record<string, string> {
  const args: Record<string, string | null> = { ...(build.args as Record<string, string | null> | undefined) };
  for (const text of given) {
    const equals = text.indexOf('=');
    args[equals < 0 ? text : text.slice(0, equals)] = equals < 0 ? null : text.slice(equals + 1);
  }
  const result: Record<string, string> = {};
  for (const [key, value] of Object.entries(args)) {
    const own = value ?? project.environment[key];
    if (own !== undefined) result[key] = own;
  }
  return result;
}

/** The build of a service. `realpath` follows links. @throws {CliError} */
export function bakeTarget(
  project: Project,
  service: Service,
  { args, noCache, pull, check }: BakeOptions,
  realpath: (path: string) => string,
): BakeTarget {
  const build = service.build ?? {};
  const { context = '.', dockerfile = '', dockerfile_inline, target = '', labels, tags, platforms } = build;
  for (const key of LEFT_OUT) if (build[key] !== undefined) throw leftOut(`docker compose build with ${key}`);
  for (const platform of [service.platform, ...((platforms as string[] | undefined) ?? [])])
    if (platform !== undefined && platform !== 'linux/amd64')
      throw leftOut(`docker compose build for ${String(platform)}`);
  const folder = String(context);
  if (folder.includes('://') || folder.startsWith('git@') || folder.startsWith('github.com/'))
    throw leftOut('docker compose build of a URL');
  const file = String(dockerfile);
  const path = file === '' || file.startsWith('/') ? file : join(folder, file);
  return {
    service: service.name,
    context: folder,
    dockerfile: path === '' ? '' : join(realpath(dir(path)), clean(path).split('/').at(-1)!),
    inline: dockerfile_inline === undefined ? undefined : String(dockerfile_inline),
    args: argumentsOf(project, build, args),
    labels: {
      ...(labels as Record<string, string> | undefined),
      [LABEL.version]: COMPOSE_VERSION,
      [LABEL.project]: project.name,
      [LABEL.service]: service.name,
    },
    tags: [...((tags as string[] | undefined) ?? []), imageOf(project, service)],
    target: String(target),
    pull: pull || build.pull === true,
    noCache: noCache || build.no_cache === true,
    check,
  };
}

/** A service's name as a target's: without dots. */
export const targetName = (service: string): string => service.replaceAll('.', '_');

/** bake reads `${` as a variable of its own. */
const escaped = (text: string): string => text.replaceAll('${', '$${');
const filled = (map: Readonly<Record<string, string>>) =>
  Object.keys(map).length > 0 ? sorted(map as Record<string, Output>) : undefined;
const sorted = (map: Readonly<Record<string, Output>>): Record<string, Output> =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The file that Compose hands to buildx' bake, to the byte: its size is shown. */
export function bakeFile(targets: readonly BakeTarget[], wanted: readonly string[]): string {
  const target = (each: BakeTarget): Output => {
    const all: Record<string, Output | undefined> = {
      context: each.context,
      dockerfile: each.dockerfile || undefined,
      'dockerfile-inline': each.inline === undefined ? undefined : escaped(each.inline),
      args: filled(Object.fromEntries(Object.entries(each.args).map(([key, value]) => [key, escaped(value)]))),
      labels: filled(each.labels),
      tags: each.tags,
      target: each.target || undefined,
      pull: each.pull || undefined,
      'no-cache': each.noCache || undefined,
      call: each.check ? 'lint' : undefined,
      output: each.check ? undefined : ['type=docker'],
    };
    return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Output] => entry[1] !== undefined));
  };
  return writeJson({
    group: { default: { targets: wanted.map(targetName) } },
    target: sorted(Object.fromEntries(targets.map((each) => [targetName(each.service), target(each)]))),
  });
}
