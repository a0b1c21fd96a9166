import { isErrno, type Op } from '../../os/index.ts';
import { BuildFailure, buildImage } from '../build/build.ts';
import { createProgress } from '../build/display.ts';
import type { Progress, ProgressMode } from '../build/progress.ts';
import { normalizedTag } from '../build/tags.ts';
import { leftOut } from '../command.ts';
import { CliError } from '../errors.ts';
import { type BakeOptions, type BakeTarget, bakeFile, bakeTarget, targetName } from './bake.ts';
import type { Compose } from './context.ts';
import type { Project } from './model/project.ts';
import { ComposeError } from './model/tree.ts';
import { closure } from './order.ts';
import { imageOf } from './request.ts';
import { select } from './select.ts';

export interface BuildServicesOptions extends BakeOptions {
  /** Those asked for; none: all. */
  readonly services: readonly string[];
  /** With the services that they depend on. */
  readonly dependencies: boolean;
  readonly quiet: boolean;
  /** Only show the file that bake would be given. */
  readonly print: boolean;
  /** Tell of what was built under the progress display that is open. */
  readonly announce: boolean;
}

/** What `up`, `create` and `run` build with, where the flags don't say otherwise. */
export const PLAIN_BUILD: BuildServicesOptions = {
  services: [],
  dependencies: false,
  args: [],
  noCache: false,
  pull: false,
  check: false,
  quiet: false,
  print: false,
  announce: true,
};

/**
 * Builds the images of services that aren't there, or must be built; their ids by service.
 * @param present the images that are there, by service
 * @throws {CliError} {@link ComposeError}
 */
export function* buildServices(
  compose: Compose,
  given: Project,
  options: BuildServicesOptions,
  present: Readonly<Record<string, string>> = {},
): Op<Record<string, string>> {
  const { cli, progress } = compose;
  const project = select(given, options.services);
  const asked = options.services.length > 0 ? options.services : Object.keys(project.services);
  const chosen = (options.dependencies ? closure(project, asked) : asked).filter((name) => {
    const service = project.services[name];
    return service?.build && (present[name] === undefined || service.pull_policy === 'build');
  });
  if (chosen.length === 0) return {};
  const realpath = (path: string) => {
    try {
      return cli.sys.realpath(path);
    } catch (error) {
      if (isErrno(error)) return path;
      throw error;
    }
  };
  const targets = Object.values(project.services)
    .filter(({ build }) => build)
    .map((service) => bakeTarget(project, service, options, realpath));
  const wanted = chosen.toSorted();
  const file = bakeFile(targets, wanted);
  if (options.print) {
    yield* cli.out(`${file}\n`);
    return {};
  }
  const display = createProgress(cli, displayMode(compose, options.quiet), 'compose');
  yield* instant(
    compose,
    display,
    'bake',
    '[internal] load local bake definitions',
    new TextEncoder().encode(file).length,
  );
  /** Only among others a target is named. */
  const titleOf = (name: string) => (wanted.length > 1 ? targetName(name) : '');
  const ids: Record<string, string> = {};
  try {
    for (const name of wanted) {
      const target = targets.find(({ service }) => service === name)!;
      ids[name] = yield* buildTarget(compose, target, prefixed(display, titleOf(name)), titleOf(name));
    }
    for (const name of wanted)
      yield* instant(compose, prefixed(display, titleOf(name)), 'metadata', 'resolving provenance for metadata file');
  } finally {
    yield* display.end();
  }
  for (const name of options.announce ? wanted : [])
    yield* progress.event(imageOf(project, project.services[name]!), 'done', 'Built');
  return ids;
}

/** How the build is shown: as `--progress` and BUILDKIT_PROGRESS say, else by what standard output is. @throws */
function displayMode({ cli, progressMode }: Compose, quiet: boolean): ProgressMode {
  if (quiet) return 'quiet';
  const given = progressMode === 'auto' ? cli.sys.env.BUILDKIT_PROGRESS || 'auto' : progressMode;
  const terminal = cli.sys.isatty(1);
  switch (given) {
    case 'auto':
      return terminal ? 'tty' : 'plain';
    case 'tty':
      if (!terminal) throw new ComposeError('failed to get console: provided file is not a console');
      return 'tty';
    case 'plain':
    case 'quiet':
      return given;
    case 'json':
    case 'rawjson':
      throw leftOut('docker compose --progress=json build');
    default:
      throw new ComposeError(`invalid progress mode ${given}`);
  }
}

/** A step that is over at once. */
function* instant({ cli }: Compose, display: Progress, id: string, name: string, bytes?: number): Op<void> {
  const time = cli.sys.uptime();
  yield* display.show({ type: 'start', id, name, time });
  if (bytes !== undefined)
    yield* display.show({ type: 'status', id, text: 'reading from stdin', bytes, started: time, time });
  yield* display.show({ type: 'done', id, time });
}

/** One build among others: `[web 1/2] FROM`. The display goes on behind it, unless it fails. */
function prefixed(display: Progress, target: string): Progress {
  const title = (name: string) => {
    if (target === '') return name;
    return name.startsWith('[') ? `[${target} ${name.slice(1)}` : `[${target}] ${name}`;
  };
  return {
    ...display,
    show(event) {
      const id = `${target}:${event.id}`;
      return display.show(event.type === 'start' ? { ...event, id, name: title(event.name) } : { ...event, id });
    },
    *end() {},
  };
}

function* buildTarget({ cli }: Compose, target: BakeTarget, display: Progress, title: string): Op<string> {
  try {
    return yield* buildImage(
      cli,
      {
        context: target.context,
        dockerfile: target.dockerfile,
        ...(target.inline === undefined ? {} : { inline: target.inline }),
        tags: target.tags.map(normalizedTag),
        target: target.target,
        args: target.args,
        labels: target.labels,
        noCache: target.noCache,
        noCacheFilter: [],
        platform: 'linux/amd64',
        pull: target.pull,
      },
      display,
    );
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    // Compose joins the lines that it read, with their ends, by more line ends.
    const where = title === '' ? '' : `target ${title}: `;
    const message = `${where}${error.solving ? 'failed to solve: ' : ''}${error.message}`;
    const lines = `${error.excerpt}${message}\n`.match(/.*\n/g) ?? [];
    throw new CliError(lines.join('\n'));
  }
}
