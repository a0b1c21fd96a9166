import type { GeneratorProgram, MultiCallProgram, StepProgram } from '../../os/index.ts';
import { type Screen, screenProgram } from '../screen/screen.ts';
import { type Applet, BUSYBOX_BANNER, type Dialect, runApplet } from './applet.ts';

/** An applet as a program of its own: GNU's are called `gnu:NAME`. */
export function appletProgram(applet: Applet, dialect: Dialect): GeneratorProgram {
  return { name: `${dialect}:${applet.name}`, main: (sys, saved) => runApplet(applet, sys, dialect, saved) };
}

/** What makes a busybox. */
export interface BusyboxParts {
  readonly applets: readonly Applet[];
  readonly screens: readonly Screen[];
  readonly ash: StepProgram;
  /** What it says it can be, in the order of `busybox --list`; what is none of the above is left out of the machine. */
  readonly names: readonly string[];
}

/** busybox: one executable that is each applet by the name it is called by, or by its first argument. */
export function busyboxProgram({ applets, screens, ash, names }: BusyboxParts): MultiCallProgram {
  const here = ({ dialects }: Applet | Screen) => dialects?.includes('busybox') ?? true;
  const byName = new Map(applets.filter(here).map((applet) => [applet.name, applet]));
  const screensByName = new Map(screens.filter(here).map((screen) => [screen.name, screen]));
  const named = (name: string, skip: number): GeneratorProgram | StepProgram | undefined => {
    if (name === 'sh' || name === 'ash') return ash;
    const screen = screensByName.get(name);
    if (screen) return screenProgram(screen, 'busybox', skip);
    const applet = byName.get(name);
    if (applet)
      return {
        name: 'busybox',
        main: (sys, saved) => runApplet(applet, sys, 'busybox', saved, sys.argv.slice(skip)),
      };
    return names.includes(name) ? leftOut('busybox', name) : undefined;
  };
  return {
    name: 'busybox',
    select(argv) {
      const called = basename(argv[0] ?? 'busybox');
      if (called !== 'busybox') return named(called, 1) ?? notFound(called);
      const wanted = argv[1];
      if (wanted === undefined || wanted === '--help') return printing(`${ABOUT}${wrapped(names)}\n`);
      if (wanted === '--list') return printing(names.map((name) => `${name}\n`).join(''));
      return named(basename(wanted), 2) ?? notFound(wanted);
    },
  };
}

/** A command that the real system has and this machine lacks: it is there, and says so. */
export function leftOut(program: string, name: string): GeneratorProgram {
  return {
    name: program,
    *main(sys) {
      yield* sys.write(2, `${name}: not part of this simulator\n`);
      return CANNOT_RUN;
    },
  };
}

/** The status of a command that was found and can't be run (POSIX, 2.8.2). */
const CANNOT_RUN = 126;

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^-/, '');
}

function notFound(name: string): GeneratorProgram {
  return {
    name: 'busybox',
    *main(sys) {
      yield* sys.write(2, `${name}: applet not found\n`);
      return 127;
    },
  };
}

function printing(text: string): GeneratorProgram {
  return {
    name: 'busybox',
    *main(sys) {
      yield* sys.write(1, text);
      return 0;
    },
  };
}

const ABOUT = `${BUSYBOX_BANNER}
BusyBox is copyrighted by many authors between 1998-2015.
Licensed under GPLv2. See source distribution for detailed
copyright notices.

Usage: busybox [function [arguments]...]
   or: busybox --list[-full]
   or: busybox --install [-s] [DIR]
   or: function [arguments]...

\tBusyBox is a multi-call binary that combines many common Unix
\tutilities into a single executable.  The shell in this build
\tis configured to run built-in utilities without $PATH search.
\tYou don't need to install a link to busybox for each utility.
\tTo run external program, use full path (/sbin/ip instead of ip).

Currently defined functions:
`;

/** The columns of the list of functions, a tab counting for eight. */
const COLUMNS = 80;

/** Names in lines, as busybox lists its functions. */
function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, name] of names.entries()) {
    const word = index === names.length - 1 ? name : `${name},`;
    if (line !== '' && 8 + line.length + 1 + word.length >= COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `\t${each}`).join('\n');
}
