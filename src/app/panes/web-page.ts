import type { HttpResponse } from '../../machine/wire.ts';

/*
 * What a server of the machine answers, as a document that can do nothing: scripts, frames and forms are taken out, styles
 * and pictures of the same server are put in. The frame that shows it is sandboxed besides.
 */

/** Asks the same server for a path; undefined: nobody answers. */
export type Fetch = (path: string) => Promise<HttpResponse | undefined>;

/** So many styles and pictures of a page are fetched. */
const MOST = 20;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export async function documentOf({ type, body }: HttpResponse, path: string, get: Fetch): Promise<string> {
  if (type.startsWith('image/')) return `<img alt="" src="${dataUrl(type, body)}">`;
  const text = new TextDecoder().decode(body);
  if (!/html/.test(type)) return `<pre>${escaped(text)}</pre>`;
  const page = new DOMParser().parseFromString(text, 'text/html');
  for (const each of page.querySelectorAll('script, iframe, frame, object, embed, base, meta[http-equiv]'))
    each.remove();
  for (const link of page.querySelectorAll('a[href], area[href]')) link.removeAttribute('href');
  const wanted = [...page.querySelectorAll('link[rel~="stylesheet"][href], img[src]')].slice(0, MOST);
  for (const each of wanted) await putIn(each, path, get);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

async function putIn(element: Element, path: string, get: Fetch): Promise<void> {
  const attribute = element.tagName === 'IMG' ? 'src' : 'href';
  const target = pathOf(element.getAttribute(attribute) ?? '', path);
  const answer = target === undefined ? undefined : await get(target);
  if (answer?.status !== 200) {
    element.removeAttribute(attribute);
    return;
  }
  if (attribute === 'src') {
    element.setAttribute('src', dataUrl(answer.type, answer.body));
    return;
  }
  const style = element.ownerDocument.createElement('style');
  style.textContent = new TextDecoder().decode(answer.body);
  element.replaceWith(style);
}

/** A reference as a path of the same server; undefined if it leads elsewhere. */
export function pathOf(reference: string, base: string): string | undefined {
  const server = 'http://server.invalid';
  try {
    const url = new URL(reference, server + base);
    return url.origin === server ? url.pathname + url.search : undefined;
  } catch {
    return undefined;
  }
}

function dataUrl(type: string, bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:${/^[\w.+/-]+$/.test(type) ? type : 'application/octet-stream'};base64,${btoa(text)}`;
}
