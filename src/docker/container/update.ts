import type { HostConfig } from '../../engine/index.ts';
import { atLeast, type Verb } from '../command.ts';
import { ApiError, CliError, throwAll } from '../errors.ts';
import type { Flags } from '../flags.ts';
import { containerUpdate } from '../requests/containers.ts';
import { restartPolicy } from './config.ts';

/** Flags and the fields that they set. */
const NUMBERS: Readonly<Record<string, string>> = {
  'blkio-weight': 'BlkioWeight',
  'cpu-period': 'CpuPeriod',
  'cpu-quota': 'CpuQuota',
  'cpu-rt-period': 'CpuRealtimePeriod',
  'cpu-rt-runtime': 'CpuRealtimeRuntime',
  'cpu-shares': 'CpuShares',
  cpus: 'NanoCpus',
  memory: 'Memory',
  'memory-reservation': 'MemoryReservation',
  'memory-swap': 'MemorySwap',
  'pids-limit': 'PidsLimit',
};

function changes(flags: Flags): HostConfig {
  const fields: Record<string, unknown> = {};
  for (const [flag, field] of Object.entries(NUMBERS)) if (flags.number(flag) !== 0) fields[field] = flags.number(flag);
  for (const [flag, field] of [
    ['cpuset-cpus', 'CpusetCpus'],
    ['cpuset-mems', 'CpusetMems'],
  ] as const)
    if (flags.string(flag) !== '') fields[field] = flags.string(flag);
  if (flags.string('restart') !== '') fields.RestartPolicy = restartPolicy(flags.string('restart'));
  return fields;
}

export const UPDATE: Verb = {
  name: 'update',
  args: atLeast(1),
  hidden: [{ name: 'kernel-memory', type: 'bytes' }],
  *run(cli, flags, names) {
    const given = [...Object.keys(NUMBERS), 'kernel-memory', 'cpuset-cpus', 'cpuset-mems', 'restart'];
    if (!given.some((name) => flags.changed(name)))
      throw new CliError('you must provide one or more flags when using this command');
    const update = changes(flags);
    const warnings: string[] = [];
    const errors: string[] = [];
    for (const name of names) {
      try {
        warnings.push(...(yield* cli.call(containerUpdate(name, update))));
        yield* cli.out(`${name}\n`);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        errors.push(error.message);
      }
    }
    if (warnings.length > 0) yield* cli.out(`${warnings.join('\n')}\n`);
    throwAll(errors);
  },
};
