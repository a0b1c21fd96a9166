import type { Applet } from './applet.ts';
import { awk } from './awk.ts';
import { cat } from './cat.ts';
import { comm } from './comm.ts';
import { cut } from './cut.ts';
import { diff } from './diff.ts';
import { fold } from './fold.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { gunzip, gzip, zcat } from './gzip.ts';
import { head } from './head.ts';
import { nl } from './nl.ts';
import { paste } from './paste.ts';
import { rev } from './rev.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sort } from './sort.ts';
import { tac } from './tac.ts';
import { tail } from './tail.ts';
import { tar } from './tar.ts';
import { tee } from './tee.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { xargs } from './xargs.ts';

/** The commands that read, change and pack text and archives. */
export const TEXT_APPLETS: readonly Applet[] = [
  awk,
  cat,
  comm,
  cut,
  diff,
  fold,
  egrep,
  fgrep,
  grep,
  gunzip,
  gzip,
  zcat,
  head,
  nl,
  paste,
  rev,
  sed,
  seq,
  sort,
  tac,
  tail,
  tar,
  tee,
  tr,
  uniq,
  wc,
  xargs,
];
