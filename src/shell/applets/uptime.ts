import { textApplet } from './text.ts';
import { strftime } from './times.ts';

/** How long the machine is up, as procps and busybox print it: minutes, or hours and minutes. */
export function upTime(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor(minutes / 60) % 24;
  const clock =
    hours > 0 ? `${String(hours).padStart(2)}:${String(minutes % 60).padStart(2, '0')}` : `${minutes % 60} min`;
  return days > 0 ? `${days} day${days > 1 ? 's' : ''}, ${clock}` : clock;
}

export const uptime = textApplet('uptime', function* (text) {
  const { sys } = text;
  text.parse({});
  text.put(
    ` ${strftime('%H:%M:%S', sys.now())} up ${upTime(sys.uptime())},  0 users,  load average: 0.00, 0.00, 0.00\n`,
  );
});
