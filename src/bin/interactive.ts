import { Driver } from '../machine/driver.ts';
import { Machine } from '../machine/machine.ts';
import { morePrograms } from '../machine/programs.ts';

/** `drydock` alone: a sandbox in the present terminal, in real time, until its shell ends. */
export function interactive(): void {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    process.stderr.write('drydock: the sandbox needs a terminal; to run scripts use: drydock run FILE...\n');
    process.exitCode = 2;
    return;
  }
  const machine = Machine.boot({ epoch: Date.now(), seed: Date.now() % 2 ** 31, user: 'learner' }, morePrograms);
  const size = () => ({ columns: stdout.columns, rows: stdout.rows });
  const driver: Driver = new Driver(machine, {
    now: () => performance.now(),
    soon: (task) => void setImmediate(task),
    later: (task, ms) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    onOutput: (_, data) => void stdout.write(data, () => driver.shown(data.length)),
    onExit: (_, status) => leave(status),
  });
  const terminal = driver.input((into) => into.openTerminal(size()));
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.on('data', (data) => driver.input((into) => into.type(terminal, String(data))));
  stdout.on('resize', () => driver.input((into) => into.resize(terminal, size())));
  driver.start();

  function leave(status: number): void {
    driver.stop();
    stdin.setRawMode(false);
    stdin.pause();
    process.exitCode = status;
  }
}
