/** An image reference that isn't one. */
export class BadReference extends Error {}

/** A parsed image name: `docker.io/library/busybox:latest` is domain, path and tag. */
export interface Named {
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

const ALPHANUMERIC = '[a-z0-9]+';
const SEPARATOR = '(?:[._]|__|[-]+)';
const COMPONENT = `${ALPHANUMERIC}(?:${SEPARATOR}${ALPHANUMERIC})*`;
const HOST = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${HOST}(?:\\.${HOST})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(
  `^((?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*)(?::([\\w][\\w.-]{0,127}))?(?:@(${DIGEST}))?$`,
);
const IDENTIFIER = /^[a-f0-9]{64}$/;

/**
 * Parses a familiar name (`busybox`, `me/app:1`, `host:5000/x@sha256:…`) as Docker does.
 * @throws {BadReference}
 */
export function parseNormalizedNamed(text: string): Named {
  if (IDENTIFIER.test(text))
    throw new BadReference(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  let domain = 'docker.io';
  let rest = text;
  if (slash >= 0) {
    if (first === 'index.docker.io') rest = text.slice(slash + 1);
    else if (first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first) {
      domain = first;
      rest = text.slice(slash + 1);
    }
  }
  if (domain === 'docker.io' && !rest.includes('/')) rest = `library/${rest}`;
  const remote = rest.split(':')[0]!;
  if (remote.toLowerCase() !== remote)
    throw new BadReference(`invalid reference format: repository name (${remote}) must be lowercase`);
  const match = REFERENCE.exec(`${domain}/${rest}`);
  if (!match) throw new BadReference('invalid reference format');
  const name = match[1]!;
  if (name.length > 255) throw new BadReference('repository name must not be more than 255 characters');
  return {
    domain,
    path: name.slice(domain.length + 1),
    ...(match[2] && { tag: match[2] }),
    ...(match[3] && { digest: match[3] }),
  };
}

/** A name, or undefined for an image's id or digest alone. Throws {@link BadReference}. */
export function parseAnyReference(text: string): Named | undefined {
  if (IDENTIFIER.test(text) || /^sha256:[a-f0-9]{64}$/.test(text)) return undefined;
  return parseNormalizedNamed(text);
}

/** With the tag `latest` if there is neither tag nor digest. */
export function tagNameOnly(named: Named): Named {
  return named.tag === undefined && named.digest === undefined ? { ...named, tag: 'latest' } : named;
}

/** The name as people write it, without tag: `busybox`, `me/app`. */
export function familiarName(named: Named): string {
  if (named.domain !== 'docker.io') return `${named.domain}/${named.path}`;
  return /^library\/[^/]+$/.test(named.path) ? named.path.slice('library/'.length) : named.path;
}

/** The whole reference as people write it. */
export function familiarString(named: Named): string {
  return familiarName(named) + (named.tag ? `:${named.tag}` : '') + (named.digest ? `@${named.digest}` : '');
}

/** The whole reference with its domain. */
export function fullString(named: Named): string {
  return `${named.domain}/${named.path}${named.tag ? `:${named.tag}` : ''}${named.digest ? `@${named.digest}` : ''}`;
}
