import { SIGNALS } from '../../os/index.ts';
import type { Present } from '../complete.ts';

const RESTART = ['no', 'always', 'on-failure', 'unless-stopped'];

/** Flags whose values don't depend on the machine. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  pull: ['always', 'missing', 'never'],
  restart: RESTART,
  pid: ['container:', 'host'],
  uts: ['host'],
  userns: ['host'],
  cgroupns: ['host', 'private'],
  attach: ['stderr', 'stdin', 'stdout'],
  'volume-driver': ['local'],
  'log-driver': ['awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'],
  'security-opt': ['apparmor=', 'label=', 'no-new-privileges', 'seccomp=', 'systempaths=unconfined'],
  'log-level': ['debug', 'info', 'warn', 'error', 'fatal', 'panic'],
  context: ['default'],
};

const TYPES = ['config', 'container', 'image', 'network', 'node', 'plugin', 'secret', 'service', 'task', 'volume'];
const EVENTS = ['container', 'daemon', 'event', 'image', 'label', 'network', 'node', 'scope', 'type', 'volume'];

/** The values that a flag of a command may have; undefined: nothing is known of them. */
export function flagValues(
  path: string,
  flag: string,
  present: Present,
  env: Readonly<Record<string, string>>,
  containers: (present: Present) => readonly string[],
  word = '',
): readonly string[] | undefined {
  switch (flag) {
    case 'network':
      return present.networks();
    case 'volumes-from':
      return containers(present);
    case 'link':
      return containers(present).map((name) => `${name}:`);
    case 'ipc':
      if (word.startsWith('container:')) return containers(present).map((name) => `container:${name}`);
      return ['container:', 'host', 'none', 'private', 'shareable'];
    case 'env':
      return Object.keys(env);
    case 'signal':
    case 'stop-signal':
      return Object.keys(SIGNALS);
    case 'type':
      return path === 'docker inspect' ? TYPES : undefined;
    case 'filter':
      return path.endsWith('events') ? EVENTS.map((name) => `${name}=`) : undefined;
    default:
      return FIXED[flag];
  }
}
