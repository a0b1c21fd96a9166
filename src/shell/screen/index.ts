import { less } from './less/index.ts';
import { more } from './more.ts';
import type { Screen } from './screen.ts';
import { top } from './top.ts';
import { vi } from './vi/index.ts';
import { watch } from './watch.ts';

export { type Screen, screenProgram } from './screen.ts';

/** The commands that use the whole terminal. */
export const SCREENS: readonly Screen[] = [less, more, top, vi, watch];
