import type { Applet } from './applet.ts';
import { curl } from './curl.ts';
import { date } from './date.ts';
import { env, printenv } from './env.ts';
import { groups, id, whoami } from './id.ts';
import { kill } from './kill.ts';
import { ps } from './ps.ts';
import { sleep } from './sleep.ts';
import { sudo } from './sudo.ts';
import { clear, reset, stty, tty } from './terminal.ts';
import { timeout } from './timeout.ts';
import { arch, hostname, nproc, uname } from './uname.ts';
import { free, uptime } from './uptime.ts';
import { which } from './which.ts';
import { yes } from './yes.ts';

/** The commands that tell of the machine, its processes and its users, and those that run others. */
export const SYSTEM_APPLETS: readonly Applet[] = [
  ...[
    arch,
    clear,
    curl,
    date,
    env,
    free,
    groups,
    hostname,
    id,
    kill,
    nproc,
    printenv,
    ps,
    reset,
    sleep,
    stty,
    sudo,
    timeout,
  ],
  ...[tty, uname, uptime, which, whoami, yes],
];
