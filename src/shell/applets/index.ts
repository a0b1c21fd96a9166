import type { Applet } from './applet.ts';
import { FILE_APPLETS } from './files.ts';
import { SYSTEM_APPLETS } from './systems.ts';
import { TEXT_APPLETS } from './texts.ts';

export { appletProgram, busyboxProgram, leftOut } from './programs.ts';

/** All commands of the machine. */
export const APPLETS: readonly Applet[] = [...FILE_APPLETS, ...TEXT_APPLETS, ...SYSTEM_APPLETS];
