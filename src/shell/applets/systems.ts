import type { Applet } from './applet.ts';
import { base64 } from './base64.ts';
import { md5sum, sha1sum, sha256sum, sha512sum } from './checksum.ts';
import { cmp } from './cmp.ts';
import { curl } from './curl.ts';
import { date } from './date.ts';
import { env, printenv } from './env.ts';
import { free } from './free.ts';
import { getent } from './getent.ts';
import { groups, id, whoami } from './id.ts';
import { kill } from './kill.ts';
import { nohup } from './nohup.ts';
import { ps } from './ps.ts';
import { sleep } from './sleep.ts';
import { sudo } from './sudo.ts';
import { clear, reset, stty, tty } from './terminal.ts';
import { timeout } from './timeout.ts';
import { arch, hostname, nproc, uname } from './uname.ts';
import { uptime } from './uptime.ts';
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
  ...[base64, cmp, getent, md5sum, nohup, sha1sum, sha256sum, sha512sum],
  ...[tty, uname, uptime, which, whoami, yes],
];
