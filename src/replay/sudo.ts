import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * `sudo` of a replay. On someone's machine there is none. Where root has given its power away for the scenario (CI, a
 * disposable engine), a small stand-in gives it back: without a password, as in the lessons, and still before the guard.
 */

const REFUSES = `#!/bin/sh
echo "sudo: a replay has no root here; run it as root, or with --via" >&2
exit 1
`;

const STAND_IN = `#!/bin/bash
user=0; keep=
while [[ $1 == -* ]]; do
  case $1 in
    -n|-E|-H|-k|-S) ;;
    -u) user=$(id -u "$2") || exit 1; shift ;;
    --) shift; break ;;
    *) echo "sudo: the replay's stand-in does not know $1" >&2; exit 1 ;;
  esac
  shift
done
home=/root; name=root
[[ $user == 0 ]] || { name=$(id -un "$user"); home=$HOME; }
exec "\${0%/*}/become" --reuid "$user" --regid "$user" --clear-groups env HOME="$home" USER="$name" LOGNAME="$name" "$@"
`;

/** Puts the command into the folder that comes first in PATH. */
export function provideSudo(bin: string, root: boolean): void {
  const file = join(bin, 'sudo');
  writeFileSync(file, root ? STAND_IN : REFUSES);
  chmodSync(file, 0o755);
}
