/**
 * A command that can't go on; the message has been printed. `command`: only the simple command fails. `line`: bash's way
 * of dropping the rest of the line, or all of a `-c`. `shell`: a shell that is not interactive ends.
 */
export class Failure {
  constructor(
    readonly scope: 'command' | 'line' | 'shell',
    readonly status: number,
  ) {}
}

/** Thrown out of an expansion: a command must run first. */
export class NeedsCommand {
  constructor(readonly start: () => void) {}
}
