import { msg } from './texts/index.ts';

/*
 * Ready-made beginnings for the sandbox: scripts that are run on a fresh machine, so that everything there has come about
 * by real commands.
 */

export interface Start {
  /** In the address: `#sandbox/web-site`. */
  readonly id: string;
  readonly title: () => string;
  readonly summary: () => string;
}

/** The first one is the empty host. */
export const STARTS: readonly Start[] = [
  { id: '', title: () => msg('An empty host'), summary: () => msg('Nothing but the images.') },
  {
    id: 'web-site',
    title: () => msg('A web site'),
    summary: () => msg('nginx serves a folder of the host; another container writes into the same folder.'),
  },
  {
    id: 'database',
    title: () => msg('A database with a backup'),
    summary: () => msg('A volume has lost a table, and a backup lies on the host. Bring it back.'),
  },
  {
    id: 'mess',
    title: () => msg('A mess to clean up'),
    summary: () => msg('Old containers, forgotten volumes, tags that nobody needs. And something that must stay.'),
  },
];

const scripts = import.meta.glob<string>('./starts/*.sh', { query: '?raw', import: 'default' });

/** The command lines of a start; none for the empty host. */
export async function setupOf(id: string): Promise<readonly string[]> {
  const text = await scripts[`./starts/${id}.sh`]?.();
  return (text ?? '').split('\n').filter((line) => line.trim() !== '');
}
