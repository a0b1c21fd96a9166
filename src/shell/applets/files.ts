import type { Applet } from './applet.ts';
import { basename, dirname } from './basename.ts';
import { chmod } from './chmod.ts';
import { chgrp, chown } from './chown.ts';
import { cp } from './cp.ts';
import { dd } from './dd.ts';
import { df } from './df.ts';
import { du } from './du.ts';
import { fallocate } from './fallocate.ts';
import { find } from './find.ts';
import { install } from './install.ts';
import { link, ln, unlink } from './ln.ts';
import { ls } from './ls.ts';
import { mkdir } from './mkdir.ts';
import { mkfifo, mknod, sync } from './mknod.ts';
import { mktemp } from './mktemp.ts';
import { mount, umount } from './mount.ts';
import { mv } from './mv.ts';
import { pwd } from './pwd.ts';
import { readlink, realpath } from './readlink.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { bracket, doubleBracket, echo, printf, test } from './shell-tools.ts';
import { stat } from './stat.ts';
import { touch } from './touch.ts';
import { falseApplet, trueApplet } from './true.ts';
import { truncate } from './truncate.ts';

/** The commands on files and file systems. */
export const FILE_APPLETS: readonly Applet[] = [
  basename,
  bracket,
  chgrp,
  chmod,
  chown,
  cp,
  dd,
  df,
  dirname,
  doubleBracket,
  du,
  echo,
  fallocate,
  falseApplet,
  find,
  install,
  link,
  ln,
  ls,
  mkdir,
  mkfifo,
  mknod,
  mktemp,
  mount,
  mv,
  printf,
  pwd,
  readlink,
  realpath,
  rm,
  rmdir,
  stat,
  sync,
  test,
  touch,
  trueApplet,
  truncate,
  umount,
  unlink,
];
