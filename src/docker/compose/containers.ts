import type { ContainerSummary } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { containerList } from '../requests/containers.ts';
import { ask } from './context.ts';
import { LABEL } from './hash.ts';
import type { Project } from './model/project.ts';

export type OneOff = 'include' | 'exclude' | 'only';

/** A project's containers, the newest first as the engine lists them. */
export function* projectContainers(
  cli: Cli,
  project: string,
  oneOff: OneOff,
  all: boolean,
  services: readonly string[] = [],
): Op<readonly ContainerSummary[]> {
  const labels = [
    `${LABEL.project}=${project}`,
    ...(services.length === 1 ? [`${LABEL.service}=${services[0]}`] : []),
    LABEL.hash,
    ...(oneOff === 'only' ? [`${LABEL.oneOff}=True`] : oneOff === 'exclude' ? [`${LABEL.oneOff}=False`] : []),
  ];
  const found = yield* ask(cli, containerList({ all, filters: { label: labels } }));
  return services.length > 1 ? found.filter((container) => services.includes(serviceOfContainer(container))) : found;
}

export const serviceOfContainer = ({ Labels }: ContainerSummary): string => Labels[LABEL.service] ?? '';
export const numberOf = ({ Labels }: ContainerSummary): number => Number(Labels[LABEL.number] ?? 0);
export const isOneOff = ({ Labels }: ContainerSummary): boolean => Labels[LABEL.oneOff] === 'True';

/** Its name without the slash. */
export function nameOf({ Names, Id }: ContainerSummary): string {
  return Names.map((name) => name.slice(1)).find((name) => !name.includes('/')) ?? Id.slice(0, 12);
}

export const eventName = (container: ContainerSummary): string => `Container ${nameOf(container)}`;

/** Its name without the project: `web-1`. */
export function shortName(container: ContainerSummary): string {
  const name = nameOf(container);
  const project = container.Labels[LABEL.project] ?? '';
  return name.startsWith(`${project}-`) ? name.slice(project.length + 1) : name;
}

/** By their canonical names. */
export function sortedByName(containers: readonly ContainerSummary[]): readonly ContainerSummary[] {
  return containers.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Of a service that the project doesn't have, or of a one-off run that has ended. */
export function isOrphan(project: Project): (container: ContainerSummary) => boolean {
  const known = new Set([...Object.keys(project.services), ...Object.keys(project.disabled)]);
  return (container) =>
    isOneOff(container)
      ? container.State === 'exited' || container.State === 'dead'
      : !known.has(serviceOfContainer(container));
}
