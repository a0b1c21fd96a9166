import type { Group } from '../command.ts';
import { INSPECT } from './inspect.ts';
import { LIST } from './list.ts';

export const NETWORK_GROUP: Group = { name: 'network', use: 'docker network', verbs: [INSPECT, LIST] };
