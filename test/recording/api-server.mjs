// Answers the real docker command line in a daemon's place, from src/docker/recorded/api.json, and keeps what it was asked.
// The answers are fixed, so that what the command prints depends on the command alone.
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';

const api = JSON.parse(readFileSync(new URL('../../src/docker/recorded/api.json', import.meta.url), 'utf8'));

const missing = [
  [/^\/containers\/([^/]+)/, (name) => `No such container: ${name}`],
  [/^\/volumes\/([^/]+)/, (name) => `get ${name}: no such volume`],
  [/^\/images\/(.+?)(\/\w+)?$/, (name) => `No such image: ${name}${name.includes(':') ? '' : ':latest'}`],
  [/^\/plugins\/([^/]+)/, (name) => `plugin ${JSON.stringify(name)} not found`],
  [/^\/networks\/([^/]+)/, (name) => `network ${name} not found`],
];

function containers(query) {
  const size = query.get('size') === '1';
  const list = api['/containers/json?all=1&size=1'].filter(
    (c) => query.get('all') === '1' || query.get('limit') || c.State === 'running',
  );
  return list
    .slice(0, Number(query.get('limit') || list.length))
    .map(({ SizeRw, SizeRootFs, ...c }) => (size ? { ...c, SizeRw, SizeRootFs } : c));
}

/** A status and a body for a request. */
function answer(method, path, query, body) {
  if (path === '/containers/create') {
    const image = body.Image.includes(':') ? body.Image : `${body.Image}:latest`;
    return [404, { message: `No such image: ${image}` }];
  }
  if (method === 'POST' && path === '/volumes/create')
    return [201, { ...api['/volumes/ddrec-data'], Name: body.Name || 'f'.repeat(64) }];
  if (path === '/containers/json') return [200, containers(query)];
  const exact = api[path + (query.get('size') === '1' ? '?size=1' : '')] ?? api[path];
  if (method === 'GET' && exact !== undefined) return [200, exact];
  const name = /^\/(containers|volumes|networks)\/([^/]+)/.exec(path);
  const known = name && (api[`/${name[1]}/${name[2]}/json`] ?? api[`/${name[1]}/${name[2]}`]) !== undefined;
  if (method === 'DELETE' && name?.[1] === 'volumes' && query.get('force') === '1') return [204, undefined];
  if (known && method !== 'GET') return [204, undefined];
  for (const [pattern, message] of missing) {
    const match = pattern.exec(path);
    if (match) return [404, { message: message(decodeURIComponent(match[1])) }];
  }
  return [501, { message: `not answered: ${method} ${path}` }];
}

/** Listens on a socket; `asked` gathers the requests, until they are taken. */
export function serve(socket) {
  const asked = [];
  rmSync(socket, { force: true });
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const url = new URL(request.url, 'http://d');
      const headers = {
        'Api-Version': '1.51',
        'Docker-Experimental': 'false',
        Ostype: 'linux',
        'Builder-Version': '2',
        Swarm: 'inactive',
        Server: 'Docker/28.5.2 (linux)',
      };
      if (url.pathname === '/_ping') return response.writeHead(200, headers).end(request.method === 'HEAD' ? '' : 'OK');
      if (url.pathname === '/_taken') {
        response.writeHead(200).end(JSON.stringify(asked.splice(0)));
        return;
      }
      const path = url.pathname.replace(/^\/v1\.\d+/, '');
      const body = text === '' ? undefined : JSON.parse(text);
      asked.push({ method: request.method, path: path + url.search, body });
      const [status, data] = answer(request.method, path, url.searchParams, body);
      response.writeHead(status, { ...headers, ...(data !== undefined && { 'Content-Type': 'application/json' }) });
      response.end(data === undefined ? '' : `${JSON.stringify(data)}\n`);
    });
  });
  server.listen(socket);
  return server;
}
