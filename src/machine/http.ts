import { isErrno } from '../fs/index.ts';
import type { Machine } from './machine.ts';
import type { HttpResponse } from './wire.ts';

/** A response larger than this is cut: the preview is no download. */
const LIMIT = 4 * 2 ** 20;
/** Steps after which a server that doesn't answer is given up. */
const MAX_STEPS = 2_000_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder('latin1');

/** GET of a path from a published port, as a browser on the host's network would ask; undefined: nobody answers. */
export function fetchFrom(machine: Machine, port: number, path: string): HttpResponse | undefined {
  const { kernel } = machine;
  let socket: number;
  try {
    socket = kernel.connect(port);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
  // A line break in a path would begin a header of its own.
  const target = encodeURI(path.startsWith('/') ? path : `/${path}`);
  let request = encoder.encode(`GET ${target} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let steps = 0; steps < MAX_STEPS && size < LIMIT; steps += 256) {
    if (request.length > 0) request = request.subarray(kernel.write(socket, request));
    const idle = machine.cycle() === 'idle';
    const data = kernel.read(socket);
    if (data?.length === 0) break;
    if (data) {
      parts.push(data);
      size += data.length;
    } else if (idle) break;
  }
  kernel.close(socket);
  return parse(parts, size);
}

function parse(parts: readonly Uint8Array[], size: number): HttpResponse | undefined {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const text = decoder.decode(all);
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.\d (\d{3})/.exec(text);
  if (end < 0 || !status) return undefined;
  const type = /^content-type: *(.*)$/im.exec(text.slice(0, end))?.[1]?.trim() ?? 'application/octet-stream';
  return { status: Number(status[1]), type, body: all.slice(end + 4) };
}
