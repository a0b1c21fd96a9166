import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { executable } from '../../os/index.ts';
import { bench, SUPERUSER } from '../../os/testing.ts';
import { APPLETS, appletProgram, busyboxProgram } from '../applets/index.ts';
import { shellPrograms } from '../index.ts';
import { SCREENS, screenProgram } from './index.ts';
import { type Emulator, emulator } from './testing/emulator.ts';

/*
 * What real programs showed on a terminal, key by key (test/recorders/screens.py), against what these show: rows and the
 * cursor are compared after each key, not the sequences that drew them.
 */

interface Step {
  readonly keys?: string;
  readonly rows?: number;
  readonly columns?: number;
  readonly shown: string;
}

interface Session {
  readonly command: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly columns: number;
  readonly steps: readonly Step[];
}

const folder = new URL('recorded/', import.meta.url);
const ash = shellPrograms().find(({ name }) => name === 'ash')!;
const programs = [
  ash,
  ...APPLETS.map((applet) => appletProgram(applet, 'gnu')),
  ...SCREENS.map((screen) => screenProgram(screen, 'gnu')),
  busyboxProgram({ applets: APPLETS, screens: SCREENS, ash, names: [] }),
];

function told(screen: Emulator): string {
  const { rows, cursor } = screen.read();
  return [...rows, String(cursor)].join('\n');
}

function play(session: Session) {
  const made = bench(programs);
  const { kernel, host } = made;
  host.create('/tmp/screens', { type: 'directory', mode: 0o755 }, SUPERUSER);
  for (const [name, content] of Object.entries(session.files ?? {})) {
    made.write(`/tmp/screens/${name}`, content);
    host.setattr(`/tmp/screens/${name}`, { mtime: 1_700_000_000_000 }, SUPERUSER);
  }
  for (const { name } of programs) made.write(`/bin/${name.replace('gnu:', '')}`, executable(name), 0o755);
  made.write('/bin/sh', executable('ash'), 0o755);
  const { rows, columns } = session;
  const { master, slave } = kernel.pty({ rows, columns });
  const pid = made.start('', {
    path: '/bin/sh',
    argv: ['sh', '-c', `exec ${session.command}`],
    env: { PATH: '/bin', TERM: 'xterm' },
    fds: { 0: slave, 1: slave, 2: slave },
    cwd: '/tmp/screens',
    tty: slave,
  });
  kernel.close(slave);
  const settle = () => {
    while (kernel.run(100_000).state === 'busy');
  };
  const real = emulator(rows, columns);
  const own = emulator(rows, columns);
  const differing: string[] = [];
  for (const step of session.steps) {
    // A program that has ended has nothing to show for what is typed.
    if (kernel.status(pid) !== undefined) break;
    if (step.rows !== undefined || step.columns !== undefined) {
      const size = { rows: step.rows ?? rows, columns: step.columns ?? columns };
      real.resize(size.rows, size.columns);
      own.resize(size.rows, size.columns);
      kernel.resize(master, size);
    } else
      kernel.write(
        master,
        Uint8Array.from(step.keys ?? '', (key) => key.charCodeAt(0)),
      );
    settle();
    real.write(step.shown);
    own.write(made.drain(master));
    const [wanted, got] = [real, own].map(told);
    if (wanted !== got) differing.push(`${JSON.stringify(step.keys ?? step)}\n${wanted}\n--- but shows\n${got}`);
  }
  expect(kernel.faults).toEqual([]);
  return differing.join('\n\n');
}

describe('shows what the real one showed', () => {
  test.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('%s', (file) => {
    expect(play(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))).toBe('');
  });
});
