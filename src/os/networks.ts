import { Errno } from '../fs/index.ts';
import type { Core } from './core.ts';
import type { FileId } from './kernel.ts';
import type { Network, OpenFile } from './state.ts';

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
  set(name: string, address: string, hosts: Readonly<Record<string, string>>): void;
  remove(name: string): void;
  publish(port: number, address: string, to: number): void;
  unpublish(port: number): void;
}

/**
 * A published port takes every connection (docker-proxy does), and resets it if nobody listens in the container: curl
 * says `(56) Recv failure: Connection reset by peer`, not `Could not connect`.
 */
const NOBODY = 'nobody';

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1?)$/;

/**
 * Byte streams over the machine's own networks: namespaces with an address each on one bridge, whose gateway is the
 * host. A published port of the host leads to a namespace's address, from everywhere the host can be reached.
 */
export function createNetworks(core: Core): Networks {
  const { state, pipes, files } = core;

  function get(name: string): Network {
    const known = state.networks.get(name);
    if (known) return known;
    const network: Network = { name, address: '', hosts: {}, listeners: new Map() };
    state.networks.set(name, network);
    return network;
  }

  /** docker's bridges have the host at their first address: 172.17.0.1. */
  const isGateway = (address: string) => /^172\.\d+\.0\.1$/.test(address) || address === get('host').address;

  function listenerOf(network: Network, port: number): FileId | typeof NOBODY {
    const own = network.listeners.get(port);
    if (own !== undefined) return own;
    const published = network.name === 'host' ? state.published.get(port) : undefined;
    if (!published) throw new Errno('ECONNREFUSED');
    return at(published.address)?.listeners.get(published.port) ?? NOBODY;
  }

  function at(address: string): Network | undefined {
    for (const network of state.networks.values()) if (network.address === address) return network;
    return undefined;
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
      if (name !== 'host' && network.address === '') throw new Errno('ENETUNREACH');
      if (LOOPBACK.test(address) || address === network.address) return listenerOf(network, port);
      if (isGateway(address)) return listenerOf(get('host'), port);
      const target = at(address);
      if (!target) throw new Errno('EHOSTUNREACH');
      return listenerOf(target, port);
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
    set(name, address, hosts) {
      state.networks.set(name, { name, address, hosts, listeners: state.networks.get(name)?.listeners ?? new Map() });
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
