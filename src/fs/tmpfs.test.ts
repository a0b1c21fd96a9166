import { expect, test } from 'vitest';
import { mountFlags, shownFlags } from './mount-flags.ts';
import { readTmpfs, shownTmpfs } from './tmpfs.ts';

// Recorded: what /proc/mounts shows for options that a tmpfs is mounted with.
test.each([
  ['size=1m', 'relatime,size=1024k'],
  ['size=1000', 'relatime,size=4k'],
  ['mode=1777', 'relatime'],
  ['mode=0755', 'relatime,mode=755'],
  ['uid=0,gid=0,mode=755', 'relatime,mode=755'],
  ['uid=7,gid=8,mode=755,size=1m', 'relatime,size=1024k,mode=755,uid=7,gid=8'],
  ['nr_inodes=10,size=2m', 'relatime,size=2048k,nr_inodes=10'],
  ['nr_blocks=10', 'relatime,size=40k'],
  ['noatime,nodev,sync', 'sync,nodev,noatime'],
  ['strictatime', ''],
  ['nodiratime,dirsync', 'dirsync,nodiratime,relatime'],
  ['rshared,exec,noexec,suid', 'noexec,relatime'],
  ['mand', 'mand,relatime'],
])('%s is shown as %s', (given, shown) => {
  const { flags, data } = mountFlags(given.split(','));
  expect([...shownFlags(flags), ...shownTmpfs(readTmpfs(data === '' ? [] : data.split(',')))].join(',')).toBe(shown);
});

test.each(['bogus', 'size=lots', 'mode=9', 'uid=me', 'nr_inodes=10%'])('%s is refused', (word) => {
  expect(() => readTmpfs([word])).toThrow('Invalid argument');
});
