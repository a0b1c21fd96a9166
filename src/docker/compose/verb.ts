import type { Op } from '../../os/index.ts';
import type { FlagSpec, Flags } from '../flags.ts';
import type { Compose } from './context.ts';

/** A subcommand of `docker compose`: its help and flags are the recorded ones. */
export interface ComposeVerb {
  readonly name: string;
  /** How many arguments cobra wants at least. */
  readonly min?: number;
  /** From how many to how many, as cobra's RangeArgs says it. */
  readonly between?: readonly [min: number, max: number];
  /** In the words of the docker command: exactly so many, or at least. */
  readonly exactly?: number;
  readonly atLeast?: number;
  /** False: the first argument ends the flags. */
  readonly interspersed?: boolean;
  readonly hidden?: readonly FlagSpec[];
  /** Options whose effect this machine doesn't have: told so plainly. */
  readonly leftOut?: readonly string[];
  readonly run: (compose: Compose, flags: Flags, args: readonly string[]) => Op<void>;
}

/** `--timeout` if it was given. */
export const timeoutOf = (flags: Flags): number | undefined =>
  flags.changed('timeout') ? flags.number('timeout') : undefined;
