import type { DockerErrorKind } from '../engine/index.ts';

/** An error that ends a command: the text for standard error (none if empty) and the exit status. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly status = 1,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

/** A refused or failed request. The text is whole: `Error response from daemon: …` where the daemon said it. */
export class ApiError extends CliError {
  constructor(
    message: string,
    /** `connection`: the daemon wasn't reached; `client`: the request was never sent. */
    readonly kind: DockerErrorKind | 'connection' | 'client',
  ) {
    super(message);
  }
}

/** Several errors, one to a line (Go's errors.Join); nothing for none. */
export function throwAll(errors: readonly string[]): void {
  if (errors.length > 0) throw new CliError(errors.join('\n'));
}

/** The error that `run` and `create` add a hint to. */
export function withHelp(message: string, command: string, status = 125): CliError {
  return new CliError(`docker: ${message}\n\nRun 'docker ${command} --help' for more information`, status);
}
