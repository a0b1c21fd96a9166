import { expect, test } from 'vitest';
import { testHost } from '../../../engine/simulated/testing.ts';
import { ROOT } from '../../../fs/index.ts';
import type { GeneratorProgram } from '../../../os/index.ts';
import { HTTPD_LAYERS } from '../../httpd.ts';
import { ConfigError, parseConfig, rulesFor } from './config.ts';
import { httpd } from './index.ts';

const conf = HTTPD_LAYERS.flat().find(({ path }) => path.endsWith('httpd.conf'));
const text = conf?.type === 'file' ? new TextDecoder().decode(conf.content) : '';

test("the image's configuration", () => {
  const site = parseConfig('httpd.conf', text);
  expect(site).toMatchObject({
    ports: [80],
    root: '/usr/local/apache2/htdocs',
    index: ['index.html'],
    name: undefined,
  });
  expect(rulesFor(site, '/usr/local/apache2/htdocs/sub/x')).toEqual({ listing: true, granted: true });
  expect(rulesFor(site, '/etc/passwd').granted).toBe(false);
});

test.each([
  ['Listen 80\nFoo bar', "Invalid command 'Foo'"],
  ['Listen 80\n<Directory /x>\n', 'was not closed'],
  ['Listen x', 'Port must be specified'],
  ['ServerName a', 'no listening sockets available'],
])('refuses %j', (config, message) => {
  expect(() => parseConfig('c', config)).toThrow(ConfigError);
  expect(() => parseConfig('c', config)).toThrow(message);
});

/** The only script that is run here is the image's command: in the end it is `exec httpd`. */
const dash: GeneratorProgram = {
  name: 'dash',
  *main(sys) {
    sys.exec(sys.which('httpd'), ['httpd', '-DFOREGROUND']);
    return 127;
  },
};

test('serves files as they are, tells what it refuses, and ends on its stop signal', () => {
  const host = testHost([httpd, dash]);
  const { engine } = host;
  for (let seen = 0, more = 1; more > 0; seen += more) {
    more = host.run(engine.imagePull('httpd', seen)).length;
    host.pass(1000);
  }
  const PortBindings = { '80/tcp': [{ HostIp: '', HostPort: '8080' }] };
  const { Id } = host.run(engine.containerCreate('', { Config: { Image: 'httpd' }, HostConfig: { PortBindings } }));
  host.run(engine.containerStart(Id));
  host.pass(20);
  engine.inContainer(Id, (ns) => {
    const how = { read: false, write: true, create: true, exclusive: false, truncate: true };
    const walker = { cwd: '/usr/local/apache2/htdocs', credentials: ROOT };
    const { fs, ino } = ns.at(ns.open('secret', how, 0o600, walker));
    fs.write(ino, 0, new TextEncoder().encode('x'));
    ns.create('empty', { type: 'directory', mode: 0o755 }, walker);
  });
  const ask = (path: string, method = 'GET') => {
    const connection = host.kernel.connect(8080);
    host.kernel.write(connection, new TextEncoder().encode(`${method} ${path} HTTP/1.0\r\n\r\n`));
    host.pass(20);
    const response = new TextDecoder().decode(host.kernel.read(connection));
    host.kernel.close(connection);
    return { status: Number(response.split(' ')[1]), body: response.slice(response.indexOf('\r\n\r\n') + 4) };
  };
  expect(ask('/')).toEqual({ status: 200, body: '<html><body><h1>It works!</h1></body></html>\n' });
  expect(ask('/index.html').body).toBe(ask('/').body);
  expect(ask('/', 'HEAD')).toEqual({ status: 200, body: '' });
  for (const [path, status] of [
    ['/nope', 404],
    ['/secret', 403],
    ['/empty', 301],
    ['/empty/', 200],
    ['/../etc/passwd', 400],
  ] as const)
    expect([path, ask(path).status]).toEqual([path, status]);
  expect(ask('/', 'PUT').status).toBe(405);
  host.run(engine.containerStop(Id, {}));
  expect(host.run(engine.containerInspect(Id)).State).toMatchObject({ Status: 'exited', ExitCode: 0 });
});
