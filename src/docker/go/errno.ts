import { type Errno, strerror } from '../../os/index.ts';

/** Go's text for a failed system call: strerror's in lower case. */
export function errnoText(error: Errno): string {
  const text = strerror(error.code);
  return text === 'Input/output error' ? 'input/output error' : text[0]!.toLowerCase() + text.slice(1);
}

/** fs.PathError: `open /x: no such file or directory`. */
export function pathError(operation: string, path: string, error: Errno): string {
  return `${operation} ${path}: ${errnoText(error)}`;
}
