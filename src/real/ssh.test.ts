import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Connection, greet } from './connection.ts';
import { resolveEndpoint } from './endpoint.ts';

/* An ssh of the test's own in PATH, which leads to an engine that is none: it tells its version and echoes what is attached. */

const folder = mkdtempSync(join(tmpdir(), 'drydock-ssh-'));
const socket = join(folder, 'engine.sock');
const path = process.env.PATH;
let engine: Server;

const DIAL = `const s = require('net').connect(process.env.ENGINE_SOCKET);
process.stdin.pipe(s).pipe(process.stdout);
s.on('close', () => process.exit(0));`;

function ssh(script: string): void {
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'ssh'), 0o755);
}

beforeAll(async () => {
  writeFileSync(join(folder, 'dial.cjs'), DIAL);
  engine = createServer((_, response) => response.end(JSON.stringify({ Version: '28.5.2', ApiVersion: '1.51' })));
  engine.on('upgrade', (_, stream) => {
    stream.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    stream.pipe(stream);
  });
  await new Promise<void>((resolve) => engine.listen(socket, resolve));
  process.env.PATH = `${folder}:${path}`;
  process.env.ENGINE_SOCKET = socket;
});
afterEach(() => rmSync(join(folder, 'ssh'), { force: true }));
afterAll(() => {
  process.env.PATH = path;
  engine.close();
  rmSync(folder, { recursive: true });
});

const connection = () => new Connection(resolveEndpoint({ DOCKER_HOST: 'ssh://me@there' }));

test('an engine answers through ssh', async () => {
  ssh(`[ "$*" = '-l me -o ConnectTimeout=30 -T -- there docker system dial-stdio' ] || exit 9
exec "${process.execPath}" ${folder}/dial.cjs`);
  expect(await greet(connection())).toMatchObject({ version: '28.5.2', api: '1.51' });
});

test('a stream goes both ways, and ends', async () => {
  ssh(`exec "${process.execPath}" ${folder}/dial.cjs`);
  const request = connection().request({
    method: 'POST',
    path: '/',
    headers: { Connection: 'Upgrade', Upgrade: 'tcp' },
  });
  const said = await new Promise<string>((resolve, reject) => {
    request.on('error', reject);
    request.on('upgrade', (_, stream) => {
      let text = '';
      stream.on('data', (data: Buffer) => {
        text += String(data);
      });
      stream.on('end', () => resolve(text));
      stream.end('over there and back');
    });
    request.end();
  });
  expect(said).toBe('over there and back');
});

test('what ssh says is told', async () => {
  ssh('echo "ssh: Could not resolve hostname there: Name or service not known." >&2; exit 255');
  await expect(greet(connection())).rejects.toThrow(
    "The engine at ssh://me@there (from DOCKER_HOST) can't be reached: ssh: Could not resolve hostname there: Name or service not known.",
  );
});

test('no ssh command', async () => {
  const without = process.env.PATH;
  process.env.PATH = folder;
  try {
    await expect(greet(connection())).rejects.toThrow("can't be reached: there is no ssh command here.");
  } finally {
    process.env.PATH = without;
  }
});
