import { DockerError, formatPlatform, parsePlatform } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { exactly, leftOut, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { writeFile } from '../files.ts';
import type { Flags } from '../flags.ts';
import { quote } from '../go/strconv.ts';
import { BuildFailure, buildImage } from './build.ts';
import { createProgress } from './display.ts';
import type { ProgressMode } from './progress.ts';
import { normalizedTag } from './tags.ts';

/** Flags of the real command that need what this machine hasn't: registries, other builders, attestations. */
const LEFT_OUT = [
  'add-host',
  'allow',
  'annotation',
  'attest',
  'build-context',
  'cache-from',
  'cache-to',
  'cgroup-parent',
  'check',
  'metadata-file',
  'output',
  'push',
  'secret',
  'shm-size',
  'ssh',
  'ulimit',
];

const fail = (message: string, status = 1) => new CliError(`ERROR: ${message}`, status);

/** `KEY=VALUE`s; of a build argument without a value, that of the environment. @throws {CliError} */
function keyValues(values: readonly string[], fallback: (key: string) => string | undefined): Record<string, string> {
  const map: Record<string, string> = {};
  for (const text of values) {
    const equals = text.indexOf('=');
    const key = equals < 0 ? text : text.slice(0, equals);
    if (key === '') throw fail(`invalid key-value pair ${quote(text)}: empty key`);
    const value = equals < 0 ? fallback(key) : text.slice(equals + 1);
    if (value !== undefined) map[key] = value;
  }
  return map;
}

function progressMode(cli: Cli, flags: Flags): ProgressMode {
  const given = flags.string('progress');
  if (flags.bool('quiet')) {
    if (flags.changed('progress') && given !== 'quiet' && given !== 'none' && given !== 'auto')
      throw fail(`progress=${given} and quiet cannot be used together`);
    return 'quiet';
  }
  if (given === 'quiet' || given === 'none') return 'quiet';
  if (given === 'plain') return 'plain';
  if (given === 'rawjson') throw leftOut('docker buildx build --progress=rawjson');
  const terminal = cli.sys.isatty(2);
  if (given === 'tty') {
    if (!terminal) throw fail('failed to get console: provided file is not a console');
    return 'tty';
  }
  if (given !== 'auto') throw fail(`invalid progress mode ${given}`);
  return terminal ? 'tty' : 'plain';
}

function platformOf(flags: Flags): string {
  const [given] = flags.list('platform');
  if (given === undefined) return 'linux/amd64';
  try {
    const platform = formatPlatform(parsePlatform(given));
    if (platform !== 'linux/amd64' || flags.list('platform').length > 1)
      throw leftOut('docker buildx build --platform of other machines');
    return platform;
  } catch (error) {
    if (error instanceof DockerError) throw fail(`failed to build: ${error.message}`);
    throw error;
  }
}

function* run(cli: Cli, flags: Flags, [context = '']: readonly string[]): Op<void> {
  if (cli.sys.env.DOCKER_BUILDKIT === '0') throw leftOut('docker build with the legacy builder (DOCKER_BUILDKIT=0)');
  for (const name of LEFT_OUT) if (flags.changed(name)) throw leftOut(`docker buildx build --${name}`);
  if (flags.string('call') !== 'build') throw leftOut(`docker buildx build --call=${flags.string('call')}`);
  if (flags.string('network') !== 'default') throw leftOut(`docker buildx build --network=${flags.string('network')}`);
  for (const name of ['provenance', 'sbom'])
    if (flags.changed(name) && flags.string(name) !== 'false') throw leftOut(`docker buildx build --${name}`);
  const builder = flags.string('builder');
  if (builder !== '' && builder !== 'default') throw fail(`no builder ${quote(builder)} found`);
  const mode = progressMode(cli, flags);
  const args = keyValues(flags.list('build-arg'), (key) => cli.sys.env[key]);
  const labels = keyValues(flags.list('label'), () => '');
  if (context === '') throw fail('failed to build: please specify build context (e.g. "." for the current directory)');
  if (/^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(context)) throw leftOut('docker build of a URL');
  const platform = platformOf(flags);
  try {
    const tags = flags.list('tag').map(normalizedTag);
    const id = yield* buildImage(
      cli,
      {
        context,
        dockerfile: flags.string('file'),
        tags,
        target: flags.string('target'),
        args,
        labels,
        noCache: flags.bool('no-cache'),
        noCacheFilter: flags.list('no-cache-filter'),
        platform,
        pull: flags.bool('pull'),
      },
      createProgress(cli, mode),
    );
    const iidfile = flags.string('iidfile');
    if (iidfile !== '') yield* writeFile(cli.sys, iidfile, id, 0o644);
    if (mode === 'quiet') yield* cli.out(`${id}\n`);
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    if (error.excerpt !== '') yield* cli.err(error.excerpt);
    const canceled = error.message === 'Canceled: context canceled';
    throw fail(`failed to build: ${error.solving ? 'failed to solve: ' : ''}${error.message}`, canceled ? 130 : 1);
  }
}

/** `docker build`, which is `docker buildx build`. */
export const BUILD: Verb = {
  name: 'build',
  args: exactly(1),
  plugin: { path: 'docker buildx build', prefix: 'ERROR: ' },
  run,
};
