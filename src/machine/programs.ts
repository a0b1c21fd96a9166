import { dockerProgram } from '../docker/index.ts';
import { createEngine, dockerdProgram, loadEngine, type SimulatedEngine } from '../engine/simulated/index.ts';
import { BUSYBOX_APPLETS } from '../images/busybox.ts';
import { DEBIAN_ADMIN_COMMANDS, DEBIAN_COMMANDS, SETUID_COMMANDS } from '../images/debian.ts';
import { gosu } from '../images/programs/gosu.ts';
import { hello } from '../images/programs/hello.ts';
import { httpd } from '../images/programs/httpd/index.ts';
import { nginx } from '../images/programs/nginx/index.ts';
import { redisCli } from '../images/programs/redis/cli.ts';
import { redisServer } from '../images/programs/redis/server.ts';
import type { Program } from '../os/index.ts';
import { APPLETS, appletProgram, busyboxProgram, leftOut } from '../shell/applets/index.ts';
import { shellPrograms } from '../shell/index.ts';
import { SCREENS, screenProgram } from '../shell/screen/index.ts';
import type { MorePrograms } from './computer.ts';
import { HOST_COMMANDS } from './host.ts';

/** The engine, and all programs of a machine beyond those of its prompt. */
export const morePrograms: MorePrograms = { createEngine, loadEngine, programs };

/**
 * Docker's daemon, GNU's commands one by one as `gnu:NAME` (those that the machine lacks say so), busybox's in `busybox`,
 * docker, and the images' own.
 */
function programs(engine: () => SimulatedEngine): readonly Program[] {
  const ash = shellPrograms().find(({ name }) => name === 'ash')!;
  const gnu = [
    ...APPLETS.map((applet) => appletProgram(applet, 'gnu')),
    ...SCREENS.map((screen) => screenProgram(screen, 'gnu')),
  ];
  const present = new Set(gnu.map(({ name }) => name));
  const debian = [...DEBIAN_COMMANDS, ...DEBIAN_ADMIN_COMMANDS, ...SETUID_COMMANDS, ...HOST_COMMANDS];
  return [
    dockerdProgram(engine),
    ...gnu,
    ...debian.filter((name) => !present.has(`gnu:${name}`)).map((name) => leftOut(`gnu:${name}`, name)),
    busyboxProgram({ applets: APPLETS, screens: SCREENS, ash, names: BUSYBOX_APPLETS }),
    dockerProgram(engine),
    nginx,
    gosu,
    hello,
    httpd,
    redisCli,
    redisServer,
  ];
}
