import type { BashVersion } from './state.ts';

/** bash's release as `BASH_VERSION` has it. */
export function release(version: BashVersion): string {
  return version === '5.3' ? '5.3.15(1)-release' : '5.2.37(1)-release';
}

/** What `bash --version` prints. */
export function fullVersion(version: BashVersion): string {
  return `GNU bash, version ${release(version)} (x86_64-pc-linux-gnu)
Copyright (C) ${version === '5.3' ? 2025 : 2022} Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>

This is free software; you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
`;
}
