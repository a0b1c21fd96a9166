/** The words of `-o o=` that mean flags of mount(2), and those that take one away (moby/sys/mount, flags_linux.go). */
const SETS: Readonly<Record<string, number>> = {
  ro: 0x1,
  nosuid: 0x2,
  nodev: 0x4,
  noexec: 0x8,
  sync: 0x10,
  remount: 0x20,
  mand: 0x40,
  dirsync: 0x80,
  noatime: 0x400,
  nodiratime: 0x800,
  bind: 0x1000,
  rbind: 0x5000,
  unbindable: 0x20000,
  runbindable: 0x24000,
  private: 0x40000,
  rprivate: 0x44000,
  slave: 0x80000,
  rslave: 0x84000,
  shared: 0x100000,
  rshared: 0x104000,
  relatime: 0x200000,
  strictatime: 0x1000000,
};

const CLEARS: Readonly<Record<string, number>> = {
  rw: 0x1,
  suid: 0x2,
  dev: 0x4,
  exec: 0x8,
  async: 0x10,
  nomand: 0x40,
  atime: 0x400,
  diratime: 0x800,
  norelatime: 0x200000,
  nostrictatime: 0x1000000,
};

/** What mount(2) is given for a volume's option words: the flags, and the rest as data. */
export function mountFlags(words: readonly string[]): { readonly flags: number; readonly data: string } {
  let flags = 0;
  const data: string[] = [];
  for (const word of words) {
    if (word in SETS) flags |= SETS[word]!;
    else if (word in CLEARS) flags &= ~CLEARS[word]!;
    else data.push(word);
  }
  return { flags, data: data.join(',') };
}

/** Flags as /proc/mounts names them, in its order; whether it may be written to is not among them. */
export function shownFlags(flags: number): readonly string[] {
  const set = (names: readonly string[]) => names.filter((name) => flags & SETS[name]!);
  const still = flags & (SETS.noatime! | SETS.strictatime!);
  return [
    ...set(['sync', 'dirsync', 'mand', 'nosuid', 'nodev', 'noexec', 'noatime', 'nodiratime']),
    ...(still ? [] : ['relatime']),
  ];
}

export const READ_ONLY = 0x1;
