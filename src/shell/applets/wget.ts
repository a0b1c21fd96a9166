import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { fromBinary, toBinary } from './binary.ts';
import { bodyOf, parseUrl, readBody, request, type Url } from './http-client.ts';
import { type Text, textApplet } from './text.ts';

const MAX_REDIRECTS = 20;

/** busybox's wget: a file from a web server, with its progress on standard error. */
function* main(text: Text): Op<number> {
  const { sys } = text;
  const parsed = text.parse(
    {
      continue: ['c', 'flag'],
      quiet: ['q', 'flag'],
      'server-response': ['S', 'flag'],
      spider: [undefined, 'flag'],
      'output-document': ['O', 'value'],
      header: [undefined, 'value'],
      'post-data': [undefined, 'value'],
      'directory-prefix': ['P', 'value'],
      'user-agent': ['U', 'value'],
      timeout: ['T', 'value'],
      'no-check-certificate': [undefined, 'flag'],
    },
    {
      longs:
        'continue quiet server-response spider output-document header post-data directory-prefix user-agent timeout no-check-certificate'.split(
          ' ',
        ),
    },
  );
  if (parsed.operands.length === 0) text.usage();
  const quiet = parsed.has('quiet');
  const tell = function* (line: string): Op<void> {
    if (!quiet) yield* sys.write(2, `${line}\n`);
  };
  for (const given of parsed.operands) {
    let url = parseUrl(given);
    if (!url || (/:\/\//.test(given) && url.scheme !== 'http')) return text.die(`not an http or ftp url: ${given}`);
    for (let redirects = 0; ; redirects++) {
      const address = /^\d+(\.\d+){3}$/.test(url.host) ? url.host : sys.lookup(url.host);
      if (address === undefined) return text.die(`bad address '${url.host}'`);
      yield* tell(
        `Connecting to ${url.host}${url.explicitPort || url.port !== 80 ? `:${url.port}` : ''} (${address}:${url.port})`,
      );
      const data = parsed.value('post-data');
      const headers = [
        `Host: ${url.host}${url.explicitPort ? `:${url.port}` : ''}`,
        `User-Agent: ${parsed.value('user-agent') ?? 'Wget'}`,
        'Connection: close',
        ...(parsed.options.get('header') ?? []),
        ...(data === undefined
          ? []
          : [
              'Content-Type: application/x-www-form-urlencoded',
              `Content-Length: ${new TextEncoder().encode(data).length}`,
            ]),
      ];
      const body = data === undefined ? '' : toBinary(new TextEncoder().encode(data));
      let answer: Answer;
      try {
        answer = yield* request(sys, url, data === undefined ? 'GET' : 'POST', headers, body);
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (error.code === 'ECONNRESET') return text.die('error getting response');
        return text.die(`can't connect to remote host (${address}): ${error.message}`);
      }
      const { head, connection } = answer;
      if (parsed.has('server-response'))
        yield* sys.write(
          2,
          head.text
            .trimEnd()
            .split('\r\n')
            .map((line) => `  ${line}\n`)
            .join(''),
        );
      const location = head.headers.get('location');
      if (head.status >= 300 && head.status < 400 && location !== undefined) {
        sys.close(connection.fd);
        if (redirects >= MAX_REDIRECTS) return text.die('too many redirections');
        url = location.startsWith('/') ? { ...url, path: location } : (parseUrl(location) ?? url);
        continue;
      }
      if (head.status !== 200 && head.status !== 206) {
        sys.close(connection.fd);
        return text.die(`server returned error: ${head.text.split('\r\n')[0]}`);
      }
      if (parsed.has('spider')) {
        sys.close(connection.fd);
        yield* tell('remote file exists');
        break;
      }
      yield* store(text, tell, url, answer, parsed.value('output-document'), parsed.value('directory-prefix'));
      break;
    }
  }
  return text.status;
}

/** What a server answers: its head, and the connection that the body comes from. */
type Answer = ReturnType<typeof request> extends Op<infer T> ? T : never;

/** Writes what comes into a file, and says so. */
function* store(
  text: Text,
  tell: (line: string) => Op<void>,
  url: Url,
  { connection, head }: Answer,
  output: string | undefined,
  folder: string | undefined,
): Op<void> {
  const { sys } = text;
  const last = url.path.replace(/\?.*$/, '').replace(/^.*\//, '') || 'index.html';
  const name = output ?? (folder === undefined ? last : `${folder}/${last}`);
  let fd: Fd = 1;
  if (name !== '-')
    try {
      const fresh = output === undefined;
      fd = sys.open(name, { read: false, write: true, create: true, truncate: !fresh, exclusive: fresh }, 0o666);
    } catch (error) {
      if (!isErrno(error)) throw error;
      text.die(`can't open '${name}': ${error.message}`);
    }
  yield* tell(name === '-' ? 'writing to stdout' : `saving to '${name}'`);
  const body = bodyOf(head);
  let size = 0;
  for (
    let piece = yield* readBody(sys, connection, body);
    piece !== undefined;
    piece = yield* readBody(sys, connection, body)
  ) {
    size += piece.length;
    yield* sys.write(fd, fromBinary(piece));
  }
  sys.close(connection.fd);
  if (fd !== 1) sys.close(fd);
  yield* tell(meter(name, size));
  yield* tell(name === '-' ? 'written to stdout' : `'${name}' saved`);
}

/** The line of the progress meter when all has come. */
function meter(name: string, size: number): string {
  const shown = name.slice(0, 20).padEnd(20);
  return `${shown} 100% |${'*'.repeat(32)}| ${String(size).padStart(5)}  0:00:00 ETA`;
}

export const wget = textApplet('wget', main, { dialects: ['busybox'] });
