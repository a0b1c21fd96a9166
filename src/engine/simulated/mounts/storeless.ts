import type { ContainerCreateRequest } from '../../api.ts';
import type { Daemon } from '../daemon.ts';
import { statOf } from '../files.ts';
import { sourceExists } from './setup.ts';
import { parseBind, parseMount } from './spec.ts';

/**
 * What is left of a request when containers get neither volumes nor files of the host, and the folders in the container's own layer
 * that take their places. What lies in memory stays. No engine does this: it shows what volumes are for.
 * @throws {DockerError} for a mount that can't be read.
 */
export function storeless(
  daemon: Daemon,
  { Config, HostConfig, ...rest }: ContainerCreateRequest,
): { readonly request: ContainerCreateRequest; readonly folders: readonly string[] } {
  const { Binds, VolumesFrom: _, Mounts, ...host } = HostConfig;
  const isMemory = ({ Type }: { readonly Type: string }) => Type === 'tmpfs';
  const dropped = [
    ...(Binds ?? []).map((raw) => parseBind(raw, HostConfig.VolumeDriver ?? '')),
    ...(Mounts ?? [])
      .filter((spec) => !isMemory(spec))
      .map((spec) => parseMount(spec, (path) => sourceExists(daemon, path))),
  ];
  const isFile = ({ type, source }: (typeof dropped)[number]) =>
    type === 'bind' && statOf(daemon.host, source)?.type === 'file';
  return {
    request: {
      ...rest,
      Config: { ...Config, Volumes: null },
      HostConfig: { ...host, ...(Mounts && { Mounts: Mounts.filter(isMemory) }) },
    },
    folders: [
      ...dropped.filter((mount) => !isFile(mount)).map(({ destination }) => destination),
      ...Object.keys(Config.Volumes ?? {}),
    ],
  };
}
