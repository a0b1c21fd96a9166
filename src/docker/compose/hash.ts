import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Project, ProjectNetwork, Resource, Service } from './model/project.ts';
import { serviceJson } from './model/structs.ts';
import type { Dict } from './model/tree.ts';
import { goJson } from './model/yaml-write.ts';

const hash = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(goJson(value))));

/** Compose's hash of a service's configuration: without what may change in a running container. */
export function serviceHash({ raw }: Service): string {
  const { build: _, pull_policy: __, scale: ___, depends_on: ____, profiles: _____, ...rest } = raw;
  const deploy = rest.deploy as Dict | undefined;
  if (deploy) {
    const { replicas: _, ...others } = deploy;
    rest.deploy = others;
  }
  return hash(serviceJson(rest));
}

export const networkHash = (network: ProjectNetwork): string => hash(network);
export const volumeHash = (volume: Resource): string => {
  const { name, driver = 'local', ...rest } = volume;
  return hash({ name, driver, ...rest });
};

/** What every resource of a project is labelled with. */
export const LABEL = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  hash: 'com.docker.compose.config-hash',
  number: 'com.docker.compose.container-number',
  volume: 'com.docker.compose.volume',
  network: 'com.docker.compose.network',
  workingDir: 'com.docker.compose.project.working_dir',
  files: 'com.docker.compose.project.config_files',
  environmentFile: 'com.docker.compose.project.environment_file',
  oneOff: 'com.docker.compose.oneoff',
  slug: 'com.docker.compose.slug',
  image: 'com.docker.compose.image',
  dependencies: 'com.docker.compose.depends_on',
  version: 'com.docker.compose.version',
  replace: 'com.docker.compose.replace',
} as const;

export const projectLabels = ({ name }: Pick<Project, 'name'>, version: string) => ({
  [LABEL.project]: name,
  [LABEL.version]: version,
});
