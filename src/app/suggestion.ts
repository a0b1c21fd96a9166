import type { Lesson } from '../lesson/index.ts';
import type { World } from '../machine/wire.ts';
import { msg } from './texts/index.ts';

/*
 * The one command that the page suggests beside the prompt: the first minute, step by step, as far as the computer's
 * state says that it has gone.
 */

export interface Suggestion {
  readonly command: string;
  /** What it will show. */
  readonly why: string;
}

export function suggest(world: World | undefined): Suggestion | undefined {
  if (!world) return undefined;
  const notes = world.volumes.find(({ name }) => name === 'notes');
  const box = world.containers.find(({ name }) => name === 'box');
  if (!notes) {
    // Whoever has begun on their own needs no guide.
    if (world.volumes.length > 0 || world.containers.length > 0) return undefined;
    return { command: 'docker volume create notes', why: msg('makes a volume, a folder that Docker looks after') };
  }
  if (notes.tree.entries.length === 0 && !box) {
    return {
      command: `docker run --name box -v notes:/data busybox sh -c 'echo milk > /data/list'`,
      why: msg('a container writes into the volume'),
    };
  }
  if (box && box.status === 'exited' && notes.users.length === 1) {
    return { command: 'docker rm box', why: msg('the container goes; see what stays') };
  }
  if (!box && world.containers.length === 0 && notes.tree.entries.some(({ path }) => path === 'list')) {
    return { command: 'docker run --rm -v notes:/data busybox cat /data/list', why: msg('another container reads it') };
  }
  return undefined;
}

/** A lesson's first command, as long as nothing is done. */
export function suggestFirst(lesson: Lesson | undefined, world: World | undefined): Suggestion | undefined {
  const untouched = world?.volumes.length === 0 && world.containers.length === 0;
  const first = lesson?.steps[0]?.blocks.find((block) => block.kind === 'console')?.commands[0];
  return untouched && first ? { command: first.command, why: msg('the first command of this lesson') } : undefined;
}
