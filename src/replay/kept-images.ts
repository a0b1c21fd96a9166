import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Connection, tagged } from '../real/index.ts';

/*
 * On a disposable engine a scenario may remove images that the next one needs: they are saved before and loaded again
 * afterwards, the same to the last byte.
 */

/** Saves images into a folder; what it gives puts back those that are gone. */
export async function keepImages(
  connection: Connection,
  folder: string,
  names: readonly string[],
): Promise<() => Promise<void>> {
  const kept: { readonly name: string; readonly file: string }[] = [];
  for (const [number, name] of names.entries()) {
    const file = join(folder, `image-${number}.tar`);
    if (await save(connection, tagged(name), file)) kept.push({ name: tagged(name), file });
  }
  return async () => {
    for (const { name, file } of kept)
      if (!(await connection.json('GET', `/images/${encodeURIComponent(name)}/json`))) await load(connection, file);
  };
}

/** All images of an engine that have a name. */
export async function namedImages(connection: Connection): Promise<readonly string[]> {
  const images = await connection.json<{ RepoTags: string[] | null }[]>('GET', '/images/json');
  return (images ?? []).flatMap(({ RepoTags }) => RepoTags ?? []);
}

function save(connection: Connection, name: string, file: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = connection.request({ method: 'GET', path: `/images/${encodeURIComponent(name)}/get` });
    request.on('error', reject);
    request.on('response', (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        resolve(false);
      } else pipeline(response, createWriteStream(file)).then(() => resolve(true), reject);
    });
    request.end();
  });
}

function load(connection: Connection, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/x-tar' };
    const request = connection.request({ method: 'POST', path: '/images/load?quiet=1', headers });
    request.on('error', reject);
    request.on('response', (response) => {
      response.resume();
      response.on('end', resolve);
    });
    createReadStream(file).pipe(request);
  });
}
