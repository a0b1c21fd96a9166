import { isErrno, type Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { readAll, readFile, statOf } from '../files.ts';
import { platformFlag } from '../opts/platform.ts';
import { imageLoad } from '../requests/images.ts';
import { progressDisplay } from './progress.ts';

/** What goes wrong while a request's body is sent. `path`: of the request, with its query. */
export function sendError(cli: Cli, path: string, what: string): CliError {
  const socket = encodeURIComponent(cli.host.replace('unix://', ''));
  return new CliError(`error during connect: Post "http://${socket}/v1.51${path}": ${what}`);
}

/** A file, or standard input for none. A folder can be opened, but not sent. */
export function* input(cli: Cli, path: string, request: string): Op<Uint8Array> {
  if (path === '') return yield* readAll(cli.sys, 0, '/dev/stdin');
  if (statOf(cli.sys, path)?.type === 'directory') throw sendError(cli, request, `read ${path}: is a directory`);
  return yield* readFile(cli.sys, path);
}

export const LOAD: Verb = {
  name: 'load',
  args: NO_ARGS,
  *run(cli, flags) {
    const path = flags.string('input');
    if (path === '' && cli.sys.isatty(0)) throw new CliError('requested load from stdin, but stdin is empty');
    if (path !== '') checkOpen(cli, path);
    const quiet = flags.bool('quiet') || !cli.sys.isatty(1);
    const platform = platformFlag(flags);
    const tar = yield* input(cli, path, `/images/load${quiet ? '?quiet=1' : ''}`);
    const display = progressDisplay(cli, 1);
    for (const message of yield* cli.call(imageLoad(tar, { quiet, ...(platform && { platform }) }))) {
      if (message.error !== undefined) throw new CliError(message.error);
      if (message.status !== undefined) yield* display.show({ ...message, status: message.status });
      else yield* cli.out(message.stream || '\n');
    }
  },
};

/** The file is opened before anything else is looked at. */
function checkOpen(cli: Cli, path: string): void {
  try {
    cli.sys.close(cli.sys.open(path));
  } catch (error) {
    if (!isErrno(error)) throw error;
    const why = error.code === 'EACCES' ? 'permission denied' : 'no such file or directory';
    throw new CliError(`open ${path}: ${why}`);
  }
}
