/*
 * What a worker loads while its prompt is there already.
 */

export { morePrograms } from './programs.ts';
export { Session } from './session.ts';
