import type { Group } from '../command.ts';
import { ATTACH } from './attach.ts';
import { COMMIT } from './commit.ts';
import { COPY } from './copy.ts';
import { CREATE } from './create.ts';
import { DIFF } from './diff.ts';
import { EXEC } from './exec.ts';
import { EXPORT } from './export.ts';
import { INSPECT } from './inspect.ts';
import { LIST } from './list.ts';
import { LOGS } from './logs.ts';
import { PORT } from './port.ts';
import { PRUNE } from './prune.ts';
import { REMOVE } from './remove.ts';
import { RENAME } from './rename.ts';
import { RUN } from './run.ts';
import { START } from './start.ts';
import { STATS } from './stats.ts';
import { KILL, PAUSE, RESTART, STOP, UNPAUSE } from './stop.ts';
import { TOP } from './top.ts';
import { UPDATE } from './update.ts';
import { WAIT } from './wait.ts';

export const CONTAINER_GROUP: Group = {
  name: 'container',
  use: 'docker container',
  verbs: [
    ATTACH,
    COMMIT,
    COPY,
    CREATE,
    DIFF,
    EXEC,
    EXPORT,
    INSPECT,
    KILL,
    LIST,
    LOGS,
    PAUSE,
    PORT,
    PRUNE,
    REMOVE,
    RENAME,
    RESTART,
    RUN,
    START,
    STATS,
    STOP,
    TOP,
    UNPAUSE,
    UPDATE,
    WAIT,
  ],
};
