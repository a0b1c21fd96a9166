/** What is served and how, as httpd.conf says it. */
export interface Site {
  readonly ports: readonly number[];
  readonly root: string;
  readonly index: readonly string[];
  readonly name: string | undefined;
  readonly folders: readonly Folder[];
  /** What is shown in place of httpd's own page: a path of the site, or a text after a quote. */
  readonly errors: Readonly<Record<number, string>>;
}

/** A `<Directory>` block: it holds for what is below its path; of several the longest path decides last. */
export interface Folder {
  readonly path: string;
  readonly listing?: boolean;
  readonly granted?: boolean;
}

/** A mistake in the configuration: `text` is httpd's own. */
export class ConfigError extends Error {}

/** Directives that change nothing here: modules are what this server can, its logs go where the image's conf sends them. */
const WITHOUT_EFFECT = new Set(
  'addtype allowoverride customlog errorlog group include loadmodule logformat loglevel requestheader scriptalias serveradmin serverroot typesconfig user'.split(
    ' ',
  ),
);

const unquoted = (word: string) => word.replace(/^"(.*)"$/, '$1');

/** Reads the text of a configuration file. @throws {ConfigError} */
export function parseConfig(path: string, text: string): Site {
  const fail = (line: number, message: string): never => {
    throw new ConfigError(`AH00526: Syntax error on line ${line} of ${path}:\n${message}`);
  };
  const ports: number[] = [];
  const folders: Folder[] = [];
  const errors: Record<number, string> = {};
  let root = '/usr/local/apache2/htdocs';
  let index: readonly string[] = ['index.html'];
  let name: string | undefined;
  const blocks: { readonly kind: string; readonly argument: string }[] = [];
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const number = at + 1;
    if (line === '' || line.startsWith('#')) continue;
    const closing = /^<\/(\w+)>$/.exec(line);
    const opening = /^<(\w+)\s*([^>]*)>$/.exec(line);
    if (closing) {
      const open = blocks.pop();
      if (open?.kind !== closing[1]!.toLowerCase())
        fail(
          number,
          open
            ? `Expected </${open.kind}> but saw </${closing[1]}>`
            : `</${closing[1]}> without matching <${closing[1]}> section`,
        );
      continue;
    }
    if (opening) {
      const kind = opening[1]!.toLowerCase();
      if (!['directory', 'files', 'ifmodule'].includes(kind)) fail(number, unknown(`<${opening[1]}`));
      blocks.push({ kind, argument: unquoted(opening[2]!.trim()) });
      if (kind === 'directory') folders.push({ path: blocks.at(-1)!.argument.replace(/(.)\/$/, '$1') });
      continue;
    }
    const [directive = '', ...words] = line.match(/"[^"]*"|\S+/g) ?? [];
    const [first = ''] = words.map(unquoted);
    const folder = blocks.findLast(({ kind }) => kind === 'directory');
    const change = (more: Partial<Folder>) => {
      if (folder && !blocks.some(({ kind }) => kind === 'files')) folders.push({ ...folders.pop()!, ...more });
    };
    switch (directive.toLowerCase()) {
      case 'listen': {
        const port = Number(first.replace(/^.*:/, ''));
        if (!Number.isInteger(port) || port <= 0 || port > 65_535) fail(number, 'Port must be specified');
        ports.push(port);
        break;
      }
      case 'documentroot':
        root = first.replace(/(.)\/$/, '$1');
        break;
      case 'directoryindex':
        index = words.map(unquoted);
        break;
      case 'servername':
        name = first;
        break;
      case 'errordocument':
        errors[Number(first)] = words.slice(1).map(unquoted).join(' ');
        break;
      case 'options':
        change({ listing: words.some((word) => /^\+?(Indexes|All)$/i.test(word)) });
        break;
      case 'require':
        change({ granted: /^all granted$/i.test(words.join(' ')) });
        break;
      default:
        if (!WITHOUT_EFFECT.has(directive.toLowerCase())) fail(number, unknown(directive));
    }
  }
  const open = blocks.at(-1);
  if (open) fail(text.split('\n').length, `${path}:${text.split('\n').length}: <${open.kind}> was not closed.`);
  if (ports.length === 0) throw new ConfigError('no listening sockets available, shutting down');
  return { ports, root, index, name, folders, errors };
}

const unknown = (directive: string) =>
  `Invalid command '${directive}', perhaps misspelled or defined by a module not included in the server configuration`;

/** What holds for a path: of the blocks whose folder it lies in, the longer one's word counts. */
export function rulesFor({ folders }: Site, path: string): { readonly listing: boolean; readonly granted: boolean } {
  const holding = folders
    .filter((folder) => folder.path === '/' || path === folder.path || path.startsWith(`${folder.path}/`))
    .sort((a, b) => a.path.length - b.path.length);
  let [listing, granted] = [false, true];
  for (const folder of holding) {
    listing = folder.listing ?? listing;
    granted = folder.granted ?? granted;
  }
  return { listing, granted };
}
