import type { Platform } from './api.ts';
import { DockerError } from './errors.ts';

/** What this engine runs on. */
export const HOST_ARCHITECTURE = 'amd64';

export const formatPlatform = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, ...(variant ? [variant] : [])].join('/');

/** Is an image for a platform? */
export function isFor(
  { architecture = HOST_ARCHITECTURE }: { readonly architecture?: string },
  platform: Platform,
): boolean {
  return platform.os === 'linux' && platform.architecture === architecture && !platform.variant;
}

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'dragonfly',
  'freebsd',
  'hurd',
  'illumos',
  'ios',
  'js',
  'linux',
  'nacl',
  'netbsd',
  'openbsd',
  'plan9',
  'solaris',
  'windows',
  'zos',
];
const ARCHITECTURES = [
  '386',
  'amd64',
  'amd64p32',
  'arm',
  'armbe',
  'arm64',
  'arm64be',
  'loong64',
  'mips',
  'mipsle',
  'mips64',
  'mips64le',
  'mips64p32',
  'mips64p32le',
  'ppc',
  'ppc64',
  'ppc64le',
  'riscv',
  'riscv64',
  's390',
  's390x',
  'sparc',
  'sparc64',
  'wasm',
];
const SYSTEM = '^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$';
const COMPONENT = '^[A-Za-z0-9_.-]+$';
const ALIASES: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  i386: ['386'],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};

function normalized(os: string, architecture: string, variant = ''): Platform {
  const [arch, own] = ALIASES[architecture] ?? [architecture];
  const given = own ?? variant;
  const plain =
    given === '' ||
    (arch === 'arm64' && (given === 'v8' || given === '8')) ||
    (arch === 'amd64' && given === 'v1') ||
    (arch === 'arm' && given === 'v7');
  return { os: os === 'macos' ? 'darwin' : os, architecture: arch, ...(plain ? {} : { variant: given }) };
}

const invalid = (message: string) => new DockerError('invalidParameter', `${message}: invalid argument`);

/**
 * Reads `os[/arch[/variant]]`, or one of os and architecture (containerd platforms.Parse).
 * @throws {DockerError}
 */
export function parsePlatform(text: string): Platform {
  const quoted = JSON.stringify(text);
  if (text.includes('*')) throw invalid(`${quoted}: wildcards not yet supported`);
  const parts = text.split('/', 4);
  if (text.split('/').length > 3) {
    checkParts(parts, quoted);
    throw invalid(`${quoted}: cannot parse platform specifier`);
  }
  checkParts(parts, quoted);
  const [first = '', second, third] = parts.map((part) => part.toLowerCase());
  if (second !== undefined) return normalized(first, second, third);
  if (SYSTEMS.includes(first) || first === 'macos') return normalized(first, HOST_ARCHITECTURE);
  const { architecture, variant } = normalized('linux', first);
  if (ARCHITECTURES.includes(architecture)) return normalized('linux', architecture, variant);
  throw invalid(`${quoted}: unknown operating system or architecture`);
}

function checkParts(parts: readonly string[], quoted: string): void {
  for (const [at, part] of parts.entries()) {
    const pattern = at === 0 ? SYSTEM : COMPONENT;
    if (new RegExp(pattern).test(part)) continue;
    const what = at === 0 ? 'OS component' : 'component';
    const specifier = at === 0 ? 'OSAndVersion' : 'platform';
    throw invalid(
      `${JSON.stringify(part)} is an invalid ${what} of ${quoted}: ${specifier} specifier component must match ${JSON.stringify(pattern)}`,
    );
  }
}
