import { DockerError } from '../../errors.ts';
import type { ContainerRecord } from '../state.ts';

/** What a tag may name (moby logger.Info and its methods). */
const FIELDS: Readonly<Record<string, (container: ContainerRecord) => string>> = {
  ID: ({ Id }) => Id.slice(0, 12),
  FullID: ({ Id }) => Id,
  Name: ({ Name }) => Name,
  ImageID: ({ Image }) => Image.slice(0, 12),
  ImageFullID: ({ Image }) => Image,
  ImageName: ({ Config }) => Config.Image,
  Command: ({ Path, Args }) => [Path, ...Args].join(' '),
  ContainerID: ({ Id }) => Id,
  ContainerName: ({ Name }) => `/${Name}`,
  ContainerEntrypoint: ({ Path }) => Path,
  ContainerArgs: ({ Args }) => `[${Args.join(' ')}]`,
  ContainerImageID: ({ Image }) => Image,
  ContainerImageName: ({ Config }) => Config.Image,
  DaemonName: () => 'docker',
};

/**
 * The text of `--log-opt tag=`: `{{.Name}}/{{.ID}}` filled in.
 * @throws {DockerError} with the complaint of Go's templates that the log's opening ends with.
 */
export function logTag(tag: string, container: ContainerRecord): string {
  const refuse = (why: string) =>
    new DockerError(
      'system',
      `failed to create task for container: failed to initialize logging driver: template: log-tag:1${why}`,
    );
  let text = '';
  for (let at = 0; ; ) {
    const open = tag.indexOf('{{', at);
    if (open < 0) return text + tag.slice(at);
    const close = tag.indexOf('}}', open);
    if (close < 0) throw refuse(': unclosed action');
    const action = tag.slice(open + 2, close).trim();
    if (action === '') throw refuse(': missing value for command');
    const field = /^\.(\w+)$/.exec(action)?.[1];
    if (field === undefined)
      throw new DockerError(
        'notImplemented',
        `Drydock leaves out {{${action}}} in a log's tag, which is no plain field.`,
      );
    const value = FIELDS[field];
    if (!value)
      throw refuse(
        `:${tag.indexOf('.', open)}: executing "log-tag" at <.${field}>: can't evaluate field ${field} in type *logger.Info`,
      );
    text += tag.slice(at, open) + value(container);
    at = close + 2;
  }
}
