import type { Applet } from './applet.ts';
import { basename, dirname } from './basename.ts';
import { chmod } from './chmod.ts';
import { chgrp, chown } from './chown.ts';
import { cp } from './cp.ts';
import { link, ln, unlink } from './ln.ts';
import { mkdir } from './mkdir.ts';
import { mv } from './mv.ts';
import { pwd } from './pwd.ts';
import { readlink, realpath } from './readlink.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { touch } from './touch.ts';
import { falseApplet, trueApplet } from './true.ts';

/** The commands on files and file systems. */
export const FILE_APPLETS: readonly Applet[] = [
  basename,
  chgrp,
  chmod,
  chown,
  cp,
  dirname,
  falseApplet,
  link,
  ln,
  mkdir,
  mv,
  pwd,
  readlink,
  realpath,
  rm,
  rmdir,
  touch,
  trueApplet,
  unlink,
];
