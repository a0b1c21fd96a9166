/** The kinds of failure that the Engine API tells apart by HTTP status. */
export type DockerErrorKind =
  | 'notFound'
  | 'conflict'
  | 'invalidParameter'
  | 'forbidden'
  | 'notModified'
  | 'notImplemented'
  | 'system';

/** A refusal by the Docker Engine. `message` is the daemon's own text, without `Error response from daemon: `. */
export class DockerError extends Error {
  constructor(
    readonly kind: DockerErrorKind,
    message: string,
  ) {
    super(message);
    this.name = 'DockerError';
  }
}
