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
