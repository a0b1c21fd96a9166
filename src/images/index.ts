export { CATALOGUE, type ImageConfig, type ImageDefinition, type ImageHistory, type ImageLayer } from './catalogue.ts';
export { digest } from './digest.ts';
export type { FileEntry } from './entry.ts';
export { dockerInit } from './programs/docker-init.ts';
export { nginx } from './programs/nginx/index.ts';
