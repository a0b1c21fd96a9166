import { isErrno } from '../../../fs/index.ts';
import type { Sys } from '../../../os/index.ts';
import { ConfigError, parseConfig } from './config.ts';
import { readSite, type Site } from './site.ts';

const decoder = new TextDecoder();

/** The whole of a file. Throws Errno. */
export function readText(sys: Sys, path: string): string {
  const fd = sys.open(path);
  let text = '';
  for (let part = sys.tryRead(fd); part && part.length > 0; part = sys.tryRead(fd)) text += decoder.decode(part);
  sys.close(fd);
  return text;
}

/** Reads the configuration with all that it includes. @throws {ConfigError} */
export function loadSite(sys: Sys, config: string): Site {
  const read = (path: string, suffix = ''): string => {
    try {
      return readText(sys, path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new ConfigError(`open() "${path}" failed (${error.code === 'ENOENT' ? 2 : 13}: ${error.message})${suffix}`);
    }
  };
  const include = (pattern: string, from: string, line: number): readonly (readonly [string, string])[] => {
    const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
    if (!/[*?[]/.test(path)) return [[path, read(path, ` in ${from}:${line}`)]];
    const folder = path.slice(0, path.lastIndexOf('/'));
    const glob = new RegExp(
      `^${path
        .slice(folder.length + 1)
        .replace(/[.+^${}()|\\]/g, '\\$&')
        .replace(/\*/g, '.*')
        .replace(/\?/g, '.')}$`,
    );
    let names: string[];
    try {
      names = sys.readdir(folder).map(({ name }) => name);
    } catch (error) {
      if (isErrno(error)) return [];
      throw error;
    }
    return names
      .filter((name) => glob.test(name) && !name.startsWith('.'))
      .sort()
      .map((name) => [`${folder}/${name}`, read(`${folder}/${name}`)]);
  };
  return readSite(parseConfig(config, read(config), include));
}
