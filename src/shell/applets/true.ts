import { fileApplet, Printed } from './command.ts';

/** GNU's true and false answer `--help` when it is the only argument; busybox's answer nothing. */
const exitWith = (name: string, status: number) =>
  fileApplet(name, function* (command) {
    if (command.gnu && command.args.length === 1 && /^--(help|version)$/.test(command.args[0]!)) {
      try {
        command.parse({});
      } catch (error) {
        if (!(error instanceof Printed)) throw error;
        yield* command.print(error.text);
      }
    }
    return status;
  });

export const trueApplet = exitWith('true', 0);
export const falseApplet = exitWith('false', 1);
