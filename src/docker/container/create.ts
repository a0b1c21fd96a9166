import { DockerError, type Platform, parsePlatform } from '../../engine/index.ts';
import { isErrno, type Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, leftOut, type Verb } from '../command.ts';
import { ApiError, CliError, withHelp } from '../errors.ts';
import { statOf, writeFile } from '../files.ts';
import type { FlagSpec, Flags } from '../flags.ts';
import { pathError } from '../go/errno.ts';
import { quote } from '../go/strconv.ts';
import { pullImage } from '../image/pull.ts';
import { isLoopback } from '../opts/net.ts';
import { BadReference, familiarString, type Named, parseAnyReference, tagNameOnly } from '../opts/reference.ts';
import { containerCreate } from '../requests/containers.ts';
import { containerRequest, type Wanted } from './config.ts';

const WINDOWS = 'is only supported on a Docker daemon running on windows, but the Docker daemon is running on linux';

/** Flags of `run` and `create` that their help doesn't show: older names, and what only Windows has. */
export const HIDDEN_FLAGS: readonly FlagSpec[] = [
  { name: 'dns-opt', type: 'list', aliasOf: 'dns-option' },
  { name: 'net', type: 'network', aliasOf: 'network' },
  { name: 'net-alias', type: 'list', aliasOf: 'network-alias' },
  { name: 'cpu-count', type: 'int', unsupported: WINDOWS },
  { name: 'cpu-percent', type: 'int', unsupported: WINDOWS },
  { name: 'io-maxbandwidth', type: 'bytes', unsupported: WINDOWS },
  { name: 'io-maxiops', type: 'uint', unsupported: WINDOWS },
];

/** Signed images would need a notary. */
export function refuseContentTrust(flags: Flags, command: string): void {
  if (flags.changed('disable-content-trust') && !flags.bool('disable-content-trust'))
    throw leftOut(`docker ${command} --disable-content-trust=false`);
}

/** `--pull`, `--quiet`, `--name` …: what isn't part of the container. */
export interface CreateOptions {
  readonly name: string;
  readonly pull: string;
  readonly quiet: boolean;
  readonly cidfile: string;
  readonly platform: string;
}

/**
 * Reads the flags of a container to be.
 * @throws {CliError} with the hint to `--help`, status 125
 */
export function* wantedContainer(
  cli: Cli,
  flags: Flags,
  args: readonly string[],
  command: 'run' | 'create',
): Op<{ readonly wanted: Wanted; readonly options: CreateOptions }> {
  refuseContentTrust(flags, command);
  const pull = flags.string('pull');
  if (!['always', 'missing', 'never', ''].includes(pull)) {
    const choices = [quote('always'), quote('missing'), quote('never')];
    throw withHelp(
      `invalid pull option: '${pull}': must be one of ${choices[0]}, ${choices[1]} or ${choices[2]}`,
      command,
    );
  }
  try {
    cli.ping();
    const wanted = yield* containerRequest(cli, flags, args[0]!, args.slice(1));
    return {
      wanted,
      options: {
        name: flags.string('name'),
        pull,
        quiet: flags.bool('quiet'),
        cidfile: flags.string('cidfile'),
        platform: flags.string('platform'),
      },
    };
  } catch (error) {
    // The ping's failure is run's own to tell; what is wrong with a flag has the hint.
    if (error instanceof ApiError && command === 'create') throw error;
    if (error instanceof CliError) throw withHelp(error.message, command);
    throw error;
  }
}

function namedOf(image: string): Named | undefined {
  try {
    const named = parseAnyReference(image);
    return named && tagNameOnly(named);
  } catch (error) {
    if (error instanceof BadReference) throw new CliError(error.message);
    throw error;
  }
}

/** Creates the container, pulling its image if it has to. Returns the id. */
export function* createContainer(cli: Cli, wanted: Wanted, options: CreateOptions): Op<string> {
  const cidfile = options.cidfile === '' ? undefined : createCidFile(cli, options.cidfile);
  try {
    const id = yield* create(cli, wanted, options);
    if (cidfile) yield* writeFile(cli.sys, options.cidfile, id, 0o644);
    return id;
  } catch (error) {
    if (cidfile && error instanceof CliError) cli.sys.unlink(options.cidfile);
    throw error;
  }
}

function* create(cli: Cli, wanted: Wanted, options: CreateOptions): Op<string> {
  const named = namedOf(wanted.config.Image ?? '');
  checkPlatform(options.platform);
  if (options.pull === 'always' && named) yield* pullImage(cli, named, options.quiet ? undefined : 2);
  const request = containerCreate(options.name, wanted.request);
  let response: { readonly Id: string; readonly Warnings: readonly string[] };
  try {
    response = yield* cli.call(request);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== 'notFound' || !named || options.pull !== 'missing') throw error;
    if (!options.quiet) yield* cli.err(`Unable to find image '${familiarString(named)}' locally\n`);
    yield* pullImage(cli, named, options.quiet ? undefined : 2);
    response = yield* cli.call(request);
  }
  const warnings = [...response.Warnings];
  const dns = wanted.request.HostConfig.Dns;
  const local = Array.isArray(dns) ? dns.map(String).find(isLoopback) : undefined;
  if (local) warnings.push(`Localhost DNS (${local}) may fail in containers.`);
  for (const warning of warnings) yield* cli.err(`WARNING: ${warning}\n`);
  return response.Id;
}

/** `--platform`: only this machine's own is here. */
function checkPlatform(text: string): void {
  if (text === '') return;
  let platform: Platform;
  try {
    platform = parsePlatform(text);
  } catch (error) {
    if (error instanceof DockerError) throw new CliError(`error parsing specified platform: ${error.message}`);
    throw error;
  }
  if (platform.os !== 'linux' || platform.architecture !== 'amd64') throw leftOut(`docker run --platform ${text}`);
}

/** `--cidfile`: it must not be there yet, and is made before the container. */
function createCidFile(cli: Cli, path: string): true {
  if (statOf(cli.sys, path))
    throw new CliError(`container ID file found, make sure the other container isn't running or delete ${path}`);
  try {
    cli.sys.close(cli.sys.open(path, { write: true, create: true }, 0o644));
  } catch (error) {
    if (isErrno(error)) throw new CliError(`failed to create the container ID file: ${pathError('open', path, error)}`);
    throw error;
  }
  return true;
}

export const CREATE: Verb = {
  name: 'create',
  args: atLeast(1),
  interspersed: false,
  hidden: HIDDEN_FLAGS,
  *run(cli, flags, args) {
    const { wanted, options } = yield* wantedContainer(cli, flags, args, 'create');
    const id = yield* createContainer(cli, wanted, options);
    yield* cli.out(`${id}\n`);
  },
};
