import type { Applet } from './applet.ts';
import { base64 } from './base64.ts';
import { md5sum, sha1sum, sha256sum, sha512sum } from './checksum.ts';
import { cmp } from './cmp.ts';
import { curl } from './curl.ts';
import { date } from './date.ts';
import { env, printenv } from './env.ts';
import { expr } from './expr.ts';
import { free } from './free.ts';
import { getent } from './getent.ts';
import { hostname } from './hostname.ts';
import { groups, id, whoami } from './id.ts';
import { kill } from './kill.ts';
import { mountpoint } from './mountpoint.ts';
import { nc } from './nc.ts';
import { nohup } from './nohup.ts';
import { killall, killall5, pgrep, pidof } from './pgrep.ts';
import { ps } from './ps.ts';
import { nice, setsid } from './run-with.ts';
import { shred } from './shred.ts';
import { sleep } from './sleep.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import { clear, reset, stty, tty } from './terminal.ts';
import { timeout } from './timeout.ts';
import { arch, nproc, uname } from './uname.ts';
import { uptime } from './uptime.ts';
import { wget } from './wget.ts';
import { which } from './which.ts';
import { logname, users, w, who } from './who.ts';
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
  ...[expr, killall, killall5, logname, mountpoint, nc, nice, pgrep, pidof, setsid, shred, su],
  ...[tty, uname, uptime, users, w, wget, which, who, whoami, yes],
];
