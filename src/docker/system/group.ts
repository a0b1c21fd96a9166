import type { Group } from '../command.ts';
import { DF } from './df.ts';
import { EVENTS } from './events.ts';
import { INFO } from './info.ts';
import { PRUNE } from './prune.ts';

export const SYSTEM_GROUP: Group = { name: 'system', use: 'docker system', verbs: [DF, EVENTS, INFO, PRUNE] };
