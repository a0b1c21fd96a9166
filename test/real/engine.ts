import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection, greet, resolveEndpoint } from '../../src/real/index.ts';

/*
 * The real engine that these tests may use, from the environment:
 *   DOCKER_HOST             as for docker itself
 *   DRYDOCK_REAL_VIA        a command that runs bash where the engine's docker command is (replay's --via)
 *   DRYDOCK_REAL_SCRATCH    a folder that the engine sees under the same path (replay's --scratch)
 * Nothing of others is touched: the tests go through the guard, and look that this is so.
 */

export interface RealEngineHere {
  readonly connection: Connection;
  readonly via: string | undefined;
  readonly scratch: string;
}

/** The engine, or undefined with an announced reason. */
export async function realEngineHere(): Promise<RealEngineHere | undefined> {
  try {
    const connection = new Connection(resolveEndpoint());
    await greet(connection);
    if (!(await connection.json('GET', '/images/busybox/json'))) throw new Error('The engine has no image busybox.');
    const { DRYDOCK_REAL_VIA: via, DRYDOCK_REAL_SCRATCH: scratch = tmpdir() } = process.env;
    return { connection, via: via || undefined, scratch };
  } catch (error) {
    process.stderr.write(`SKIPPED: tests on a real Docker Engine. ${(error as Error).message}\n`);
    return undefined;
  }
}

/** A folder that is gone afterwards. */
export function folderIn(parent: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(parent, 'drydock-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
