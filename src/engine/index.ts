export type * from './api.ts';
export { DockerError, type DockerErrorKind } from './errors.ts';
export { formatPlatform, parsePlatform } from './platform.ts';
export { transferBytes } from './transfer.ts';
