import { expect, test } from 'vitest';
import { isErrno } from '../fs/index.ts';
import type { GeneratorProgram } from './index.ts';
import { type Bench, bench } from './testing.ts';

const program = (name: string, main: GeneratorProgram['main']): GeneratorProgram => ({ name, main });

/** `serve NAME PORT`: answers every connection with its name. */
const serve = program('serve', function* (sys) {
  const listener = sys.listen(Number(sys.argv[2]));
  for (;;) {
    const connection = yield* sys.accept(listener);
    yield* sys.write(connection, `${sys.argv[1]}`);
    sys.close(connection);
  }
});
/** `ask HOST PORT`: prints the answer or the error. */
const ask = program('ask', function* (sys) {
  try {
    const connection = yield* sys.connect(sys.argv[1] ?? '', Number(sys.argv[2]));
    for (;;) {
      const bytes = yield* sys.read(connection);
      if (bytes.length === 0) return 0;
      yield* sys.write(1, bytes);
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* sys.write(1, error.code);
    return 1;
  }
});

/** A host with a server of its own, and two containers: web (published on 8080) and db, which web knows by name. */
function machine(): Bench {
  const made = bench([serve, ask]);
  const { kernel, start } = made;
  const gateway = '172.17.0.1';
  kernel.network('web', [{ address: '172.17.0.2', gateway }], { web: '172.17.0.2', db: '172.17.0.3' });
  kernel.network('db', [{ address: '172.17.0.3', gateway }], {
    db: '172.17.0.3',
    'host.docker.internal': '172.17.0.1',
  });
  kernel.network('none', []);
  kernel.publish(8080, '172.17.0.2', 80);
  // Nobody listens there, as with -p 9999:81.
  kernel.publish(9999, '172.17.0.2', 81);
  start('serve host 22');
  start('serve web 80', { network: 'web' });
  start('serve db 5432', { network: 'db' });
  kernel.run(10_000);
  return made;
}

test.each([
  ['host', 'localhost 22', 'host'],
  ['host', '127.0.0.1 22', 'host'],
  ['host', '172.17.0.1 22', 'host'],
  ['host', 'localhost 8080', 'web'],
  ['host', '127.0.0.1 8080', 'web'],
  ['host', '0.0.0.0 8080', 'web'],
  ['host', '172.17.0.2 80', 'web'],
  ['host', '172.17.0.2 8080', 'ECONNREFUSED'],
  ['host', 'localhost 80', 'ECONNREFUSED'],
  ['host', 'localhost 9999', 'ECONNRESET'],
  ['host', 'web 80', 'ENXIO'],
  ['host', '172.17.0.77 80', 'EHOSTUNREACH'],
  ['web', 'localhost 80', 'web'],
  ['web', 'web 80', 'web'],
  ['web', 'db 5432', 'db'],
  ['web', '172.17.0.3 5432', 'db'],
  ['web', 'localhost 22', 'ECONNREFUSED'],
  ['web', '172.17.0.1 22', 'host'],
  ['db', '172.17.0.1 8080', 'web'],
  ['db', 'host.docker.internal 8080', 'web'],
  ['db', 'web 80', 'ENXIO'],
  ['db', 'localhost 8080', 'ECONNREFUSED'],
  ['none', '172.17.0.2 80', 'ENETUNREACH'],
  ['none', 'localhost 80', 'ECONNREFUSED'],
])('from %s to %s: %s', (network, target, expected) => {
  expect(machine().run(`ask ${target}`, { network }).stdout).toBe(expected);
});

test('from outside the machine one reaches ports of the host', () => {
  const made = machine();
  const connection = made.kernel.connect(8080);
  for (const { kernel, drain } of [made.fork(), made]) {
    kernel.run(10_000);
    expect(drain(connection)).toBe('web');
    expect(kernel.read(connection)).toEqual(new Uint8Array(0));
    kernel.close(connection);
    expect(() => kernel.connect(80)).toThrow('Connection refused');
  }
});

test('a port is taken once, also by publishing', () => {
  const { kernel, run } = machine();
  expect(run('serve again 22').stderr).toBe('serve: Address already in use\n');
  expect(run('serve again 8080').stderr).toBe('serve: Address already in use\n');
  expect(run('serve again 80', { network: 'web' }).stderr).toBe('serve: Address already in use\n');
  expect(() => kernel.publish(8080, '172.17.0.3', 1)).toThrow('Address already in use');
  expect(() => kernel.publish(22, '172.17.0.3', 1)).toThrow('Address already in use');
  kernel.unpublish(8080);
  kernel.publish(8080, '172.17.0.3', 5432);
  expect(run('ask localhost 8080').stdout).toBe('db');
});

test('when the server ends, so do waiting connections, and the port is free', () => {
  const idle = program('idle', function* (sys) {
    sys.listen(7);
    yield* sys.sleep(10);
    return 0;
  });
  const { run, kernel, start } = bench([idle, ask, serve]);
  start('idle');
  kernel.run(100);
  expect(run('ask localhost 7').stdout).toBe('');
  expect(run('ask localhost 7').stdout).toBe('ECONNREFUSED');
  start('serve next 7');
  kernel.run(100);
  expect(run('ask localhost 7').stdout).toBe('next');
});
