import { expect, test } from 'vitest';
import { serviceHash } from './hash.ts';
import { serviceOf } from './model/load.ts';
import { decode } from './model/structs.ts';
import type { Dict } from './model/tree.ts';

const hash = (service: Dict) => serviceHash(serviceOf('a', decode(service, 'service')));
const BASE: Dict = { image: 'busybox', command: 'sleep 1', environment: { A: '1' } };

test.each([
  ['image', { ...BASE, image: 'alpine' }],
  ['command', { ...BASE, command: 'sleep 2' }],
  ['no command', { image: 'busybox', environment: { A: '1' } }],
  ['an empty command', { ...BASE, command: [] }],
  ['a variable', { ...BASE, environment: { A: '2' } }],
  ['a volume', { ...BASE, volumes: [{ type: 'volume', target: '/d' }] }],
  ['a label', { ...BASE, labels: { a: 'b' } }],
])('%s changes the hash', (_, service) => {
  expect(hash(service)).not.toBe(hash(BASE));
});

test.each([
  ['the form of the command', { ...BASE, command: ['sleep', '1'] }],
  ['the form of the variables', { ...BASE, environment: ['A=1'] }],
  ['the order of the fields', { environment: { A: '1' }, command: 'sleep 1', image: 'busybox' }],
  ['the number of containers', { ...BASE, scale: 3 }],
  ['what it depends on', { ...BASE, depends_on: { b: { condition: 'service_started', required: true } } }],
  ['profiles', { ...BASE, profiles: ['x'] }],
  ['how it is pulled', { ...BASE, pull_policy: 'always' }],
  ['fields of the person', { ...BASE, 'x-note': 'y' }],
])('%s leaves the hash', (_, service) => {
  expect(hash(service)).toBe(hash(BASE));
});
