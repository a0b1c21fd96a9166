import { BUILDER_GROUP, BUILDX_GROUP } from './build/group.ts';
import { BUILD } from './build/verb.ts';
import { runCompose } from './compose/index.ts';
import { ATTACH } from './container/attach.ts';
import { COMMIT } from './container/commit.ts';
import { COPY } from './container/copy.ts';
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
import { STATS } from './container/stats.ts';
import { KILL, PAUSE, RESTART, STOP, UNPAUSE } from './container/stop.ts';
import { TOP } from './container/top.ts';
import { UPDATE } from './container/update.ts';
import { WAIT } from './container/wait.ts';
import { CONTEXT_GROUP } from './context/group.ts';
import { IMAGE_GROUP } from './image/group.ts';
import { HISTORY_VERB } from './image/history.ts';
import { IMPORT } from './image/import.ts';
import { IMAGES } from './image/list.ts';
import { LOAD } from './image/load.ts';
import { PULL } from './image/pull.ts';
import { RMI } from './image/remove.ts';
import { SAVE } from './image/save.ts';
import { TAG } from './image/tag.ts';
import { LEFT_OUT_GROUPS, SEARCH } from './left-out/tree.ts';
import { NETWORK_GROUP } from './network/group.ts';
import { PLUGIN_GROUP } from './plugin/group.ts';
import { LOGIN, LOGOUT } from './registry/login.ts';
import { PUSH } from './registry/push.ts';
import type { Tree } from './root.ts';
import { EVENTS } from './system/events.ts';
import { SYSTEM_GROUP } from './system/group.ts';
import { INFO } from './system/info.ts';
import { INSPECT } from './system/inspect.ts';
import { VERSION_VERB } from './system/version.ts';
import { VOLUME_GROUP } from './volume/group.ts';

/** Every command. */
export const TREE: Tree = {
  groups: [
    BUILDER_GROUP,
    BUILDX_GROUP,
    CONTAINER_GROUP,
    CONTEXT_GROUP,
    IMAGE_GROUP,
    ...LEFT_OUT_GROUPS,
    NETWORK_GROUP,
    PLUGIN_GROUP,
    SYSTEM_GROUP,
    VOLUME_GROUP,
  ],
  verbs: [
    ATTACH,
    BUILD,
    COMMIT,
    COPY,
    CREATE,
    DIFF,
    EVENTS,
    EXEC,
    EXPORT,
    HISTORY_VERB,
    IMAGES,
    IMPORT,
    INFO,
    INSPECT,
    KILL,
    LOAD,
    LOGIN,
    LOGOUT,
    LOGS,
    PAUSE,
    PORT,
    PS,
    PULL,
    PUSH,
    REMOVE,
    RENAME,
    RESTART,
    RMI,
    RUN,
    SAVE,
    SEARCH,
    START,
    STATS,
    STOP,
    TAG,
    TOP,
    UNPAUSE,
    UPDATE,
    VERSION_VERB,
    WAIT,
  ],
  plugins: [{ name: 'compose', run: runCompose }],
};
