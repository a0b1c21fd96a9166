import { expect, test } from 'vitest';
import { testHost } from './testing.ts';

test('a container prints and ends', () => {
  const host = testHost();
  expect(host.docker('busybox', ['busybox', 'echo', 'hello'])).toMatchObject({
    stdout: 'hello\n',
    stderr: '',
    exit: 0,
  });
  expect(host.kernel.faults).toEqual([]);
});
