import { Errno } from '../fs/index.ts';
import type { Core } from './core.ts';
import type { FileId } from './kernel.ts';
import type { Link, Network, OpenFile } from './state.ts';

/** Connections that wait to be accepted (SOMAXCONN of old). */
const BACKLOG = 128;

/** The name of the wake-up when a listener has a connection, or takes more of them. */
export const listenerWake = (listener: FileId): string => `listen:${listener}`;

export interface Networks {
  /** A listening socket. EADDRINUSE. */
  listen(network: string, port: number): OpenFile;
  /** A connection that waits, as its file; undefined: none yet. EINVAL for what doesn't listen. */
  accept(listener: FileId): FileId | undefined;
  /** Who would answer: a listener. ENXIO: unknown name; ECONNREFUSED, EHOSTUNREACH, ENETUNREACH. */
  find(network: string, host: string, port: number): FileId | typeof NOBODY;
  /** The client's end; undefined: too many connections wait there. */
  connect(listener: FileId | typeof NOBODY): OpenFile | undefined;
  closeListener(file: OpenFile & { kind: 'listener' }): void;
  /** The address that a name has for who is in a namespace; undefined: none. */
  lookup(network: string, host: string): string | undefined;
  set(name: string, links: readonly Link[], hosts: Readonly<Record<string, string>>): void;
  remove(name: string): void;
  publish(port: number, address: string, to: number): void;
  unpublish(port: number): void;
}

/**
 * A published port takes every connection (docker-proxy does), and resets it if nobody listens in the container: curl
 * says `(56) Recv failure: Connection reset by peer`, not `Could not connect`.
 */
const NOBODY = 'nobody';

/** Where the host is on docker's default bridge. */
const DEFAULT_GATEWAY = '172.17.0.1';

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1?)$/;

/**
 * Byte streams over the machine's own networks: namespaces with an address on each of their bridges. Two that share a
 * bridge reach each other, and the host is at its gateway. A published port of the host leads to a namespace's address,
 * from everywhere the host can be reached.
 */
export function createNetworks(core: Core): Networks {
  const { state, pipes, files } = core;

  function get(name: string): Network {
    const known = state.networks.get(name);
    if (known) return known;
    const network: Network = { name, links: [], hosts: {}, listeners: new Map() };
    state.networks.set(name, network);
    return network;
  }

  function listenerOf(network: Network, port: number): FileId | typeof NOBODY {
    const own = network.listeners.get(port);
    if (own !== undefined) return own;
    const published = network.name === 'host' ? state.published.get(port) : undefined;
    if (!published) throw new Errno('ECONNREFUSED');
    return at(published.address)?.network.listeners.get(published.port) ?? NOBODY;
  }

  function at(address: string): { readonly network: Network; readonly link: Link } | undefined {
    for (const network of state.networks.values()) {
      const link = network.links.find((each) => each.address === address);
      if (link) return { network, link };
    }
    return undefined;
  }

  /** The default bridge is there without anybody on it. */
  function isGateway(address: string): boolean {
    if (address === DEFAULT_GATEWAY) return true;
    for (const { links } of state.networks.values()) if (links.some(({ gateway }) => gateway === address)) return true;
    return false;
  }

  return {
    listen(name, port) {
      const network = get(name);
      if (network.listeners.has(port) || (name === 'host' && state.published.has(port))) throw new Errno('EADDRINUSE');
      const file = files.create({ kind: 'listener', network: name, port, backlog: [] }, false, false);
      network.listeners.set(port, file.id);
      return file;
    },
    accept(listener) {
      const file = files.get(listener);
      if (file.kind !== 'listener') throw new Errno('EINVAL');
      const connection = file.backlog.shift();
      if (connection !== undefined) core.scheduler.wake(listenerWake(listener));
      return connection;
    },
    find(name, host, port) {
      const network = get(name);
      if (LOOPBACK.test(host)) return listenerOf(network, port);
      const address = ADDRESS.test(host) ? host : network.hosts[host];
      if (address === undefined) throw new Errno('ENXIO');
      if (name !== 'host' && network.links.length === 0) throw new Errno('ENETUNREACH');
      if (LOOPBACK.test(address) || network.links.some((link) => link.address === address))
        return listenerOf(network, port);
      if (isGateway(address)) return listenerOf(get('host'), port);
      const target = at(address);
      // Bridges are kept apart; the host is on all of them.
      const reached =
        target && (name === 'host' || network.links.some(({ gateway }) => gateway === target.link.gateway));
      if (!reached) throw new Errno('EHOSTUNREACH');
      return listenerOf(target.network, port);
    },
    lookup(name, host) {
      if (ADDRESS.test(host)) return host;
      if (LOOPBACK.test(host)) return '127.0.0.1';
      return get(name).hosts[host];
    },
    connect(listener) {
      if (listener === NOBODY) {
        const [outgoing, incoming] = [pipes.create().id, pipes.create().id];
        return files.create({ kind: 'socket', incoming, outgoing, reset: true }, true, true);
      }
      const file = files.get(listener);
      if (file.kind !== 'listener') throw new Errno('ECONNREFUSED');
      if (file.backlog.length >= BACKLOG) return undefined;
      const [there, back] = [pipes.create().id, pipes.create().id];
      const client = files.create({ kind: 'socket', incoming: back, outgoing: there }, true, true);
      const server = files.create({ kind: 'socket', incoming: there, outgoing: back }, true, true);
      file.backlog.push(server.id);
      core.scheduler.wake(listenerWake(listener));
      return client;
    },
    closeListener(file) {
      state.networks.get(file.network)?.listeners.delete(file.port);
      for (const connection of file.backlog) files.release(connection);
      core.scheduler.wake(listenerWake(file.id));
    },
    set(name, links, hosts) {
      state.networks.set(name, { name, links, hosts, listeners: state.networks.get(name)?.listeners ?? new Map() });
    },
    remove(name) {
      state.networks.delete(name);
    },
    publish(port, address, to) {
      if (state.published.has(port) || get('host').listeners.has(port)) throw new Errno('EADDRINUSE');
      state.published.set(port, { address, port: to });
    },
    unpublish(port) {
      state.published.delete(port);
    },
  };
}
