import type { Probe } from '../lesson/index.ts';
import type { MachinePort } from '../machine/wire.ts';

/** A lesson's eyes on the machine at the other end of the wire, or on what its latest trial has led to. */
export function probeOf(port: MachinePort, trial?: number): Probe {
  const where = trial === undefined ? {} : { trial };
  // The wire doesn't say which kind's answer it carries: the kind that was asked for.
  const inspect = async <T>(kind: 'volume' | 'container' | 'image', name: string) =>
    (await port.request({ type: 'probe.inspect', kind, name, ...where })) as T;
  return {
    stat: (place, path) => port.request({ type: 'probe.stat', place, path, ...where }),
    read: (place, path) => port.request({ type: 'probe.read', place, path, ...where }),
    list: (place, path) => port.request({ type: 'probe.list', place, path, ...where }),
    volume: (name) => inspect('volume', name),
    container: (name) => inspect('container', name),
    image: (name) => inspect('image', name),
  };
}
