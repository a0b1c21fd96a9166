import { writeFile } from '../../files.ts';
import { absolute } from '../../go/path.ts';
import { COMPOSE_VERSION, warn } from '../context.ts';
import { serviceHash } from '../hash.ts';
import { findPlace, loadModel } from '../model/load.ts';
import type { Project } from '../model/project.ts';
import { renderProject } from '../model/render.ts';
import { ComposeError, type Dict, isDict } from '../model/tree.ts';
import { type Output, sortedMap, writeJson, writeYaml } from '../model/yaml-write.ts';
import { dependenciesFirst } from '../order.ts';
import { imageOf } from '../request.ts';
import { checkServices, load, select } from '../select.ts';
import type { ComposeVerb } from '../verb.ts';

const lines = (items: readonly string[]) => items.map((item) => `${item}\n`).join('');

/** A dict with all its maps in go-yaml's order. */
function sortedDeep(value: unknown): Output {
  if (Array.isArray(value)) return value.map(sortedDeep);
  if (typeof value !== 'object' || value === null) return value as Output;
  return sortedMap(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortedDeep(item)])));
}

export const CONFIG: ComposeVerb = {
  name: 'config',
  leftOut: ['resolve-image-digests', 'lock-image-digests', 'variables', 'models', 'no-env-resolution'],
  *run(compose, flags, names) {
    const { cli } = compose;
    const format = flags.string('format');
    const changed = {
      normalize: !flags.bool('no-normalize'),
      resolvePaths: !flags.bool('no-path-resolution'),
      consistency: !flags.bool('no-consistency'),
    };
    const quiet = flags.bool('quiet');
    const print = function* (text: string) {
      if (quiet) return;
      const output = flags.string('output');
      if (output !== '') yield* writeFile(cli.sys, absolute(cli.sys.cwd, output), text, 0o666);
      else yield* cli.out(text);
    };
    const keys = (pick: (project: Project) => Readonly<Record<string, unknown>>) =>
      function* () {
        const project = select(yield* load(compose, changed), names);
        yield* cli.out(lines(Object.keys(pick(project)).sort()));
      };
    if (flags.bool('services')) {
      const project = yield* load(compose, changed);
      return yield* cli.out(lines(dependenciesFirst(project)));
    }
    if (flags.bool('volumes')) return yield* keys(({ volumes }) => volumes)();
    if (flags.bool('networks')) return yield* keys(({ networks }) => networks)();
    if (flags.bool('profiles')) {
      const { services, disabled } = yield* load(compose, changed);
      const profiles = [...Object.values(services), ...Object.values(disabled)].flatMap(
        ({ profiles = [] }) => profiles,
      );
      return yield* cli.out(lines([...new Set(profiles)].sort()));
    }
    if (flags.bool('images')) {
      const project = select(yield* load(compose, changed), names);
      return yield* cli.out(lines(Object.values(project.services).map((service) => imageOf(project, service))));
    }
    if (flags.string('hash') !== '') {
      const project = yield* load(compose, changed);
      const wanted = flags.string('hash') === '*' ? Object.keys(project.services) : flags.string('hash').split(',');
      for (const name of wanted.sort()) {
        const service = project.services[name];
        if (!service) throw new ComposeError(`no such service: ${name}: not found`);
        yield* cli.out(`${name} ${serviceHash(service)}\n`);
      }
      return;
    }
    if (flags.bool('environment')) {
      const { environment } = yield* load(compose, changed);
      return yield* cli.out(
        lines(
          Object.entries(environment)
            .map(([key, value]) => `${key}=${value}`)
            .sort(),
        ),
      );
    }
    if (flags.bool('no-interpolate')) {
      const warnings: string[] = [];
      const options = {
        ...compose.options,
        ...changed,
        interpolate: false,
        warn: (text: string) => void warnings.push(text),
      };
      const { model } = yield* loadModel(cli.sys, options, yield* findPlace(cli.sys, options));
      for (const message of warnings) yield* warn(compose, message);
      const services = isDict(model.services ?? null) ? (model.services as Dict) : {};
      for (const name of names) if (!(name in services)) throw new ComposeError(`no such service: ${name}`);
      return yield* print(format === 'json' ? writeJson(sortedDeep(model)) : writeYaml(sortedDeep(model)));
    }
    const loaded = yield* load(compose, changed);
    checkServices(loaded, names);
    const project = select(loaded, names);
    if (format !== '' && format !== 'yaml' && format !== 'json')
      throw new ComposeError(`unsupported format ${JSON.stringify(format)}`);
    yield* print(renderProject(project, format === 'json' ? 'json' : 'yaml'));
  },
};

/** The Debian package's release, as the recordings have it. */
const RELEASE = `${COMPOSE_VERSION}-3`;

export const VERSION: ComposeVerb = {
  name: 'version',
  *run({ cli }, flags) {
    if (flags.bool('short')) return yield* cli.out(`${RELEASE}\n`);
    yield* cli.out(
      flags.string('format') === 'json' ? `{"version":"${RELEASE}"}\n` : `Docker Compose version ${RELEASE}\n`,
    );
  },
};
