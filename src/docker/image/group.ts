import { BUILD } from '../build/verb.ts';
import type { Group } from '../command.ts';
import { PUSH } from '../registry/push.ts';
import { HISTORY_VERB } from './history.ts';
import { IMPORT } from './import.ts';
import { INSPECT } from './inspect.ts';
import { LIST } from './list.ts';
import { LOAD } from './load.ts';
import { PRUNE } from './prune.ts';
import { PULL } from './pull.ts';
import { REMOVE } from './remove.ts';
import { SAVE } from './save.ts';
import { TAG } from './tag.ts';

export const IMAGE_GROUP: Group = {
  name: 'image',
  use: 'docker image',
  verbs: [BUILD, HISTORY_VERB, IMPORT, INSPECT, LIST, LOAD, PRUNE, PULL, PUSH, REMOVE, SAVE, TAG],
};
