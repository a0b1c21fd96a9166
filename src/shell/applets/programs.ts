import type { GeneratorProgram, MultiCallProgram, StepProgram } from '../../os/index.ts';
import { type Applet, BUSYBOX_BANNER, type Dialect, runApplet } from './applet.ts';

/** An applet as a program of its own: GNU's are called `gnu:NAME`. */
export function appletProgram(applet: Applet, dialect: Dialect): GeneratorProgram {
  return { name: `${dialect}:${applet.name}`, main: (sys, saved) => runApplet(applet, sys, dialect, saved) };
}

/** busybox: one executable that is each applet by the name it is called by, or by its first argument. */
export function busyboxProgram(applets: readonly Applet[], ash: StepProgram): MultiCallProgram {
  const own = applets.filter(({ dialects }) => dialects?.includes('busybox') ?? true);
  const byName = new Map(own.map((applet) => [applet.name, applet]));
  const named = (name: string, skip: number): GeneratorProgram | StepProgram | undefined => {
    if (name === 'sh' || name === 'ash') return ash;
    const applet = byName.get(name);
    return (
      applet && {
        name: 'busybox',
        main: (sys, saved) => runApplet(applet, sys, 'busybox', saved, sys.argv.slice(skip)),
      }
    );
  };
  return {
    name: 'busybox',
    select(argv) {
      const called = basename(argv[0] ?? 'busybox');
      if (called !== 'busybox') return named(called, 1) ?? notFound(called);
      const wanted = argv[1];
      if (wanted === undefined || wanted === '--help') return listing([...byName.keys(), 'sh', 'ash']);
      if (wanted === '--list') return lines([...byName.keys(), 'sh', 'ash'].sort());
      return named(basename(wanted), 2) ?? notFound(wanted);
    },
  };
}

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

function lines(names: readonly string[]): GeneratorProgram {
  return {
    name: 'busybox',
    *main(sys) {
      yield* sys.write(1, names.map((name) => `${name}\n`).join(''));
      return 0;
    },
  };
}

/** What busybox says when it is asked for nothing: who it is and what it can be. */
function listing(names: readonly string[]): GeneratorProgram {
  return {
    name: 'busybox',
    *main(sys) {
      yield* sys.write(1, `${BUSYBOX_BANNER}\n\nCurrently defined functions:\n\t${[...names].sort().join(', ')}\n`);
      return 0;
    },
  };
}
