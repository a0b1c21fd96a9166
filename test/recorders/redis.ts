/**
 * Records what a real Redis 7.0 answers:  npx tsx test/recorders/redis.ts
 *
 * redis-server and redis-cli are taken from PATH.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { REDIS_LINES } from './redis-lines.ts';

const PORT = '7795';

async function session(flag: string): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'redis-'));
  const server = spawn('redis-server', ['--port', PORT], { cwd, stdio: 'ignore' });
  await setTimeout(1500);
  const { stdout } = spawnSync('redis-cli', ['-p', PORT, flag], { input: `${REDIS_LINES.join('\n')}\n` });
  server.kill('SIGTERM');
  await setTimeout(1000);
  return stdout.toString('latin1');
}

const recorded = { lines: REDIS_LINES, raw: await session('--raw'), shown: await session('--no-raw') };
const file = new URL('../../src/images/programs/redis/recorded/session.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);
