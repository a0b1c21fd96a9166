import { textApplet } from './text.ts';
import { strftime } from './times.ts';
import { upTime } from './uptime.ts';

/*
 * Who is logged in: nobody, as /run/utmp, where logins are written down, exists neither in containers nor on this host.
 */

export const who = textApplet('who', function* (text) {
  text.parse({ a: ['a', 'flag'], H: ['H', 'flag'] });
  if (!text.gnu) text.put('USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n');
  else if (text.args.some((arg) => /^-\w*H/.test(arg))) text.put('NAME     LINE         TIME             COMMENT\n');
});

export const users = textApplet(
  'users',
  function* (text) {
    text.parse({});
  },
  { dialects: ['gnu'] },
);

export const w = textApplet('w', function* (text) {
  const parsed = text.parse(text.gnu ? { 'no-header': ['h', 'flag'], short: ['s', 'flag'] } : {});
  if (!text.gnu && parsed.operands.length > 0) text.usage();
  if (!text.gnu) text.put('USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n');
  else if (!parsed.has('no-header')) {
    const { sys } = text;
    text.put(
      ` ${strftime('%H:%M:%S', sys.now())} up ${upTime(sys.uptime())},  0 users,  load average: 0.00, 0.00, 0.00\n` +
        'USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU  WHAT\n',
    );
  }
});

export const logname = textApplet('logname', function* (text) {
  text.parse({});
  text.die(text.gnu ? 'no login name' : 'getlogin: Inappropriate ioctl for device');
});
