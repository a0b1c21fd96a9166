import { MEMORY } from '../../../fs/index.ts';
import type { ContainerStats, CpuStats } from '../../api.ts';
import type { Daemon } from '../daemon.ts';
import { findContainer } from './find.ts';

/** What a small process takes on a real engine, in bytes: the machine's own programs have no memory to count. */
const PROCESS_MEMORY = 344_064;

const IDLE: CpuStats = { cpu_usage: { total_usage: 0 } };

/** See {@link Engine.containerStats}. @throws {DockerError} */
export function statsOf(daemon: Daemon, name: string): ContainerStats {
  const { Id, Name, running, HostConfig } = findContainer(daemon, name);
  const stopped = {
    name: `/${Name}`,
    id: Id,
    pids_stats: {},
    cpu_stats: IDLE,
    precpu_stats: IDLE,
    memory_stats: {},
    blkio_stats: { io_service_bytes_recursive: null },
  };
  if (!running || running.pid < 0) return stopped;
  const current = daemon.kernel.processes(running.pid).length;
  return {
    ...stopped,
    pids_stats: { current },
    memory_stats: { usage: current * PROCESS_MEMORY, limit: HostConfig.Memory || MEMORY },
  };
}
