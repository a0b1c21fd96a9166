import type { Applet } from './applet.ts';
import { awk } from './awk.ts';
import { cat } from './cat.ts';
import { comm } from './comm.ts';
import { cut } from './cut.ts';
import { diff } from './diff.ts';
import { expand, unexpand } from './expand.ts';
import { fold } from './fold.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { gunzip, gzip, zcat } from './gzip.ts';
import { head } from './head.ts';
import { hexdump } from './hexdump.ts';
import { join } from './join.ts';
import { nl } from './nl.ts';
import { od } from './od.ts';
import { paste } from './paste.ts';
import { rev } from './rev.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sort } from './sort.ts';
import { split } from './split.ts';
import { strings } from './strings.ts';
import { tac } from './tac.ts';
import { tail } from './tail.ts';
import { tar } from './tar.ts';
import { tee } from './tee.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { xargs } from './xargs.ts';
import { xxd } from './xxd.ts';

/** The commands that read, change and pack text and archives. */
export const TEXT_APPLETS: readonly Applet[] = [
  awk,
  cat,
  comm,
  cut,
  diff,
  expand,
  fold,
  egrep,
  fgrep,
  grep,
  gunzip,
  gzip,
  zcat,
  head,
  hexdump,
  join,
  nl,
  od,
  paste,
  rev,
  sed,
  seq,
  sort,
  split,
  strings,
  tac,
  tail,
  tar,
  tee,
  tr,
  unexpand,
  uniq,
  wc,
  xargs,
  xxd,
];
