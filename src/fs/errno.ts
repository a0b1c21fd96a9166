/** The error codes of POSIX (errno.h) that this machine can raise. */
export type ErrnoCode = keyof typeof MESSAGES;

/** glibc's strerror texts, as GNU and busybox tools print them. */
const MESSAGES = {
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  ESRCH: 'No such process',
  EINTR: 'Interrupted system call',
  EIO: 'Input/output error',
  ENXIO: 'No such device or address',
  E2BIG: 'Argument list too long',
  ENOEXEC: 'Exec format error',
  EBADF: 'Bad file descriptor',
  ECHILD: 'No child processes',
  EAGAIN: 'Resource temporarily unavailable',
  ENOMEM: 'Cannot allocate memory',
  EACCES: 'Permission denied',
  EBUSY: 'Device or resource busy',
  EEXIST: 'File exists',
  EXDEV: 'Invalid cross-device link',
  ENODEV: 'No such device',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  ENFILE: 'Too many open files in system',
  EMFILE: 'Too many open files',
  ENOTTY: 'Inappropriate ioctl for device',
  ETXTBSY: 'Text file busy',
  EFBIG: 'File too large',
  ENOSPC: 'No space left on device',
  ESPIPE: 'Illegal seek',
  EROFS: 'Read-only file system',
  EMLINK: 'Too many links',
  EPIPE: 'Broken pipe',
  ERANGE: 'Numerical result out of range',
  ENAMETOOLONG: 'File name too long',
  ENOSYS: 'Function not implemented',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EADDRINUSE: 'Address already in use',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ENOTCONN: 'Transport endpoint is not connected',
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
} as const;

/** Where V8 keeps how many frames a stack trace has; elsewhere it means nothing. */
const V8_ERROR = Error as { stackTraceLimit?: number | undefined };

/** A failed system call. `message` is strerror's text; who prints it adds the program's name and the path. */
export class Errno extends Error {
  constructor(readonly code: ErrnoCode) {
    // Failed calls are everyday (a search in PATH makes several): no stack is taken, which is most of an error's cost.
    const limit = V8_ERROR.stackTraceLimit;
    V8_ERROR.stackTraceLimit = 0;
    super(MESSAGES[code]);
    V8_ERROR.stackTraceLimit = limit;
    this.name = 'Errno';
  }
}

/** True for a thrown {@link Errno}, of one of the codes if any are named. */
export function isErrno(error: unknown, ...codes: ErrnoCode[]): error is Errno {
  return error instanceof Errno && (codes.length === 0 || codes.includes(error.code));
}

/** The text that strerror(3) gives for a code. */
export function strerror(code: ErrnoCode): string {
  return MESSAGES[code];
}
