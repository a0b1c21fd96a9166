import { readdirSync, rmSync } from 'node:fs';
import type { Connection } from '../connection.ts';
import type { Note } from './ledger.ts';

/** Something that the clean-up had to leave. */
export interface Leftover {
  readonly note: Note;
  /** The engine's own words. */
  readonly reason: string;
}

/** Containers hold on to volumes, networks and images. */
const ORDER: readonly Note['kind'][] = ['container', 'volume', 'network', 'image'];

/** Removes what a replay has made, and only that; what it could not remove. Never throws. */
export async function cleanUp(connection: Connection, notes: readonly Note[]): Promise<readonly Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const kind of ORDER) {
    for (const note of notes.filter((each) => each.kind === kind)) {
      try {
        const reason = await remove(connection, note);
        if (reason !== undefined) leftovers.push({ note, reason });
      } catch (error) {
        leftovers.push({ note, reason: `the engine can't be reached: ${(error as Error).message}` });
      }
    }
  }
  return leftovers;
}

async function remove(connection: Connection, { kind, id, created }: Note): Promise<string | undefined> {
  const name = encodeURIComponent(id);
  switch (kind) {
    case 'container':
      await connection.ask('POST', `/containers/${name}/unpause`);
      return outcome(connection, `/containers/${name}?force=1&v=1`);
    case 'volume': {
      const found = await connection.json<{ CreatedAt: string }>('GET', `/volumes/${name}`);
      // Another one that has its name now.
      if (!found || (created !== undefined && found.CreatedAt !== created)) return undefined;
      return outcome(connection, `/volumes/${name}?force=1`);
    }
    case 'network':
      return outcome(connection, `/networks/${name}`);
    case 'image':
      return outcome(connection, `/images/${name}?force=1`);
    default:
      return kind satisfies never;
  }
}

/** How long a container that is just being removed by the engine itself may take. */
const PATIENCE = [50, 200, 500, 1000, 2000];

async function outcome(connection: Connection, path: string): Promise<string | undefined> {
  for (let attempt = 0; ; attempt++) {
    const { status, body } = await connection.ask('DELETE', path);
    if (status < 300 || status === 404) return undefined;
    const pause = PATIENCE[attempt];
    if (status !== 409 || pause === undefined) return message(body);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function message(body: Buffer): string {
  try {
    return (JSON.parse(body.toString()) as { message: string }).message;
  } catch {
    return body.toString().trim();
  }
}

/**
 * Removes a replay's folder. What containers have written there belongs to root: if we are not root, a container of the
 * image removes it. True when the folder is gone.
 */
export async function removeFolder(connection: Connection, folder: string, image: string): Promise<boolean> {
  if (removed(folder)) return true;
  const created = await connection.json<{ Id: string }>('POST', '/containers/create', {
    Image: image,
    Cmd: ['sh', '-c', 'rm -rf /scratch/* /scratch/.[!.]*'],
    HostConfig: { Binds: [`${folder}:/scratch`], NetworkMode: 'none' },
  });
  if (!created) return false;
  await connection.ask('POST', `/containers/${created.Id}/start`);
  await connection.ask('POST', `/containers/${created.Id}/wait`);
  await connection.ask('DELETE', `/containers/${created.Id}?force=1&v=1`);
  return removed(folder);
}

function removed(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    try {
      return readdirSync(folder).length === 0;
    } catch {
      return true;
    }
  }
}
