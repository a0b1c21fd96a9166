import { leftOut } from '../../command.ts';
import { CliError } from '../../errors.ts';
import { imageInspect } from '../../requests/images.ts';
import { ask, isKind } from '../context.ts';
import { pullService } from '../images.ts';
import type { Project, Service } from '../model/project.ts';
import { load, select } from '../select.ts';
import type { ComposeVerb } from '../verb.ts';
import { withProgress } from './up.ts';

/** Why an image isn't pulled. */
function skipped(
  service: Service,
  policy: string | undefined,
  ignoreBuildable: boolean,
  pulling: ReadonlyMap<string, string>,
  present: boolean,
): string | undefined {
  if (!service.image) return 'Skipped - No image to be pulled';
  if (policy === 'never' || policy === 'build') return 'Skipped';
  // What is tagged `latest` is pulled anyway.
  const latest = /:latest$/.test(service.image) || !/:[^/]*$|@/.test(service.image);
  if ((policy === 'missing' || policy === 'if_not_present') && present && !latest)
    return 'Skipped - Image is already present locally';
  if (service.build && ignoreBuildable) return 'Skipped - Image can be built';
  const other = pulling.get(service.image);
  return other === undefined ? undefined : `Skipped - Image is already being pulled by ${other}`;
}

export const PULL: ComposeVerb = {
  name: 'pull',
  *run(compose, flags, names) {
    const { cli, progress } = compose;
    const project = select(yield* load(compose), names, names.length === 0 || flags.bool('include-deps'));
    const pulling = new Map<string, string>();
    const mustBuild: string[] = [];
    let failure: Error | undefined;
    yield* withProgress(compose, 'Pulling', function* () {
      for (const service of Object.values(project.services)) {
        const policy = flags.string('policy') || service.pull_policy;
        let present = true;
        try {
          if (service.image) yield* ask(cli, imageInspect(service.image));
        } catch (error) {
          if (!isKind(error, 'notFound')) throw error;
          present = false;
        }
        const why = skipped(service, policy, flags.bool('ignore-buildable'), pulling, present);
        if (why !== undefined) {
          yield* progress.event(service.name, 'done', '', why);
          continue;
        }
        pulling.set(service.image!, service.name);
        try {
          yield* pullService(compose, service, false);
        } catch (error) {
          if (!(error instanceof CliError)) throw error;
          if (service.build) mustBuild.push(service.name);
          if (!flags.bool('ignore-pull-failures')) failure ??= error;
        }
      }
    });
    if (mustBuild.length > 0)
      yield* cli.err(
        `WARNING: Some service image(s) must be built from source by running:\n    docker compose build ${mustBuild.join(' ')}\n`,
      );
    if (failure) throw failure;
  },
};

function pushable(project: Project): readonly Service[] {
  return Object.values(project.services).filter(({ build, image }) => build && image);
}

export const PUSH: ComposeVerb = {
  name: 'push',
  *run(compose, flags, names) {
    const project = select(yield* load(compose), names, names.length === 0 || flags.bool('include-deps'));
    if (pushable(project).length > 0) throw leftOut('docker compose push');
    if (flags.bool('quiet')) return;
    for (const service of Object.values(project.services))
      yield* compose.progress.event(service.name, 'done', '', 'Skipped');
  },
};
