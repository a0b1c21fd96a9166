import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bench } from '../../../os/testing.ts';
import { redisCli } from './cli.ts';
import type { Databases } from './data.ts';
import { crc64, DumpError, readDump, writeDump } from './rdb.ts';
import { redisServer } from './server.ts';

/** A session with a real Redis 7.0.15. */
const recorded = JSON.parse(readFileSync(new URL('recorded/session.json', import.meta.url), 'utf8')) as {
  readonly lines: readonly string[];
  readonly raw: string;
  readonly shown: string;
};

function machine() {
  const made = bench([redisServer, redisCli]);
  const begin = (...args: string[]) => {
    const log = made.kernel.openFile(made.host, '/tmp/log', { write: true, create: true, append: true });
    const pid = made.start('redis-server', { argv: ['redis-server', ...args], cwd: '/tmp', fds: { 1: log, 2: log } });
    made.kernel.run(100_000);
    return pid;
  };
  const cli = (...args: string[]) => {
    const [out, write] = made.kernel.pipe();
    made.start('redis-cli', { argv: ['redis-cli', ...args], fds: { 1: write, 2: write } });
    made.kernel.close(write);
    for (let i = 0; i < 50; i++) made.kernel.run(10_000);
    return made.drain(out);
  };
  return { made, begin, cli };
}

test.each(['raw', 'shown'] as const)('a session answers as the real one does: %s', (how) => {
  const { made, begin } = machine();
  begin();
  made.write('/tmp/lines', `${recorded.lines.join('\n')}\n`);
  const input = made.kernel.openFile(made.host, '/tmp/lines', { read: true });
  const [out, write] = made.kernel.pipe();
  made.start('redis-cli', {
    argv: ['redis-cli', how === 'raw' ? '--raw' : '--no-raw'],
    fds: { 0: input, 1: write, 2: write },
  });
  made.kernel.close(write);
  let printed = '';
  for (let i = 0; i < 200; i++) {
    made.kernel.run(10_000);
    printed += made.drain(out);
  }
  const lines = (text: string) => text.replace(/avg_ttl=\d+/g, 'avg_ttl=').split('\n');
  expect(lines(printed)).toEqual(lines(recorded[how]));
  expect(made.kernel.faults).toEqual([]);
});

test('data outlives the server in the dump', () => {
  const { made, begin, cli } = machine();
  const pid = begin();
  expect(cli('set', 'k', 'v')).toBe('OK\n');
  cli('rpush', 'l', 'a', 'b');
  made.kernel.signal(pid, 'TERM');
  for (let i = 0; i < 20; i++) made.kernel.run(10_000);
  expect(made.kernel.status(pid)).toEqual({ kind: 'exited', status: 0 });
  expect(made.text('/tmp/dump.rdb').slice(0, 9)).toBe('REDIS0010');
  begin();
  expect(cli('get', 'k')).toBe('v\n');
  expect(cli('lrange', 'l', '0', '-1')).toBe('a\nb\n');
});

test('commands outlive a killed server in the append-only file, not without one', () => {
  for (const appending of [true, false]) {
    const { made, begin, cli } = machine();
    const args = appending ? ['--appendonly', 'yes'] : [];
    const pid = begin(...args);
    cli('incr', 'n');
    cli('incr', 'n');
    made.kernel.signal(pid, 'KILL');
    for (let i = 0; i < 20; i++) made.kernel.run(10_000);
    begin(...args);
    expect(cli('get', 'n')).toBe(appending ? '2\n' : '\n');
  }
});

test('a copy of the machine goes on with the same data', () => {
  const { made, begin, cli } = machine();
  begin();
  cli('set', 'k', 'v');
  const copy = made.fork();
  const [out, write] = copy.kernel.pipe();
  copy.start('redis-cli', { argv: ['redis-cli', 'get', 'k'], fds: { 1: write } });
  copy.kernel.close(write);
  for (let i = 0; i < 50; i++) copy.kernel.run(10_000);
  expect(copy.drain(out)).toBe('v\n');
});

test('a dump reads back as what it was written from', () => {
  const data: Databases = new Map([
    [
      0,
      new Map([
        ['text', { stored: { type: 'string' as const, value: 'x'.repeat(20_000) } }],
        ['number', { stored: { type: 'string' as const, value: '-70000' }, expires: 2_000_000_000_000 }],
        ['list', { stored: { type: 'list' as const, items: ['a', '1', '300'] } }],
        ['set', { stored: { type: 'set' as const, members: new Set(['a']) } }],
        ['hash', { stored: { type: 'hash' as const, fields: new Map([['f', 'v']]) } }],
        ['zset', { stored: { type: 'zset' as const, scores: new Map([['m', 1.5]]) } }],
      ]),
    ],
  ]);
  const bytes = writeDump(data, 1_700_000_000_000);
  expect(readDump(bytes, 1_700_000_000_000)).toMatchObject({ data, version: '7.0.15', keys: 6, expired: 0 });
  expect(readDump(bytes, 2_100_000_000_000)).toMatchObject({ keys: 5, expired: 1 });
  const broken = Uint8Array.from(bytes);
  broken[200] = (broken[200] ?? 0) ^ 1;
  expect(() => readDump(broken, 0)).toThrow(DumpError);
});

test('the checksum is the one of Redis', () => {
  // The check value of CRC-64/REDIS.
  expect(crc64(new TextEncoder().encode('123456789')).toString(16)).toBe('e9c6d914c4b8d9ca');
});
