/*
 * The parts of the page that its prompt doesn't wait for. Each is a module of its own, so that the page is drawn in
 * several short tasks and takes keys between them; until they are there, the page keeps their room.
 */

/** Resolves when all of them are there. */
export async function drawRest(): Promise<void> {
  await Promise.all([
    import('./dd-top.ts'),
    import('./dd-banner.ts'),
    import('./dd-reading.ts'),
    import('./dd-picture.ts'),
    import('./dd-start-over.ts'),
    import('./dd-timeline.ts'),
    import('./dd-words.ts'),
    import('../scene/dd-scene.ts'),
    import('../scene/dd-scene-controls.ts'),
  ]);
}
