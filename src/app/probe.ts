import type { Probe } from '../lesson/index.ts';
import type { MachinePort } from '../machine/wire.ts';

/** A lesson's eyes on the machine at the other end of the wire. */
export function probeOf(port: MachinePort): Probe {
  // The wire doesn't say which kind's answer it carries: the kind that was asked for.
  const inspect = async <T>(kind: 'volume' | 'container' | 'image', name: string) =>
    (await port.request({ type: 'probe.inspect', kind, name })) as T;
  return {
    stat: (place, path) => port.request({ type: 'probe.stat', place, path }),
    read: (place, path) => port.request({ type: 'probe.read', place, path }),
    list: (place, path) => port.request({ type: 'probe.list', place, path }),
    volume: (name) => inspect('volume', name),
    container: (name) => inspect('container', name),
    image: (name) => inspect('image', name),
  };
}
