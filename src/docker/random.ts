import type { Sys } from '../os/index.ts';

/** Random hexadecimal digits. */
export function randomHex(sys: Sys, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(sys.random() * 16).toString(16)).join('');
}
