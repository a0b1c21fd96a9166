import { spawnSync } from 'node:child_process';
import { median } from './report.ts';

/** What `docker run --rm -v data:/d busybox true` took where the budget was set, in milliseconds. */
const THEN = 316;
const RUNS = 7;
const VOLUME = 'drydock-bench';

/**
 * The time of a `docker run` with a volume on a real engine, in milliseconds: on the one that is there (its docker command
 * through DRYDOCK_REAL_VIA), so that both sides are measured on the same machine; else as it was measured once.
 */
export function realRun(): { readonly time: number; readonly measured: boolean } {
  const via = process.env.DRYDOCK_REAL_VIA;
  const docker = (...args: readonly string[]) =>
    via ? spawnSync('sh', ['-c', `${via} "$@"`, 'sh', 'docker', ...args]) : spawnSync('docker', args);
  const run = () => docker('run', '--rm', '-v', `${VOLUME}:/d`, 'busybox', 'true');
  if (docker('image', 'inspect', 'busybox').status !== 0 || run().status !== 0) return { time: THEN, measured: false };
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  docker('volume', 'rm', VOLUME);
  return { time: median(times), measured: true };
}
