import type { SessionHost } from './session.ts';

/** Milliseconds of work between two turns of the event loop. */
const SLICE = 5;

/** Works piece by piece until there is a result, and lets others have their turn in between. Rejects when a piece throws. */
export function inPauses<T>(host: Pick<SessionHost, 'now' | 'later'>, piece: () => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const work = (): void => {
      try {
        for (const end = host.now() + SLICE; host.now() < end; ) {
          const result = piece();
          if (result === undefined) continue;
          resolve(result);
          return;
        }
        host.later(work, 0);
      } catch (error) {
        reject(error);
      }
    };
    work();
  });
}
