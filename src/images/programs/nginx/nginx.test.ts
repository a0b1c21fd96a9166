import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { HostConfig } from '../../../engine/index.ts';
import { type TestHost, testHost } from '../../../engine/simulated/testing.ts';
import { ROOT } from '../../../fs/index.ts';
import type { GeneratorProgram } from '../../../os/index.ts';
import { nginx } from './index.ts';

/** What a real nginx 1.26.3 answered, logged and refused; times and numbers of processes are masked. */
const recorded = (name: string) => JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), 'utf8'));

const WALKER = { cwd: '/', credentials: ROOT };

/** The only script that is run here is the image's entry point: `exec "$@"`. */
const dash: GeneratorProgram = {
  name: 'dash',
  *main(sys) {
    const argv = sys.argv.slice(2);
    sys.exec(sys.which(argv[0]!), argv);
    return 127;
  },
};

function run(host: TestHost, args: readonly string[] | null, Binds: readonly string[] = [], port = '') {
  const { engine } = host;
  const PortBindings: HostConfig['PortBindings'] = port === '' ? {} : { '80/tcp': [{ HostIp: '', HostPort: port }] };
  const request = { Config: { Image: 'nginx', Cmd: args }, HostConfig: { Binds, PortBindings: PortBindings ?? {} } };
  const { Id } = host.run(engine.containerCreate('', request));
  host.run(engine.containerStart(Id));
  host.pass(20);
  return Id;
}

const logs = (host: TestHost, id: string, stream: 'stdout' | 'stderr') =>
  host
    .run(host.engine.containerLogs(id, { stdout: stream === 'stdout', stderr: stream === 'stderr' }))
    .map(({ data }) => new TextDecoder().decode(data))
    .join('');

const mask = (log: string) =>
  log
    .replace(/\d+\/\w+\/\d+:\d\d:\d\d:\d\d/g, 'DATE')
    .replace(/^\d+\/\d+\/\d+ \d\d:\d\d:\d\d/gm, 'DATE')
    .replace(/\d+#\d+: \*\d+/g, 'PID: *N');

test('requests, as the real one answers and logs them', () => {
  const host = testHost([nginx, dash]);
  const id = run(host, null, [], '8080');
  host.engine.inContainer(id, (ns) => {
    const root = '/usr/share/nginx/html';
    const file = (name: string, text: string, mode = 0o644) => {
      const how = { read: false, write: true, create: true, exclusive: false, truncate: true };
      const { fs, ino } = ns.at(ns.open(`${root}/${name}`, how, mode, WALKER));
      fs.write(ino, 0, new TextEncoder().encode(text));
    };
    for (const name of ['sub', 'empty']) ns.create(`${root}/${name}`, { type: 'directory', mode: 0o755 }, WALKER);
    file('sub/index.html', 'hey\n');
    file('p.txt', 'priv\n', 0o600);
    file('x.unknown', 'x\n');
    file('a.css', 'css\n');
    file('zero.txt', '');
    file('a b.html', 'a b\n');
  });
  const { exchanges, access, error } = recorded('requests');
  for (const { request, response } of exchanges) {
    const connection = host.kernel.connect(8080);
    host.kernel.write(connection, new TextEncoder().encode(`${request.replaceAll('|', '\r\n')}\r\n\r\n`));
    host.pass(20);
    const answer = new TextDecoder()
      .decode(host.kernel.read(connection))
      .replace(/Date: [^\r]*/, 'Date: D')
      .replace(/Last-Modified: [^\r]*/, 'Last-Modified: M')
      .replace(/ETag: "[0-9a-f]+-/, 'ETag: "T-');
    expect([request, answer]).toEqual([request, response]);
    host.kernel.close(connection);
  }
  expect(
    mask(logs(host, id, 'stdout'))
      .trimEnd()
      .split('\n'),
  ).toEqual(access);
  expect(
    mask(logs(host, id, 'stderr'))
      .trimEnd()
      .split('\n'),
  ).toEqual(error);
  host.run(host.engine.containerStop(id, {}));
  expect(host.run(host.engine.containerInspect(id)).State.ExitCode).toBe(0);
  expect(host.kernel.faults).toEqual([]);
});

test.each(recorded('configs') as { conf: string; says: string }[])('nginx -t: $conf', ({ conf, says }) => {
  const host = testHost([nginx, dash]);
  host.write('/tmp/default.conf', `${conf.replaceAll('\\n', '\n')}\n`);
  const id = run(host, ['nginx', '-t'], ['/tmp:/etc/nginx/conf.d']);
  expect(mask(logs(host, id, 'stderr'))).toBe(says);
});

test('a folder of the host, edited while it is served; another user sees what it may', () => {
  const host = testHost([nginx, dash]);
  host.write('/tmp/index.html', 'v1\n');
  run(host, null, ['/tmp:/usr/share/nginx/html:ro'], '8080');
  const get = () => {
    const connection = host.kernel.connect(8080);
    host.kernel.write(connection, new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n'));
    host.pass(20);
    return new TextDecoder()
      .decode(host.kernel.read(connection))
      .split('\r\n')
      .filter((_, i, all) => i === 0 || i === all.length - 1);
  };
  expect(get()).toEqual(['HTTP/1.1 200 OK', 'v1\n']);
  host.write('/tmp/index.html', 'v2\n');
  expect(get()).toEqual(['HTTP/1.1 200 OK', 'v2\n']);
  host.host.setattr('/tmp/index.html', { mode: 0o600 }, WALKER);
  expect(get()[0]).toBe('HTTP/1.1 403 Forbidden');
});
