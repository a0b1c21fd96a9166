import { dockerProgram } from '../docker/index.ts';
import type { Engine } from '../engine/index.ts';
import { gosu } from '../images/programs/gosu.ts';
import { hello } from '../images/programs/hello.ts';
import { nginx } from '../images/programs/nginx/index.ts';
import { redisCli } from '../images/programs/redis/cli.ts';
import { redisServer } from '../images/programs/redis/server.ts';
import type { Program } from '../os/index.ts';
import { APPLETS, appletProgram, busyboxProgram } from '../shell/applets/index.ts';
import { shellPrograms } from '../shell/index.ts';

/**
 * All programs of a machine beyond those of its prompt: GNU's commands one by one as `gnu:NAME`, busybox's in `busybox`,
 * docker, and the images' own.
 */
export function morePrograms(engine: () => Engine): readonly Program[] {
  const ash = shellPrograms().find(({ name }) => name === 'ash')!;
  return [
    ...APPLETS.map((applet) => appletProgram(applet, 'gnu')),
    busyboxProgram(APPLETS, ash),
    dockerProgram(engine),
    nginx,
    gosu,
    hello,
    redisCli,
    redisServer,
  ];
}
