import { unpackTar } from 'modern-tar';

/*
 * The names in a backup. Loaded only by a check that asks for them.
 */

/** The names in a tar archive, gzip or not, without `./` in front or a slash behind; undefined if it isn't one. */
export async function archiveNames(bytes: Uint8Array): Promise<readonly string[] | undefined> {
  try {
    const entries = await unpackTar(await gunzipped(bytes));
    return entries.map(({ header }) => normal(header.name)).filter(Boolean);
  } catch {
    return undefined;
  }
}

/** Whether one of the names is the wanted one: `todo`, `./todo`, or with `**` and a slash in front at any depth. */
export function archiveHas(names: readonly string[], wanted: string): boolean {
  const name = normal(wanted.replace(/^\*\*\//, ''));
  return names.some((each) => each === name || (wanted.startsWith('**/') && each.endsWith(`/${name}`)));
}

function normal(name: string): string {
  return name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
}

async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
