import type { Group } from '../command.ts';
import { CONNECT, DISCONNECT } from './connect.ts';
import { CREATE } from './create.ts';
import { INSPECT } from './inspect.ts';
import { LIST } from './list.ts';
import { PRUNE } from './prune.ts';
import { REMOVE } from './remove.ts';

export const NETWORK_GROUP: Group = {
  name: 'network',
  use: 'docker network',
  verbs: [CONNECT, CREATE, DISCONNECT, INSPECT, LIST, PRUNE, REMOVE],
};
