/** For programs above, which may not import fs: what a failed call throws, and what stat tells. */
export {
  CAPABILITIES,
  type Capability,
  type Credentials,
  capable,
  type DirEntry,
  Errno,
  type ErrnoCode,
  type FileType,
  isErrno,
  ROOT,
  type Stat,
  strerror,
} from '../fs/index.ts';
export { createKernel, loadKernel } from './boot.ts';
export { LIMITS, type Namespaces } from './create-core.ts';
export type { Fault, FileId, Kernel, KernelOptions, Limits, RunResult, StartProcess } from './kernel.ts';
export { type IdNames, processCommand, processName, psLines, readPs } from './procps.ts';
export {
  EXECUTABLE_MAGIC,
  executable,
  type GeneratorProgram,
  type MultiCallProgram,
  type Op,
  type Program,
  type Step,
  type StepProgram,
  TURN,
  type Wait,
} from './program.ts';
export { type Resource, type Rlimit, type Rlimits, UNLIMITED } from './rlimits.ts';
export { SIGNALS, type Signal, signalNamed } from './signals.ts';
export type {
  ExitStatus,
  Fd,
  OpenFlags,
  Pid,
  ProcessInfo,
  Spawn,
  Sys,
  TtyMode,
  WaitStatus,
  WindowSize,
} from './sys.ts';
