import { CAPABILITIES, type Capability, type Credentials } from '../../../fs/index.ts';
import type { Resource, Rlimits } from '../../../os/index.ts';
import type { HostConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';

/** What a container's root may unless it is said otherwise (moby oci/caps). */
const DEFAULT_CAPABILITIES: readonly Capability[] = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FSETID',
  'FOWNER',
  'MKNOD',
  'NET_RAW',
  'SETGID',
  'SETUID',
  'SETFCAP',
  'SETPCAP',
  'NET_BIND_SERVICE',
  'SYS_CHROOT',
  'KILL',
  'AUDIT_WRITE',
];

const names = (list: unknown) =>
  ((list as readonly string[] | null | undefined) ?? []).map((name) => name.replace(/^CAP_/, ''));

/** The bounding set that `--cap-add` and `--cap-drop` make (moby caps.TweakCapabilities). */
function bounding({ CapAdd, CapDrop }: HostConfig): readonly Capability[] {
  const [adds, drops] = [names(CapAdd), names(CapDrop)];
  const base = adds.includes('ALL') ? CAPABILITIES : drops.includes('ALL') ? [] : DEFAULT_CAPABILITIES;
  const kept = base.filter((name) => !drops.includes(name));
  if (adds.includes('ALL')) return kept;
  return CAPABILITIES.filter((name) => kept.includes(name) || adds.includes(name));
}

const securityOptions = (config: HostConfig) => (config.SecurityOpt as readonly string[] | null | undefined) ?? [];

/** Credentials of a container's process: the user's ids, and what the configuration lets them do. */
export function confined(config: HostConfig, user: Credentials, privileged = config.Privileged === true): Credentials {
  const options = securityOptions(config);
  const noNewPrivileges = options.some((option) => /^no-new-privileges([=:]true)?$/.test(option));
  const filtered = !privileged && !options.some((option) => /^seccomp[=:]unconfined$/.test(option));
  return {
    ...user,
    ...(privileged ? {} : { capabilities: bounding(config) }),
    ...(noNewPrivileges ? { noNewPrivileges } : {}),
    ...(filtered ? { filtered } : {}),
  };
}

/** Checks `--security-opt` (moby parseSecurityOpt). @throws {DockerError} */
export function validateSecurityOptions(config: HostConfig): void {
  for (const option of securityOptions(config)) {
    if (option === 'no-new-privileges' || option === 'disable') continue;
    const [, key, value = ''] = /^([^=:]*)[=:]?(.*)$/s.exec(option)!;
    const known =
      key === 'no-new-privileges' || key === 'writable-cgroups'
        ? /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)
        : ['label', 'apparmor', 'seccomp'].includes(key!);
    if (!known) throw new DockerError('invalidParameter', `invalid --security-opt 2: ${JSON.stringify(option)}`);
  }
}

interface Ulimit {
  readonly Name: string;
  readonly Soft: number;
  readonly Hard: number;
}

/** `--ulimit`, as the kernel takes it. */
export function rlimitsOf(config: HostConfig): Rlimits {
  const list = (config.Ulimits as readonly Ulimit[] | null | undefined) ?? [];
  return Object.fromEntries(list.map(({ Name, Soft, Hard }) => [Name as Resource, { soft: Soft, hard: Hard }]));
}

/** `--pids-limit`: how many processes there may be at once; undefined: as many as the machine lets. */
export function pidsLimit({ PidsLimit }: HostConfig): number | undefined {
  const limit = (PidsLimit as number | null | undefined) ?? 0;
  return limit > 0 ? limit : undefined;
}
