import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshMachines, runScript } from '../../src/machine/script.ts';
import { pageBudgets } from './page.ts';
import { realRun } from './real-run.ts';
import { median, printTable, report } from './report.ts';

/*
 * The budgets, each measured and printed as a table. A figure is the median of several runs. Nothing here fails: tests
 * never time.
 */

const FILES = 10_000;

const fresh = freshMachines({ epoch: Date.now(), seed: 1 });

function time(runs: number, task: () => void): number {
  return median(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      task();
      return performance.now() - start;
    }),
  );
}

const run = 'docker run --rm -v data:/d busybox true';

{
  const shell = fresh().scriptShell();
  // The real engine's command is compiled: this one gets the time to be, too.
  time(30, () => shell.run(run));
  const real = realRun();
  const whose = real.measured ? 'of the real engine’s here' : 'of a real engine’s';
  report(
    `\`${run}\`, against 1/100 ${whose}`,
    time(101, () => shell.run(run)),
    real.time / 100,
  );
}

{
  const full = fresh();
  runScript(full, [
    `mkdir many && cd many && for d in $(seq 100); do mkdir $d; for f in $(seq ${FILES / 100}); do echo $f > $d/$f; done; done`,
  ]);
  report(
    `a checkpoint with ${FILES} files`,
    time(21, () => full.checkpoint()),
    50,
  );
  report(
    `a fork with ${FILES} files`,
    time(21, () => full.fork()),
    50,
  );
  const checkpoint = full.checkpoint();
  report(
    `one step back with ${FILES} files`,
    time(21, () => full.restore(checkpoint)),
    50,
  );
}

{
  const few = containers(10);
  const many = containers(1000);
  report('docker run with 1000 containers and volumes, against 10', many / few, 1.5, 'times');
}

/** The time of a docker run while so many containers and volumes are there. */
function containers(count: number): number {
  const full = fresh();
  const sh = full.scriptShell();
  sh.run(`for i in $(seq ${count}); do docker run -d -v vol$i:/d busybox sleep 100000 > /dev/null; done`);
  time(10, () => sh.run(run));
  return time(41, () => sh.run(run));
}

{
  const full = fresh();
  const sh = full.scriptShell();
  sh.run(
    `docker run --rm -v big:/d busybox sh -c 'cd /d; for d in $(seq 100); do mkdir $d; for f in $(seq ${FILES / 100}); do echo $f > $d/$f; done; done'`,
  );
  const ours = time(3, () => sh.run('docker run --rm -v big:/d -v "$PWD":/b debian tar cf /b/big.tar -C /d .'));
  const oursBack = time(3, () => sh.run('docker run --rm -v big2:/d -v "$PWD":/b debian tar xf /b/big.tar -C /d'));
  const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  const source = join(folder, 'source');
  for (let d = 0; d < 100; d++) {
    mkdirSync(join(source, String(d)), { recursive: true });
    for (let f = 0; f < FILES / 100; f++) writeFileSync(join(source, String(d), String(f)), `${f}\n`);
  }
  mkdirSync(join(folder, 'target'));
  const archive = join(folder, 'big.tar');
  const real = time(3, () => execFileSync('tar', ['cf', archive, '-C', source, '.']));
  const realBack = time(3, () => execFileSync('tar', ['xf', archive, '-C', join(folder, 'target')]));
  rmSync(folder, { recursive: true });
  report(`tar c of ${FILES} files, against GNU tar on a disk`, ours / real, 5, 'times');
  report(`tar x of ${FILES} files, against GNU tar on a disk`, oursBack / realBack, 5, 'times');
}

{
  const busy = fresh();
  const terminal = busy.openTerminal({ columns: 80, rows: 24 });
  busy.settle(100_000);
  const times = ['while :; do :; done', 'yes > /dev/null', 'find / > /dev/null; find / > /dev/null'].map((line) =>
    interrupted(line),
  );
  report('Ctrl-C to the next prompt', Math.max(...times), 10);
  function interrupted(line: string): number {
    busy.type(terminal, `${line}\r`);
    for (let i = 0; i < 2_000; i++) busy.cycle();
    const start = performance.now();
    busy.type(terminal, '\x03');
    while (!busy.prompts().some(([number, at]) => number === terminal && at) && performance.now() - start < 1_000)
      busy.cycle();
    return performance.now() - start;
  }
}

await pageBudgets();
printTable();
