import type { Group } from '../command.ts';
import { HISTORY_VERB } from './history.ts';
import { INSPECT } from './inspect.ts';
import { LIST } from './list.ts';
import { PRUNE } from './prune.ts';
import { PULL } from './pull.ts';
import { REMOVE } from './remove.ts';
import { TAG } from './tag.ts';

export const IMAGE_GROUP: Group = {
  name: 'image',
  use: 'docker image',
  verbs: [HISTORY_VERB, INSPECT, LIST, PRUNE, PULL, REMOVE, TAG],
};
