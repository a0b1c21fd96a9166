import type { Sys } from '../../../os/index.ts';
import { lookUp } from './data.ts';
import { memoryOf, REDIS_VERSION } from './rdb.ts';
import type { Server } from './state.ts';

/** INFO's text: the sections that tell of the server, its clients, memory, what it keeps on disk, and keys. */
export function infoText(sys: Sys, server: Server, asked: readonly string[]): string {
  const now = sys.now();
  const up = Math.floor((now - server.started) / 1000);
  const sections: Readonly<Record<string, readonly (readonly [string, string | number])[]>> = {
    Server: [
      ['redis_version', REDIS_VERSION],
      ['redis_mode', 'standalone'],
      ['process_id', sys.pid],
      ['tcp_port', server.config.port],
      ['uptime_in_seconds', up],
      ['uptime_in_days', Math.floor(up / 86_400)],
      ['executable', '/data/redis-server'],
      ['config_file', ''],
    ],
    Clients: [['connected_clients', server.connections.length]],
    Memory: [['used_memory', memoryOf(server.data)]],
    Persistence: [
      ['loading', 0],
      ['async_loading', 0],
      ['rdb_changes_since_last_save', server.dirty],
      ['rdb_bgsave_in_progress', 0],
      ['rdb_last_save_time', Math.floor(server.saved / 1000)],
      ['rdb_last_bgsave_status', 'ok'],
      ['rdb_saves', server.saves],
      ['aof_enabled', server.config.appendonly ? 1 : 0],
      ['aof_rewrite_in_progress', 0],
      ['aof_last_bgrewrite_status', 'ok'],
      ['aof_last_write_status', 'ok'],
    ],
    Stats: [
      ['total_connections_received', server.accepted],
      ['total_commands_processed', server.commands],
    ],
    Replication: [
      ['role', 'master'],
      ['connected_slaves', 0],
    ],
    Keyspace: keyspace(server, now),
  };
  const wanted = asked.map((name) => name.toLowerCase());
  const all = wanted.length === 0 || ['all', 'default', 'everything'].some((name) => wanted.includes(name));
  return Object.entries(sections)
    .filter(([name]) => all || wanted.includes(name.toLowerCase()))
    .map(([name, lines]) => `# ${name}\r\n${lines.map(([key, value]) => `${key}:${value}\r\n`).join('')}`)
    .join('\r\n');
}

function keyspace({ data }: Server, now: number): [string, string][] {
  return [...data]
    .sort(([a], [b]) => a - b)
    .flatMap(([number, keys]): [string, string][] => {
      const living = [...keys.keys()].flatMap((key) => lookUp(keys, key, now) ?? []);
      if (living.length === 0) return [];
      const left = living.flatMap(({ expires }) => (expires === undefined ? [] : [expires - now]));
      return [[`db${number}`, `keys=${living.length},expires=${left.length},avg_ttl=0`]];
    });
}
