import { expect, test } from 'vitest';
import { freshMachines } from './script.ts';

const fresh = freshMachines({ epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 1 });

test('a line beside a health check is given up when it waits for what never comes', { timeout: 60_000 }, () => {
  const shell = fresh().scriptShell();
  expect(shell.run('docker run --health-cmd=true busybox tail -f /dev/null')).toMatchObject({ stdout: '', stderr: '' });
});

test('a line may wait long, as long as it prints something now and then', () => {
  const shell = fresh().scriptShell();
  const { stdout } = shell.run('for i in 1 2 3; do for j in $(seq 900); do sleep 1; done; echo $i; done');
  expect(stdout).toBe('1\n2\n3\n');
});
