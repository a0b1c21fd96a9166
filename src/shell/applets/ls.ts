import { fileApplet } from './command.ts';
import { busyboxLs } from './ls-busybox.ts';
import { gnuLs } from './ls-gnu.ts';

export const ls = fileApplet('ls', (command) => (command.gnu ? gnuLs(command) : busyboxLs(command)));
