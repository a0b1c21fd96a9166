import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EndpointError, isRemote, resolveEndpoint } from './endpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-endpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));
const id = createHash('sha256').update('far').digest('hex');
mkdirSync(join(folder, 'contexts/meta', id), { recursive: true });
mkdirSync(join(folder, 'contexts/tls', id, 'docker'), { recursive: true });
writeFileSync(
  join(folder, 'contexts/meta', id, 'meta.json'),
  JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: 'tcp://far.example:2376', SkipTLSVerify: false } } }),
);
writeFileSync(join(folder, 'contexts/tls', id, 'docker', 'ca.pem'), 'CA');
writeFileSync(join(folder, 'config.json'), JSON.stringify({ currentContext: 'far' }));

const ca = Buffer.from('CA');
const far = { kind: 'tcp', hostname: 'far.example', port: 2376, from: 'context far', tls: { ca, verify: true } };

test.each([
  [{ HOME: '/nobody' }, { kind: 'unix', path: '/var/run/docker.sock', from: 'default' }],
  [
    { DOCKER_HOST: 'unix:///x/d.sock', DOCKER_CONTEXT: 'far' },
    { kind: 'unix', path: '/x/d.sock', from: 'DOCKER_HOST' },
  ],
  [{ DOCKER_HOST: 'tcp://10.0.0.1' }, { kind: 'tcp', hostname: '10.0.0.1', port: 2375 }],
  [{ DOCKER_HOST: 'tcp://[::1]:99' }, { kind: 'tcp', hostname: '::1', port: 99 }],
  [
    { DOCKER_HOST: 'tcp://h', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: join(folder, 'contexts/tls', id, 'docker') },
    { port: 2376, tls: { ca, verify: true } },
  ],
  [{ DOCKER_CONFIG: folder }, far],
  [
    { DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'default' },
    { kind: 'unix', from: 'default' },
  ],
  [
    { DOCKER_CONFIG: '/nowhere', DOCKER_CONTEXT: '' },
    { kind: 'unix', from: 'default' },
  ],
])('%j', (env, expected) => expect(resolveEndpoint(env)).toMatchObject(expected));

test.each([
  [{ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'none' }, /There is no docker context "none"/],
  [{ DOCKER_HOST: 'ssh://me:secret@there' }, /it holds a password/],
  [{ DOCKER_HOST: 'ssh://' }, /it names no host|no address/],
  [{ DOCKER_HOST: 'ssh://there?x=1' }, /more than a host and a path/],
  [{ DOCKER_HOST: 'ssh://there:99x' }, /no address/],
  [{ DOCKER_HOST: 'nonsense' }, /unix:\/\/, tcp:\/\/ and ssh:\/\//],
])('%j is refused', (env, why) => {
  expect(() => resolveEndpoint(env)).toThrow(EndpointError);
  expect(() => resolveEndpoint(env)).toThrow(why);
});

// What docker itself runs, seen with an ssh that prints its arguments.
test.each([
  ['ssh://there', ['-o ConnectTimeout=30', '-T', '--', 'there', 'docker system dial-stdio']],
  ['ssh://there/', ['-o ConnectTimeout=30', '-T', '--', 'there', 'docker system dial-stdio']],
  [
    'ssh://me@there:2222',
    ['-l', 'me', '-p', '2222', '-o ConnectTimeout=30', '-T', '--', 'there', 'docker system dial-stdio'],
  ],
  ['ssh://[::1]:22', ['-p', '22', '-o ConnectTimeout=30', '-T', '--', '::1', 'docker system dial-stdio']],
  [
    'ssh://m%40x@h/x/docker.sock',
    ['-l', 'm@x', '-o ConnectTimeout=30', '-T', '--', 'h', "docker '--host=unix:///x/docker.sock' system dial-stdio"],
  ],
])('%s', (DOCKER_HOST, args) => expect(resolveEndpoint({ DOCKER_HOST })).toMatchObject({ kind: 'ssh', args }));

test('which engines are elsewhere', () => {
  expect(isRemote(resolveEndpoint({ DOCKER_HOST: 'tcp://127.0.0.1:2375' }))).toBe(false);
  expect(isRemote(resolveEndpoint({ DOCKER_HOST: 'tcp://10.0.0.1:2375' }))).toBe(true);
  expect(isRemote(resolveEndpoint({ DOCKER_HOST: 'ssh://me@there' }))).toBe(true);
});
