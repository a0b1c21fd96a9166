import type { Cli } from '../cli.ts';
import { exactly, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { statOf, writeFile } from '../files.ts';
import { dir } from '../go/path.ts';
import { containerExport } from '../requests/containers.ts';

const KINDS: Readonly<Record<string, string>> = {
  directory: 'directory',
  symlink: 'symbolic link directly',
  chardev: 'character device file',
  fifo: 'named pipe (FIFO)',
  socket: 'socket',
};

const noFolder = (folder: string): string => `stat ${folder}: no such file or directory`;

/**
 * Why a file of `-o` can't be written: its folder isn't there, or it is something else than a file.
 * @param missing how it is said that the folder isn't there
 */
export function outputProblem(cli: Cli, path: string, missing = noFolder): string | undefined {
  if (path === '') return undefined;
  const folder = dir(path);
  const stat = folder === '.' ? cli.sys.stat('.') : statOf(cli.sys, folder);
  if (!stat) return `invalid output path: ${missing(folder)}`;
  if (stat.type !== 'directory') return `invalid output path: stat ${folder}: not a directory`;
  const kind = KINDS[statOf(cli.sys, path, false)?.type ?? 'file'];
  return kind && `cannot write to a ${kind}`;
}

export const EXPORT: Verb = {
  name: 'export',
  args: exactly(1),
  *run(cli, flags, [name]) {
    const output = flags.string('output');
    if (output === '' && cli.sys.isatty(1))
      throw new CliError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    const problem = outputProblem(cli, output);
    if (problem) throw new CliError(`failed to export container: ${problem}`);
    const tar = yield* cli.call(containerExport(name!));
    if (output === '') yield* cli.out(tar);
    else yield* writeFile(cli.sys, output, tar, 0o600);
  },
};
