import { type FileEntry, program } from './entry.ts';

/** The only file of the hello-world image. */
export const HELLO_LAYER: readonly FileEntry[] = [program('/hello', 'hello')];
