import type { Port } from '../../engine/index.ts';
import { joinHostPort } from '../opts/net.ts';

function order(a: Port, b: Port): number {
  if (a.PrivatePort !== b.PrivatePort) return a.PrivatePort - b.PrivatePort;
  const [ipA, ipB] = [a.IP ?? '', b.IP ?? ''];
  if (ipA !== ipB) return ipA < ipB ? -1 : 1;
  const [publicA, publicB] = [a.PublicPort ?? 0, b.PublicPort ?? 0];
  if (publicA !== publicB) return publicA - publicB;
  return a.Type < b.Type ? -1 : a.Type > b.Type ? 1 : 0;
}

/** The PORTS column: `0.0.0.0:8080->80/tcp, 443/tcp`, neighbouring ports as ranges. */
export function displayPorts(ports: readonly Port[]): string {
  const groups = new Map<string, { first: number; last: number }>();
  const shown: string[] = [];
  const mapped: string[] = [];
  const group = (key: string, { first, last }: { first: number; last: number }): string => {
    const [ip, type] = key.includes('/') ? (key.split('/') as [string, string]) : ['', key];
    const range = first === last ? String(first) : `${first}-${last}`;
    return `${ip === '' ? range : `${joinHostPort(ip, range)}->${range}`}/${type}`;
  };
  for (const port of ports.toSorted(order)) {
    const current = port.PrivatePort;
    let key = port.Type;
    if (port.IP) {
      if (port.PublicPort !== current) {
        mapped.push(`${joinHostPort(port.IP, port.PublicPort ?? 0)}->${current}/${port.Type}`);
        continue;
      }
      key = `${port.IP}/${port.Type}`;
    }
    const open = groups.get(key);
    if (open && current === open.last + 1) open.last = current;
    else {
      if (open) shown.push(group(key, open));
      groups.set(key, { first: current, last: current });
    }
  }
  for (const [key, open] of groups) shown.push(group(key, open));
  return [...shown, ...mapped].join(', ');
}
