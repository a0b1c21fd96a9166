import type { HostConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';

/** The processors of the machine, for the range of `--cpus`. */
const CPUS = 2;
const MINIMUM_MEMORY = 6 * 2 ** 20;

const invalid = (message: string) => new DockerError('invalidParameter', message);
const number = (config: HostConfig, field: string) => (config[field] as number | undefined) ?? 0;

/**
 * The daemon's checks of limits, in its order (moby verifyPlatformContainerResources). `update`: of a container that is
 * there, which may have a memory limit already.
 * @throws {DockerError}
 */
export function validateResources(config: HostConfig, update = false): void {
  checkMemory(config, update);
  checkProcessors(config);
  checkSet('CPUs', 'cpus', (config.CpusetCpus as string | undefined) ?? '', CPUS);
  checkSet('memory nodes', 'mems', (config.CpusetMems as string | undefined) ?? '', 1);
  const shares = number(config, 'CpuShares');
  if (shares < 0) throw invalid(`invalid CPU shares (${shares}): value must be a positive integer`);
  const score = number(config, 'OomScoreAdj');
  if (score < -1000 || score > 1000) throw invalid(`Invalid value ${score}, range for oom score adj is [-1000, 1000]`);
  if (Object.keys((config.StorageOpt as Record<string, string> | undefined) ?? {}).length > 0)
    throw invalid("--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
}

function checkMemory(config: HostConfig, update: boolean): void {
  const { Memory = 0 } = config;
  const swap = number(config, 'MemorySwap');
  const reservation = number(config, 'MemoryReservation');
  if (Memory > 0 && Memory < MINIMUM_MEMORY) throw invalid('Minimum memory limit allowed is 6MB');
  if (Memory > 0 && swap > 0 && swap < Memory)
    throw invalid('Minimum memoryswap limit should be larger than memory limit, see usage');
  if (Memory === 0 && swap > 0 && !update)
    throw invalid('You should always set the Memory limit when using Memoryswap limit, see usage');
  if (reservation > 0 && reservation < MINIMUM_MEMORY) throw invalid('Minimum memory reservation allowed is 6MB');
  if (Memory > 0 && reservation > Memory)
    throw invalid('Minimum memory limit can not be less than memory reservation limit, see usage');
}

function checkProcessors(config: HostConfig): void {
  const { NanoCpus = 0 } = config;
  const period = number(config, 'CpuPeriod');
  const quota = number(config, 'CpuQuota');
  if (NanoCpus > 0 && period > 0) throw invalid('Conflicting options: Nano CPUs and CPU Period cannot both be set');
  if (NanoCpus > 0 && quota > 0) throw invalid('Conflicting options: Nano CPUs and CPU Quota cannot both be set');
  if (NanoCpus < 0 || NanoCpus > CPUS * 1e9)
    throw invalid(`range of CPUs is from 0.01 to ${CPUS}.00, as there are only ${CPUS} CPUs available`);
  if (period !== 0 && (period < 1000 || period > 1_000_000))
    throw invalid('CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)');
  if (quota > 0 && quota < 1000) throw invalid('CPU cfs quota can not be less than 1ms (i.e. 1000)');
}

/** `0-2,4` of so many that there are. */
function checkSet(what: string, field: string, text: string, count: number): void {
  if (text === '') return;
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text))
    throw invalid(`Invalid value ${text} for cpuset ${field}: invalid format: ${text}`);
  if (text.split(/[,-]/).some((part) => Number(part) >= count))
    throw invalid(
      `Requested ${what} are not available - requested ${text}, available: ${count > 1 ? `0-${count - 1}` : '0'}`,
    );
}

/** What the daemon answers to limits that it takes but that won't do what is hoped. */
export function resourceWarnings(config: HostConfig): readonly string[] {
  return [
    ...(config.OomKillDisable === true && !config.Memory
      ? [
          'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running ' +
            'out of resources.',
        ]
      : []),
    ...(number(config, 'BlkioWeight') > 0
      ? ['Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.']
      : []),
  ];
}
