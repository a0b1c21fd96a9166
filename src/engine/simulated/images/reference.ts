/** An image reference in its familiar form: without `docker.io/library/`, with a tag unless it has a digest. */
export interface Reference {
  /** `busybox`, `example.com/team/app`. */
  readonly repository: string;
  readonly tag: string;
  readonly digest?: string;
}

/** Reads a reference; the tag defaults to `latest`. Its grammar is the client's business. */
export function parseReference(text: string): Reference {
  const at = text.indexOf('@');
  const [named, digest] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const repository = familiar(tagged ? named.slice(0, colon) : named);
  const tag = tagged ? named.slice(colon + 1) : 'latest';
  return digest === undefined ? { repository, tag } : { repository, tag, digest };
}

/** `repository:tag`, or `repository@digest`. */
export function formatReference({ repository, tag, digest }: Reference): string {
  return digest === undefined ? `${repository}:${tag}` : `${repository}@${digest}`;
}

function familiar(name: string): string {
  const path = name.replace(/^(index\.)?docker\.io\//, '');
  return path.startsWith('library/') && path.indexOf('/', 8) < 0 ? path.slice(8) : path;
}

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DOMAIN = '(?:[a-zA-Z0-9.-]+|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?';
const GRAMMAR = new RegExp(
  `^(?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?$`,
);

/** Why a text can't be the name of an image, in the words of its parser (distribution/reference); undefined: it can. */
export function referenceProblem(text: string): string | undefined {
  if (/^(sha256:)?[a-f0-9]{64}$/.test(text)) return undefined;
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(0, slash));
  const domain = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first ? first : '';
  const path = domain === '' ? text : text.slice(slash + 1);
  const remote = (domain === '' && slash < 0 ? `library/${path}` : path).split(':')[0]!;
  if (remote.toLowerCase() !== remote) return `invalid reference format: repository name (${remote}) must be lowercase`;
  return GRAMMAR.test(text) ? undefined : 'invalid reference format';
}
