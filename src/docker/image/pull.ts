import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { exactly, leftOut, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { BadReference, fullString, type Named, parseNormalizedNamed, tagNameOnly } from '../opts/reference.ts';
import { imagePull } from '../requests/images.ts';
import { progressDisplay } from './progress.ts';

/** A reference, or the refusal of it as an error of the command. */
export function reference(text: string): Named {
  try {
    return parseNormalizedNamed(text);
  } catch (error) {
    if (error instanceof BadReference) throw new CliError(error.message);
    throw error;
  }
}

/** Pulls an image, showing how it goes on a descriptor; undefined: quietly. */
export function* pullImage(cli: Cli, named: Named, fd: 1 | 2 | undefined): Op<void> {
  const display = fd && progressDisplay(cli, fd);
  for (let seen = 0; ; ) {
    const messages = yield* cli.call(imagePull(named, seen));
    if (messages.length === 0) return;
    seen += messages.length;
    if (display) for (const message of messages) yield* display.show(message);
  }
}

export const PULL: Verb = {
  name: 'pull',
  args: exactly(1),
  *run(cli, flags, [name]) {
    if (flags.changed('disable-content-trust') && !flags.bool('disable-content-trust'))
      throw leftOut('docker pull --disable-content-trust=false');
    const named = reference(name!);
    const nameOnly = named.tag === undefined && named.digest === undefined;
    const all = flags.bool('all-tags');
    if (all && !nameOnly) throw new CliError("tag can't be used with --all-tags/-a");
    const quiet = flags.bool('quiet');
    if (!all && nameOnly && !quiet) yield* cli.out('Using default tag: latest\n');
    const wanted = all ? named : tagNameOnly(named);
    yield* pullImage(cli, wanted, quiet ? undefined : 1);
    yield* cli.out(`${fullString(wanted)}\n`);
  },
};
