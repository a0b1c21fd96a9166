import { createInterface } from 'node:readline';
import { Connection } from '../connection.ts';
import { resolveEndpoint } from '../endpoint.ts';
import { cleanUp, removeFolder } from './clean-up.ts';
import type { Note } from './ledger.ts';
import type { ReaperLine } from './reaping.ts';

/*
 * A process of its own beside a replay: told of everything that the guard notes, it cleans up when the replay is gone
 * without having said goodbye (kill -9, a crash). Its standard input ends when the replay does.
 */

const notes = new Map<string, Note>();
const key = ({ kind, id }: Note) => `${kind} ${id}`;
let group: number | undefined;
let folder: string | undefined;
let image = 'busybox';

// Ctrl-C at the terminal is the replay's business.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line) as ReaperLine;
  if ('add' in told) notes.set(key(told.add), told.add);
  else if ('drop' in told) notes.delete(key(told.drop));
  else if ('group' in told) group = told.group;
  else if ('folder' in told) ({ folder, image } = told);
  else process.exit(0);
}

if (group !== undefined) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
const connection = new Connection(resolveEndpoint());
await cleanUp(connection, [...notes.values()]);
if (folder !== undefined) await removeFolder(connection, folder, image);
