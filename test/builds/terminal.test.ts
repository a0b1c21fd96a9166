import { expect, test } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import { morePrograms } from '../../src/machine/programs.ts';

const decoder = new TextDecoder();

/** A person at a terminal of 80 columns. */
function terminal() {
  const machine = Machine.boot({ epoch: Date.UTC(2026, 10, 24), seed: 1, user: 'root' }, morePrograms);
  const id = machine.openTerminal({ columns: 80, rows: 24 });
  let shown = '';
  const look = () => {
    for (const { data } of machine.takeOutput()) shown += decoder.decode(data);
  };
  /** Lets time pass, in milliseconds. */
  const pass = (ms: number) => {
    machine.advance(machine.uptime() + ms);
    look();
  };
  return {
    type(text: string, ms = 100) {
      shown = '';
      machine.type(id, text);
      pass(ms);
      return shown;
    },
  };
}

const DOCKERFILE = 'printf "%s\\n" "FROM busybox" "WORKDIR /app" "RUN echo out; sleep 2; echo more" > Dockerfile\r';

test('on a terminal the progress is drawn in place', () => {
  const person = terminal();
  person.type(`mkdir /c; cd /c; ${DOCKERFILE}`);
  const shown = person.type('docker build -t drawn .\r', 4000);
  expect(shown).toContain('\x1b[1A\x1b[1B\x1b[0G\x1b[?25l[+] Building 0.0s (0/1)');
  const last = shown.slice(shown.lastIndexOf('[+] Building'));
  expect(last.split('\r\n').slice(0, 8)).toEqual([
    expect.stringMatching(/^\[\+\] Building 2\.\ds \(7\/7\) FINISHED {33}docker:default$/),
    expect.stringMatching(/^\x1b\[34m => \[internal\] load build definition from Dockerfile {23}0\.0s$/),
    '\x1b[0m\x1b[34m => => transferring dockerfile: 96B                                        0.0s',
    '\x1b[0m\x1b[34m => [internal] load metadata for docker.io/library/busybox:latest          0.0s',
    '\x1b[0m\x1b[34m => [internal] load .dockerignore                                          0.0s',
    '\x1b[0m\x1b[34m => => transferring context: 2B                                            0.0s',
    '\x1b[0m\x1b[34m => [1/3] FROM docker.io/library/busybox:latest                            0.0s',
    '\x1b[0m\x1b[34m => [2/3] WORKDIR /app                                                     0.0s',
  ]);
  expect(shown).toContain(`\x1b[2m => => # out${' '.repeat(68)}\r\n`);
  // A second build is all from the cache.
  expect(person.type('docker build -t drawn .\r', 1000)).toContain(' => CACHED [3/3] RUN echo out; sleep 2; echo more');
});

test('Ctrl-C ends a build and its process', () => {
  const person = terminal();
  person.type(`mkdir /c; cd /c; ${DOCKERFILE}`);
  person.type('docker build .\r', 500);
  const shown = person.type('\x03', 500);
  expect(shown).toContain('ERROR: failed to build: failed to solve: Canceled: context canceled');
  expect(person.type('echo $?; ps -ef | grep -c "[s]leep 2"; docker images -qf dangling=true\r', 500)).toMatch(
    /130\r\n0\r\n/,
  );
});
