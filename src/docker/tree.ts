import { ATTACH } from './container/attach.ts';
import { COMMIT } from './container/commit.ts';
import { CREATE } from './container/create.ts';
import { DIFF } from './container/diff.ts';
import { EXEC } from './container/exec.ts';
import { EXPORT } from './container/export.ts';
import { CONTAINER_GROUP } from './container/group.ts';
import { PS } from './container/list.ts';
import { LOGS } from './container/logs.ts';
import { PORT } from './container/port.ts';
import { REMOVE } from './container/remove.ts';
import { RENAME } from './container/rename.ts';
import { RUN } from './container/run.ts';
import { START } from './container/start.ts';
import { KILL, PAUSE, RESTART, STOP, UNPAUSE } from './container/stop.ts';
import { TOP } from './container/top.ts';
import { UPDATE } from './container/update.ts';
import { WAIT } from './container/wait.ts';
import { PULL } from './image/pull.ts';
import type { Tree } from './root.ts';
import { INSPECT } from './system/inspect.ts';
import { VOLUME_GROUP } from './volume/group.ts';

/** Every command. */
export const TREE: Tree = {
  groups: [CONTAINER_GROUP, VOLUME_GROUP],
  verbs: [
    ATTACH,
    COMMIT,
    CREATE,
    DIFF,
    EXEC,
    EXPORT,
    INSPECT,
    KILL,
    LOGS,
    PAUSE,
    PORT,
    PS,
    PULL,
    REMOVE,
    RENAME,
    RESTART,
    RUN,
    START,
    STOP,
    TOP,
    UNPAUSE,
    UPDATE,
    WAIT,
  ],
};
