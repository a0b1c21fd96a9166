import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ContainerInspect } from '../engine/index.ts';
import type { ProbeStat } from '../lesson/index.ts';
import type { Connection } from '../real/index.ts';

/*
 * Looking with commands, where nothing else reaches: what a container holds in memory alone, and a host that is
 * elsewhere. `stat`, `cat` and `ls` change nothing but times of access.
 */

/** Runs a command where it looks; its standard output, undefined if it failed. */
export type Look = (argv: readonly string[]) => Promise<Buffer | undefined>;

const KINDS: Readonly<Record<number, ProbeStat['type']>> = { 4: 'directory', 8: 'file', 10: 'symlink' };

export async function lookStat(look: Look, path: string): Promise<ProbeStat | undefined> {
  const told = await look(['stat', '-L', '-c', '%f %u %g %s', path]);
  if (!told) return undefined;
  const [raw = '', uid, gid, size] = told.toString().trim().split(' ');
  const mode = Number.parseInt(raw, 16);
  const type = KINDS[mode >> 12] ?? 'other';
  return { type, mode: mode & 0o7777, uid: Number(uid), gid: Number(gid), size: Number(size) };
}

export async function lookRead(look: Look, path: string): Promise<Uint8Array | undefined> {
  const content = await look(['cat', path]);
  return content && new Uint8Array(content);
}

export async function lookList(look: Look, path: string): Promise<readonly string[] | undefined> {
  const names = await look(['ls', '-A', path]);
  return names?.toString().split('\n').filter(Boolean).sort();
}

/** Looks on the host where a scenario's bash runs. */
export function onHost(via: string): Look {
  const run = promisify(execFile);
  return async (argv) => {
    try {
      const args = ['-c', `${via} "$@"`, 'sh', '-c', '"$@"', 'sh', ...argv];
      return (await run('sh', args, { encoding: 'buffer', maxBuffer: 2 ** 24 })).stdout;
    } catch {
      return undefined;
    }
  };
}

/** Looks in a running container. */
export function inContainer(connection: Connection, container: string): Look {
  return async (Cmd) => {
    const request = { Cmd, AttachStdout: true, AttachStderr: true };
    const exec = await connection.json<{ Id: string }>('POST', `/containers/${container}/exec`, request);
    if (!exec) return undefined;
    const { body } = await connection.ask('POST', `/exec/${exec.Id}/start`, { Detach: false, Tty: false });
    const ended = await connection.json<{ ExitCode: number | null }>('GET', `/exec/${exec.Id}/json`);
    return ended?.ExitCode === 0 ? standardOutput(body) : undefined;
  };
}

/** Frames of eight bytes of header (the stream's number, the length) and content: those of standard output. */
function standardOutput(frames: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length; ) {
    const length = frames.readUInt32BE(at + 4);
    if (frames[at] === 1) parts.push(frames.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts);
}

/** Whether a path lies in a tmpfs of a running container: the engine's archives don't show those. */
export function inMemory({ State, Mounts, HostConfig }: ContainerInspect, path: string): boolean {
  if (!State.Running) return false;
  const folders = [
    ...Mounts.filter(({ Type }) => Type === 'tmpfs').map(({ Destination }) => Destination),
    ...Object.keys(HostConfig.Tmpfs ?? {}),
  ];
  return folders.some((folder) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`));
}
