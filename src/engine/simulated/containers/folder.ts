import { DOCKER_ROOT } from '../daemon.ts';

/** A container's own folder: its log, hostname, hosts and resolv.conf. */
export const containerFolder = (id: string): string => `${DOCKER_ROOT}/containers/${id}`;
