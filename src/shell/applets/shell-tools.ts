import { Errno } from '../../fs/index.ts';
import { echoText } from '../builtins/echo.ts';
import { formatPrintf } from '../builtins/printf.ts';
import { evaluateTest, type FileTests } from '../builtins/test.ts';
import { toBytes } from '../bytes.ts';
import type { Applet } from './applet.ts';
import { attempt, fileApplet } from './command.ts';
import { utf8Locale } from './quote.ts';

/** The programs of the same names as shells' builtins. */
export const echo = fileApplet('echo', function* (command) {
  const { sys, gnu, args } = command;
  if (gnu && args.length === 1 && /^--(help|version)$/.test(args[0]!) && !('POSIXLY_CORRECT' in sys.env))
    command.parse({});
  yield* command.print(toBytes(echoText(args, gnu ? 'gnu' : 'busybox', utf8Locale(sys.env))));
});

export const printf = fileApplet('printf', function* (command) {
  const { sys, gnu } = command;
  if (gnu && command.args.length === 1 && /^--(help|version)$/.test(command.args[0]!)) command.parse({});
  const args = command.args[0] === '--' ? command.args.slice(1) : command.args;
  if (args.length === 0) command.usage(gnu ? 'missing operand' : '');
  const printed = formatPrintf(args, gnu ? 'gnu' : 'busybox', { utf8: utf8Locale(sys.env) });
  for (const part of printed.parts) {
    if ('text' in part) yield* command.print(toBytes(part.text));
    else yield* command.say(part.error);
  }
  return printed.status;
});

const testApplet = (name: string): Applet =>
  fileApplet(name, function* (command) {
    const { sys, gnu, args } = command;
    if (gnu && name === '[' && args.length === 1 && /^--(help|version)$/.test(args[0]!)) command.parse({});
    const look = (how: 'stat' | 'lstat') => (path: string) => {
      const stat = attempt(() => sys[how](path));
      return stat instanceof Errno ? undefined : stat;
    };
    const files: FileTests = {
      stat: look('stat'),
      lstat: look('lstat'),
      access: (path, mode) => sys.access(path, mode),
      isatty: (fd) => sys.isatty(fd),
      uid: sys.credentials.uid,
      gid: sys.credentials.gid,
    };
    const tested = evaluateTest([name, ...args], files, gnu ? 'gnu' : 'busybox');
    if (tested.error !== undefined) yield* command.say(tested.error);
    return tested.status;
  });

export const test = testApplet('test');
export const bracket = testApplet('[');
/** busybox alone has it as a program. */
export const doubleBracket: Applet = { ...testApplet('[['), dialects: ['busybox'] };
