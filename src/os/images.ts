import { Errno, type MountNamespace, type Walker } from '../fs/index.ts';
import { ProcessSys } from './calls/sys.ts';
import type { Core } from './core.ts';
import { EXECUTABLE_MAGIC, type GeneratorProgram, type Op, type Program, type StepProgram } from './program.ts';
import { ReplaySys } from './replay.ts';
import type { Process } from './state.ts';

/** What exec found: the program, what it is called with, and whose rights a setuid bit gives. */
export interface Executable {
  readonly program: string;
  readonly path: string;
  readonly argv: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** The part of a process that isn't data: its program and what runs of it. Made anew after a restore. */
export type Live =
  | { readonly kind: 'step'; readonly program: StepProgram; readonly sys: ProcessSys }
  | {
      readonly kind: 'generator';
      readonly program: GeneratorProgram;
      readonly sys: ReplaySys;
      generator: Op<number> | undefined;
    };

export interface Images {
  /** execve(2)'s search: ENOENT, EACCES, ENOEXEC, ELOOP. */
  find(namespace: MountNamespace, walker: Walker, path: string, argv: readonly string[]): Executable;
  /** Makes a process run an executable from its beginning. */
  install(process: Process, executable: Executable): void;
  /** Makes a process run a step program from a state: fork. */
  installState(process: Process, state: unknown): void;
  live(process: Process): Live;
  /** A process's program is over. */
  drop(process: Process): void;
}

/** How many `#!` lines may lead on (BINPRM_MAX_RECURSION). */
const INTERPRETERS = 4;
/** BINPRM_BUF_SIZE: so much of a file is looked at. */
const HEAD = 256;

const decoder = new TextDecoder();

export function createImages(core: Core): Images {
  const programs = new Map<string, Program>(core.options.programs.map((program) => [program.name, program]));
  const lives = new Map<Process, Live>();

  function select(name: string, argv: readonly string[]): GeneratorProgram | StepProgram | undefined {
    // The list may grow while the kernel runs: see KernelOptions.programs.
    const program = programs.get(name) ?? core.options.programs.find((each) => each.name === name);
    return program && 'select' in program ? program.select(argv) : program;
  }

  function find(
    namespace: MountNamespace,
    walker: Walker,
    path: string,
    argv: readonly string[],
    depth = 0,
  ): Executable {
    if (depth > INTERPRETERS) throw new Errno('ELOOP');
    const location = namespace.resolve(path, walker);
    const { fs, ino } = namespace.at(location);
    const stat = fs.stat(ino);
    if (stat.type !== 'file') throw new Errno('EACCES');
    namespace.access(path, { execute: true }, walker);
    const mount = namespace.mounts.find(({ id }) => id === location.mount);
    const options = mount?.options.split(',') ?? [];
    if (options.includes('noexec')) throw new Errno('EACCES');
    const head = decoder.decode(fs.read(ino, 0, HEAD));
    if (head.startsWith('#!')) {
      const [, interpreter, argument] = /^#![ \t]*([^ \t\n\0]+)[ \t]*([^\n\0]*?)[ \t]*(?:\n|\0|$)/.exec(head) ?? [];
      if (!interpreter) throw new Errno('ENOEXEC');
      const rest = [path, ...argv.slice(1)];
      return find(namespace, walker, interpreter, [interpreter, ...(argument ? [argument] : []), ...rest], depth + 1);
    }
    if (!head.startsWith(EXECUTABLE_MAGIC)) throw new Errno('ENOEXEC');
    const program = head.slice(EXECUTABLE_MAGIC.length, head.indexOf('\n', EXECUTABLE_MAGIC.length));
    if (!select(program, argv)) throw new Errno('ENOEXEC');
    const gives = options.includes('nosuid') ? 0 : stat.mode;
    return {
      program,
      path: namespace.realpath(path, walker),
      argv: [...argv],
      ...(gives & 0o4000 ? { uid: stat.uid } : {}),
      ...((gives & 0o2010) === 0o2010 ? { gid: stat.gid } : {}),
    };
  }

  function live(process: Process): Live {
    const known = lives.get(process);
    if (known) return known;
    const program = select(process.program, process.argv);
    if (!program) throw new Errno('ENOEXEC');
    const made: Live =
      'main' in program
        ? { kind: 'generator', program, sys: new ReplaySys(core, process), generator: undefined }
        : { kind: 'step', program, sys: new ProcessSys(core, process) };
    lives.set(process, made);
    return made;
  }

  function drop(process: Process): void {
    if (process.image.kind === 'generator') core.state.memory -= process.image.bytes;
    process.image = { kind: 'none' };
    lives.delete(process);
  }

  return {
    find: (namespace, walker, path, argv) => find(namespace, walker, path, argv),
    install(process, { program, path, argv, uid, gid }) {
      drop(process);
      process.program = program;
      process.exe = path;
      process.argv = argv;
      if (uid !== undefined || gid !== undefined) {
        const { credentials } = process;
        const real = uid === undefined || uid === credentials.uid ? {} : { realUid: credentials.uid };
        process.credentials = { ...credentials, ...real, uid: uid ?? credentials.uid, gid: gid ?? credentials.gid };
      }
      process.image =
        'main' in select(program, argv)!
          ? {
              kind: 'generator',
              saved: undefined,
              env: { ...process.env },
              calls: [],
              results: [],
              bytes: 0,
              resumes: 0,
              progress: 0,
              started: false,
            }
          : { kind: 'step', state: undefined, started: false };
    },
    installState(process, state) {
      process.image = { kind: 'step', state, started: true };
    },
    live,
    drop,
  };
}
