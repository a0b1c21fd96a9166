import { type Errno, strerror } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';

/** The text of an errno as Go prints it. */
export const goError = (error: Errno): string => strerror(error.code).toLowerCase();

/**
 * A failed container start as the daemon words it: what runc's init said, behind all the layers that it came through.
 * A mismatch of file and directory gets moby's advice.
 */
export function runcError(detail: string): DockerError {
  return new DockerError(
    'system',
    advised(
      'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ' +
        `unable to start container process: error during container init: ${detail}`,
    ),
  );
}

function advised(text: string): string {
  if (!text.toLowerCase().includes('not a directory')) return text;
  return (
    `${text}: Are you trying to mount a directory onto a file (or vice-versa)? ` +
    'Check if the specified host path exists and is the expected type'
  );
}

/** The exit code that a container gets when its start failed (moby setExitCodeFromError); 128: nothing more is known. */
export function startExitCode(message: string): number {
  const text = message.toLowerCase();
  if (
    ['executable file not found', 'no such file or directory', 'system cannot find the file specified'].some((part) =>
      text.includes(part),
    )
  )
    return 127;
  if (text.includes('permission denied') || text.includes('is a directory')) return 126;
  if (text.includes('not a directory')) return 127;
  return 128;
}
