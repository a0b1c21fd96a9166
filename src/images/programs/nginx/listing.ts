import type { Sys } from '../../../os/index.ts';
import { listDate } from './http.ts';

/** Longer names are cut. */
const NAME_WIDTH = 50;

/** The page that `autoindex on` makes of a folder. */
export function listing(sys: Sys, path: string, folder: string): string {
  const entries = sys
    .readdir(folder)
    .filter(({ name }) => !name.startsWith('.'))
    .map(({ name }) => ({ name, stat: sys.stat(`${folder}${name}`) }))
    .sort(
      (a, b) => Number(b.stat.type === 'directory') - Number(a.stat.type === 'directory') || (a.name < b.name ? -1 : 1),
    );
  const lines = entries.map(({ name, stat }) => {
    const slash = stat.type === 'directory' ? '/' : '';
    const text = `${name}${slash}`;
    const shown = text.length > NAME_WIDTH ? `${text.slice(0, NAME_WIDTH - 3)}..&gt;` : text;
    const pad = ' '.repeat(Math.max(0, NAME_WIDTH - text.length));
    const size = slash === '' ? String(stat.size) : '-';
    return `<a href="${encodeURIComponent(name)}${slash}">${shown}</a>${pad} ${listDate(stat.mtime)} ${size.padStart(19)}\r\n`;
  });
  const title = `Index of ${path}`;
  return (
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1><hr><pre><a href="../">../</a>\r\n` +
    `${lines.join('')}</pre><hr></body>\r\n</html>\r\n`
  );
}
