import { expect, test } from 'vitest';
import { lookAt } from './files.ts';
import { Machine } from './machine.ts';
import { morePrograms } from './programs.ts';
import type { XRayPlace } from './wire.ts';
import { xray } from './xray.ts';

const options = { epoch: Date.UTC(2026, 10, 24), seed: 3, user: 'learner' } as const;
const machine = Machine.boot(
  {
    ...options,
    setup: [
      'mkdir site && echo one > site/index.html && echo conf > app.conf',
      'docker run -d --name web -v ~/site:/usr/share/nginx/html:ro -v logs:/var/log/nginx --tmpfs /scratch nginx',
      'docker run -d --name box -v ~/app.conf:/etc/app.conf -v notes:/data alpine sleep 1000',
      "docker exec box sh -c 'echo own > /etc/motd; rm /etc/alpine-release; echo milk > /data/list'",
    ],
  },
  morePrograms,
);
machine.setUp();

/** `volume notes`, `layer box (deleted)`: what a place is, as tests say it. */
const said = ({ kind, name, state }: XRayPlace) => `${kind} ${name}${state === 'there' ? '' : ` (${state})`}`;

test.each([
  ['box', '/data/list', 'volume notes', [], true],
  ['box', '/etc/motd', 'layer box', [], true],
  ['box', '/etc/alpine-release', 'layer box (deleted)', ['image alpine, layer 1 of 1'], true],
  ['box', '/etc/passwd', 'image alpine, layer 1 of 1', [], true],
  ['box', '/etc/app.conf', 'bind /home/learner/app.conf', [], true],
  [
    'web',
    '/usr/share/nginx/html/index.html',
    'bind /home/learner/site',
    ['image nginx, layer 4 of 5', 'image nginx, layer 1 of 5'],
    false,
  ],
  ['web', '/scratch', 'tmpfs /scratch', [], true],
  ['web', '/proc/version', 'docker /proc', [], true],
] as const)('%s%s is answered by %s', (container, path, answers, hidden, writable) => {
  const seen = xray(machine.surveyed(), container, path)!;
  expect(said(seen.answers!)).toBe(answers);
  expect(seen.hidden.map(said).filter((place) => !place.startsWith('layer'))).toEqual(hidden);
  expect(seen.writable).toBe(writable);
});

test('says where on the host it lies', () => {
  const seen = xray(machine.surveyed(), 'box', '/data/list')!;
  expect(seen.answers).toMatchObject({ host: '/var/lib/docker/volumes/notes/_data/list', text: 'milk\n', size: 5 });
  expect(xray(machine.surveyed(), 'nosuch', '/')).toBeUndefined();
  expect(xray(machine.surveyed(), 'box', '/data/none')!.found).toBeUndefined();
});

test('a single file that is bound: what is saved in place is seen inside, what is saved by rename is not', () => {
  const own = machine.fork();
  const inside = () => new TextDecoder().decode(lookAt(own.surveyed(), { container: 'box' }, '/etc/app.conf')?.data);
  const save = (how: 'in-place' | 'rename', text: string) =>
    own.saveFile({ place: { host: true }, path: '~/app.conf', data: new TextEncoder().encode(text), how });
  const first = save('in-place', 'two\n');
  expect(first.inode).toBe(first.before);
  expect(inside()).toBe('two\n');
  const second = save('rename', 'three\n');
  expect(second.inode).not.toBe(second.before);
  expect(inside()).toBe('two\n');
  expect(lookAt(own.surveyed(), { host: true }, '~/app.conf')).toMatchObject({
    inode: second.inode,
    uid: 1000,
    mode: 0o644,
  });
});

test.each([
  [{ container: 'box' }, '/etc/app.conf', 'rename', 'Device or resource busy'],
  [{ container: 'web' }, '/usr/share/nginx/html/index.html', 'in-place', 'Read-only file system'],
  [{ host: true }, '/etc/passwd', 'in-place', 'Permission denied'],
] as const)('what the system refuses is refused: %j %s %s', (place, path, how, why) => {
  expect(() => machine.fork().saveFile({ place, path, data: new Uint8Array(1), how })).toThrow(why);
});

test('volumes and containers are edited as root', () => {
  const own = machine.fork();
  const data = new TextEncoder().encode('tea\n');
  own.saveFile({ place: { volume: 'notes' }, path: 'list', data, how: 'in-place' });
  expect(lookAt(own.surveyed(), { container: 'box' }, '/data/list')?.data).toEqual(data);
});

test('what sets a machine up is there before anybody logs in, and again after a reset', () => {
  const own = machine.fork();
  own.reset();
  expect(own.surveyed().engine.volumes.has('notes')).toBe(true);
  expect(lookAt(own.surveyed(), { host: true }, '~/app.conf')?.uid).toBe(1000);
  expect(own.prompts()).toEqual([]);
});
