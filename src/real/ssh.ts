import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

/*
 * An engine behind ssh, as the docker command reaches it (cli/connhelper): the user's own ssh runs
 * `docker system dial-stdio` over there, one for each connection.
 */

/** Where an `ssh://` address leads. */
export interface SshPlace {
  readonly hostname: string;
  /** The arguments of ssh. */
  readonly args: readonly string[];
}

/** Reads `ssh://USER@HOST:PORT/SOCKET`; a text: what is wrong with it. */
export function parseSsh(host: string): SshPlace | string {
  let url: URL;
  try {
    url = new URL(host);
  } catch {
    return 'it is no address';
  }
  const { username, password, hostname, port, pathname, search, hash } = url;
  if (hostname === '') return 'it names no host';
  if (password !== '') return 'it holds a password: use a key';
  if (search !== '' || hash !== '') return 'it holds more than a host and a path';
  const socket = decodeURIComponent(pathname);
  const elsewhere = /[^/]/.test(socket) ? [shellWord(`--host=unix://${socket}`)] : [];
  const name = hostname.replace(/^\[|\]$/g, '');
  const args = [
    ...(username === '' ? [] : ['-l', decodeURIComponent(username)]),
    ...(port === '' ? [] : ['-p', port]),
    '-o ConnectTimeout=30',
    '-T',
    '--',
    name,
    ['docker', ...elsewhere, 'system', 'dial-stdio'].join(' '),
  ];
  return { hostname: name, args };
}

const shellWord = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A new connection: fails with what ssh says. */
export function openSsh({ args }: SshPlace): Duplex {
  const child: ChildProcess = spawn('ssh', args, { stdio: 'pipe' });
  const { stdin, stdout, stderr } = child;
  let said = '';
  const connection = new Duplex({
    allowHalfOpen: true,
    read: () => stdout?.resume(),
    // An ssh that has ended says why when it closes.
    write: (chunk, _, done) => stdin?.write(chunk, () => done()),
    final: (done) => stdin?.end(done),
    destroy(error, done) {
      child.kill();
      done(error);
    },
  });
  stdin?.on('error', () => {});
  stderr?.on('data', (data) => {
    said += String(data);
  });
  stdout?.on('data', (data: Buffer) => {
    if (!connection.push(data)) stdout.pause();
  });
  child.on('error', () => connection.destroy(new Error('there is no ssh command here')));
  child.on('close', (status) => {
    if (connection.destroyed) return;
    if (status === 0) connection.push(null);
    else connection.destroy(new Error(said.trim().replace(/\.$/, '') || `ssh ended with status ${status}`));
  });
  return connection;
}
