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

/** `2 days, 3 hours, 1 minute`: what is not zero. */
function prettyTime(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const counts = { week: 10_080, day: 1_440, hour: 60, minute: 1 };
  let rest = minutes;
  const words = Object.entries(counts).flatMap(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  return words.length === 0 ? '0 minutes' : words.join(', ');
}

export const uptime = textApplet('uptime', function* (text) {
  const { sys, gnu } = text;
  const parsed = text.parse(gnu ? { pretty: ['p', 'flag'], since: ['s', 'flag'] } : {});
  if (gnu && parsed.operands.length > 0) text.usage();
  if (parsed.has('pretty')) text.put(`up ${prettyTime(sys.uptime())}\n`);
  else if (parsed.has('since')) text.put(`${strftime('%Y-%m-%d %H:%M:%S', sys.now() - sys.uptime())}\n`);
  else
    text.put(
      ` ${strftime('%H:%M:%S', sys.now())} up ${upTime(sys.uptime())},  0 users,  load average: 0.00, 0.00, 0.00\n`,
    );
});
