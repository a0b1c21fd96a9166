import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Connection } from '../connection.ts';
import { parseHost } from '../endpoint.ts';
import { REFUSED } from './decision.ts';
import { type Guard, startGuard } from './guard.ts';

/*
 * The guard before an engine that is none: it notes what arrives. `theirs-…` is others', everything else isn't there
 * until it is made.
 */

const folder = mkdtempSync(join(tmpdir(), 'drydock-guard-'));
const home = join(folder, 'home');
const socket = join(folder, 'guard.sock');
const engineSocket = join(folder, 'engine.sock');
const ID = 'a'.repeat(64);
const THEIR_ID = 'b'.repeat(64);
let arrived: { method: string; path: string; body: string }[] = [];
let made = false;
let engine: Server;
let guard: Guard;
let client: Connection;

/** What the engine that is none answers. */
function answer(method: string, path: string): readonly [number, unknown] {
  if (path === '/containers/create') return [201, { Id: ID, Warnings: [] }];
  if (path === '/volumes/ours' && !made) return [404, { message: 'get ours: no such volume' }];
  if (path === '/volumes/create') made = true;
  if (path === '/volumes/create')
    return [201, { Name: 'ours', Labels: { 'io.drydock.replay': 'abc' }, Mountpoint: '/m' }];
  if (path === '/containers/json')
    return [200, [THEIR_ID, ID].map((Id) => ({ Id, Labels: { 'io.drydock.replay': 'abc', mine: '1' } }))];
  if (path === '/volumes') return [200, { Volumes: [{ Name: 'theirs-volume' }, { Name: 'ours' }], Warnings: null }];
  if (path === '/images/json')
    return [
      200,
      [
        { Id: 'i1', RepoTags: ['busybox:latest'] },
        { Id: 'i2', RepoTags: ['secret:1'] },
      ],
    ];
  if (method !== 'GET') return [204, undefined];
  if (/^\/containers\/(theirs-\w+|b+)\/json/.test(path)) return [200, { Id: THEIR_ID, Mounts: [] }];
  if (path === `/containers/${ID}/json`) return [200, { Id: ID, Mounts: [{ Type: 'volume', Name: 'anonymous' }] }];
  if (/^\/volumes\/(theirs-\w+|ours|anonymous)$/.test(path)) return [200, { Name: path.slice(9), CreatedAt: 'then' }];
  if (path === '/networks/theirs-net') return [200, { Id: 'n1', Name: 'theirs-net' }];
  if (/^\/images\/(busybox|nginx)(%3Alatest)?\/json$/.test(path))
    return [200, { Id: 'i1', RepoTags: ['busybox:latest'] }];
  return [404, { message: `nothing at ${path}` }];
}

beforeAll(async () => {
  mkdirSync(join(home, 'site'), { recursive: true });
  symlinkSync('/etc', join(home, 'way-out'));
  engine = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const path = new URL(request.url ?? '', 'http://d').pathname.replace(/^\/v1\.\d+/, '');
      if (request.method !== 'GET') arrived.push({ method: request.method ?? '', path, body });
      const [status, data] = answer(request.method ?? '', path);
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(data === undefined ? undefined : JSON.stringify(data));
    });
  });
  await new Promise<void>((resolve) => engine.listen(engineSocket, resolve));
  client = new Connection(parseHost(`unix://${socket}`, 'test', undefined));
});
afterAll(async () => {
  await guard.close();
  engine.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await guard?.close();
  arrived = [];
  made = false;
  const connection = new Connection(parseHost(`unix://${engineSocket}`, 'test', undefined));
  const images = new Set(['busybox:latest']);
  guard = await startGuard({
    connection,
    socket,
    home,
    run: 'abc',
    started: 0,
    disposable: false,
    pull: false,
    imagesAskedFor: (dockerfile) => [...dockerfile.matchAll(/^FROM (.*)$/gm)].map(([, image]) => image!),
    images,
  });
});

/** A method, a path and perhaps a body. */
type Asking = [method: string, path: string, body?: object];

const container = (HostConfig: object, more: object = {}): Asking => [
  'POST',
  '/containers/create',
  { Image: 'busybox', HostConfig, ...more },
];

describe('refuses, and nothing arrives at the engine', () => {
  test.each<Asking>([
    container({ Privileged: true }),
    container({ CapAdd: ['SYS_ADMIN'] }),
    container({ Devices: [{ PathOnHost: '/dev/sda' }] }),
    container({ DeviceRequests: [{ Driver: 'nvidia' }] }),
    container({ PidMode: 'host' }),
    container({ PidMode: 'container:theirs-box' }),
    container({ IpcMode: 'host' }),
    container({ UTSMode: 'host' }),
    container({ UsernsMode: 'host' }),
    container({ CgroupnsMode: 'host' }),
    container({ CgroupParent: '/other' }),
    container({ NetworkMode: 'host' }),
    container({ NetworkMode: 'container:theirs-box' }),
    container({ NetworkMode: 'theirs-net' }),
    container({}, { NetworkingConfig: { EndpointsConfig: { 'theirs-net': {} } } }),
    container({ SecurityOpt: ['seccomp=unconfined'] }),
    container({ Sysctls: { 'net.ipv4.ip_forward': '1' } }),
    container({ Runtime: 'other' }),
    container({ MaskedPaths: ['/x'] }),
    container({ LogConfig: { Type: 'syslog' } }),
    container({ SomethingNew: 'value' }),
    container({ Binds: ['/:/host'] }),
    container({ Binds: ['/etc/passwd:/p:ro'] }),
    container({ Binds: [`${home}/../docker.sock:/s`] }),
    container({ Binds: [`${home}/way-out:/x`] }),
    container({ Binds: [`${home}/way-out/not-yet:/x`] }),
    container({ Binds: ['theirs-volume:/data'] }),
    container({ Mounts: [{ Type: 'bind', Source: '/var', Target: '/v' }] }),
    container({ Mounts: [{ Type: 'volume', Source: 'theirs-volume', Target: '/v' }] }),
    container({ Mounts: [{ Type: 'npipe', Source: 'x', Target: '/v' }] }),
    container({
      Mounts: [
        {
          Type: 'volume',
          Target: '/v',
          VolumeOptions: { DriverConfig: { Options: { type: 'none', o: 'bind', device: '/etc' } } },
        },
      ],
    }),
    container({ VolumesFrom: ['theirs-box:ro'] }),
    container({ Links: ['theirs-box:db'] }),
    container({ VolumeDriver: 'elsewhere' }),
    ['POST', '/v1.51/containers/theirs-box/start'],
    ['POST', '/containers/theirs-box/kill'],
    ['POST', '/containers/theirs-box/rename?name=x'],
    ['POST', '/containers/theirs-box/exec', { Cmd: ['sh'] }],
    ['POST', '/containers/theirs-box/update', { Memory: 1 }],
    ['PUT', '/containers/theirs-box/archive?path=/'],
    ['DELETE', '/containers/theirs-box?force=1'],
    ['POST', '/containers/prune'],
    ['POST', '/volumes/create', { Name: 'theirs-volume' }],
    ['POST', '/volumes/create', { Name: 'new', Driver: 'elsewhere' }],
    ['POST', '/volumes/create', { Name: 'new', DriverOpts: { type: 'none', o: 'bind', device: '/' } }],
    ['POST', '/volumes/create', { Name: 'new', DriverOpts: { type: 'nfs', o: 'addr=x', device: ':/x' } }],
    ['POST', '/volumes/create', { Name: 'new', DriverOpts: { type: 'ext4', device: '/dev/sda1' } }],
    ['DELETE', '/volumes/theirs-volume?force=1'],
    ['POST', '/volumes/prune'],
    ['POST', '/networks/create', { Name: 'new', Driver: 'macvlan' }],
    ['POST', '/networks/create', { Name: 'new', Options: { 'com.docker.network.bridge.name': 'br0' } }],
    ['POST', '/networks/create', { Name: 'new', IPAM: { Config: [{ Subnet: '10.0.0.0/8' }] } }],
    ['DELETE', '/networks/theirs-net'],
    ['POST', '/networks/theirs-net/connect', { Container: 'x' }],
    ['POST', '/networks/bridge/disconnect', { Container: 'theirs-box' }],
    ['POST', '/networks/prune'],
    ['POST', '/images/create?fromImage=busybox&tag=latest'],
    ['POST', '/images/busybox/tag?repo=nginx&tag=latest'],
    ['POST', '/images/busybox/push'],
    ['DELETE', '/images/busybox'],
    ['POST', '/images/prune'],
    ['POST', '/images/load'],
    ['POST', '/build?t=nginx'],
    ['POST', '/build?t=new&networkmode=host'],
    ['POST', '/build?t=new&remote=https%3A%2F%2Fexample.org%2Fx'],
    ['POST', '/build/prune'],
    ['POST', '/commit?container=theirs-box'],
    ['POST', '/swarm/init', {}],
    ['POST', '/plugins/pull'],
    ['POST', '/auth', {}],
    ['GET', '/distribution/busybox/json'],
    ['POST', '/anything/else'],
  ])('%s %s %j', async (method, path, body) => {
    const { status, body: text } = await client.ask(method, path, body);
    expect(status).toBe(403);
    const { message } = JSON.parse(text.toString()) as { message: string };
    expect(message).toMatch(new RegExp(`^${REFUSED} `));
    expect(arrived).toEqual([]);
    expect(guard.takeRefusals()).toEqual([message]);
  });
});

describe('lets through', () => {
  test.each<Asking>([
    container({ Binds: [`${home}/site:/s:ro`, `${home}/not/yet:/n`, 'new-volume:/data', '/anonymous'] }),
    container({ Binds: null, CapAdd: null, Privileged: false, SecurityOpt: [], LogConfig: { Type: '', Config: {} } }),
    container({
      NetworkMode: 'default',
      RestartPolicy: { Name: 'always' },
      Memory: 1,
      Tmpfs: { '/t': '' },
      Init: true,
    }),
    container({ SecurityOpt: ['no-new-privileges'], CapDrop: ['ALL'], ReadonlyRootfs: true }),
    container({
      Mounts: [
        { Type: 'tmpfs', Target: '/t' },
        { Type: 'bind', Source: `${home}/site`, Target: '/s' },
      ],
    }),
    ['POST', '/volumes/create', { Name: 'ram', DriverOpts: { type: 'tmpfs', device: 'tmpfs' } }],
    ['POST', '/volumes/create', { Name: 'own', DriverOpts: { type: 'none', o: 'bind', device: home } }],
    ['POST', '/networks/create', { Name: 'new', Driver: 'bridge', IPAM: { Driver: 'default', Config: null } }],
    ['POST', '/containers/nobody/start'],
    ['DELETE', '/volumes/nobody'],
    ['POST', '/images/busybox/tag?repo=new&tag=one'],
  ])('%s %s %j', async (method, path, body) => {
    const { status } = await client.ask(method, path, body);
    expect(status).toBeLessThan(300);
    expect(arrived).toHaveLength(1);
    expect(guard.takeRefusals()).toEqual([]);
  });
});

test('reads the Dockerfile that is sent along', async () => {
  const archive = (dockerfile: string) => {
    const tar = Buffer.alloc(2048);
    tar.write('Dockerfile', 0);
    tar.write(dockerfile.length.toString(8).padStart(11, '0'), 124);
    tar.write(dockerfile, 512);
    return tar;
  };
  const headers = { 'Content-Type': 'application/x-tar' };
  expect((await client.ask('POST', '/build', archive('FROM busybox'), headers)).status).toBe(204);
  const { status, body } = await client.ask('POST', '/build', archive('FROM nosuch'), headers);
  expect(status).toBe(403);
  expect(body.toString()).toContain(`${REFUSED} to fetch the image nosuch:latest (no --pull)`);
  const zipped = await client.ask('POST', '/build', Buffer.from('1f8b0800', 'hex'), headers);
  expect(zipped.body.toString()).toContain(`${REFUSED} a compressed archive of a build`);
  expect(arrived).toHaveLength(1);
});

test('labels what is created, notes it, and hides the label', async () => {
  await client.ask('POST', '/containers/create', { Image: 'busybox', Labels: { own: '1' } });
  expect(JSON.parse(arrived[0]!.body).Labels).toEqual({ own: '1', 'io.drydock.replay': 'abc' });
  const answered = await client.ask('POST', '/volumes/create', { Name: 'ours' });
  expect(answered.body.toString()).toContain('"Labels":null');
  expect(guard.ledger.all).toEqual([
    { kind: 'container', id: ID },
    { kind: 'volume', id: 'anonymous', created: 'then' },
    { kind: 'volume', id: 'ours', created: 'then' },
  ]);
  await client.ask('DELETE', '/volumes/ours');
  expect(guard.ledger.has('volume', 'ours')).toBe(false);
  const nonsense = await client.ask('POST', '/containers/create', Buffer.from('{'));
  expect(nonsense.status).toBe(400);
  expect(guard.lost()).toBeUndefined();
});

test('lists only what the scenario made', async () => {
  await client.ask('POST', '/containers/create', { Image: 'busybox' });
  await client.ask('POST', '/volumes/create', { Name: 'ours' });
  expect(await client.json('GET', '/containers/json?all=1')).toEqual([{ Id: ID, Labels: { mine: '1' } }]);
  expect(await client.json('GET', '/volumes')).toEqual({ Volumes: [{ Name: 'ours' }], Warnings: null });
  expect(await client.json('GET', '/images/json')).toEqual([{ Id: 'i1', RepoTags: ['busybox:latest'] }]);
  for (const path of [
    '/containers/theirs-box/json',
    '/containers/theirs-box/logs',
    '/volumes/theirs-volume',
    '/networks/theirs-net',
  ])
    expect((await client.ask('GET', path)).status, path).toBe(404);
});
