import { textApplet } from './text.ts';
import { strftime } from './times.ts';

/** How long the machine is up, as procps and busybox print it: minutes, or hours and minutes. */
function up(ms: number): string {
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
    ` ${strftime('%H:%M:%S', sys.now())} up ${up(sys.uptime())},  ${text.gnu ? 1 : 0} user${text.gnu ? '' : 's'},  load average: 0.00, 0.00, 0.00\n`,
  );
});

/** The machine's memory, in bytes. */
const TOTAL = 2 ** 30;
const USED = 180 * 2 ** 20;
const CACHE = 240 * 2 ** 20;

export const free = textApplet('free', function* (text) {
  const parsed = text.parse({
    bytes: ['b', 'flag'],
    kibi: ['k', 'flag'],
    mebi: ['m', 'flag'],
    gibi: ['g', 'flag'],
    human: ['h', 'flag'],
  });
  const unit = parsed.has('bytes') ? 1 : parsed.has('mebi') ? 2 ** 20 : parsed.has('gibi') ? 2 ** 30 : 1024;
  const show = (bytes: number) =>
    (parsed.has('human') ? human(bytes) : String(Math.floor(bytes / unit))).padStart(text.gnu ? 12 : 11);
  const first = text.gnu ? 16 : 15;
  const titles = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
  text.put(
    `${' '.repeat(8)}${titles.map((title, i) => title.padStart(i === 0 ? first - 4 : 12)).join(text.gnu ? '' : '')}\n`.replace(
      /^ {8}/,
      '        ',
    ),
  );
  text.put(
    `Mem:    ${[TOTAL, USED, TOTAL - USED - CACHE, 0, CACHE, TOTAL - USED].map(show).join(text.gnu ? '' : ' ')}\n`,
  );
  text.put(`Swap:   ${[0, 0, 0].map(show).join(text.gnu ? '' : ' ')}\n`);
});

function human(bytes: number): string {
  for (const [size, letter] of [
    [2 ** 30, 'Gi'],
    [2 ** 20, 'Mi'],
    [2 ** 10, 'Ki'],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(bytes / size < 10 ? 1 : 0)}${letter}`;
  }
  return `${bytes}B`;
}
