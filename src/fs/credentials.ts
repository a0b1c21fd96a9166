/** capabilities(7), in the order of their numbers. */
export const CAPABILITIES = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** Who asks: what permission checks look at. Root (uid 0) passes those that its capabilities are for. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  /** Who runs it, where a setuid program has another's `uid`. */
  readonly realUid?: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
  /** The bounding set: root has these, others none. Default: all. */
  readonly capabilities?: readonly Capability[];
  /** `--security-opt no-new-privileges` */
  readonly noNewPrivileges?: boolean;
  /** A seccomp filter is there. */
  readonly filtered?: boolean;
}

export const ROOT: Credentials = { uid: 0, gid: 0, groups: [0] };

/** Does this capability take effect? */
export function capable({ uid, capabilities }: Credentials, capability: Capability): boolean {
  return uid === 0 && (capabilities === undefined || capabilities.includes(capability));
}

/** Other ids for a process: what it is bounded by stays. */
export function withIds(before: Credentials, ids: Pick<Credentials, 'uid' | 'gid' | 'groups'>): Credentials {
  const { realUid: _, ...bounds } = before;
  return { ...bounds, uid: ids.uid, gid: ids.gid, groups: ids.groups };
}
