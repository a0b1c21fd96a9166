import { isErrno } from '../../../fs/index.ts';
import type { Op, Signal, Sys } from '../../../os/index.ts';
import { errorDate } from './http.ts';
import { readText } from './load.ts';
import { VERSION } from './respond.ts';

export const CONFIG = '/etc/nginx/nginx.conf';
export const PID_FILE = '/run/nginx.pid';

const USAGE = `nginx version: ${VERSION}
Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
             [-e filename] [-c filename] [-g directives]

Options:
  -?,-h         : this help
  -v            : show version and exit
  -V            : show version and configure options then exit
  -t            : test configuration and exit
  -T            : test configuration, dump it and exit
  -q            : suppress non-error messages during configuration testing
  -s signal     : send signal to a master process: stop, quit, reopen, reload
  -p prefix     : set prefix path (default: /usr/share/nginx/)
  -e filename   : set error log file (default: stderr)
  -c filename   : set configuration file (default: ${CONFIG})
  -g directives : set global directives out of configuration file

`;

const SIGNALS: Readonly<Record<string, Signal>> = { stop: 'TERM', quit: 'QUIT', reopen: 'USR1', reload: 'HUP' };

/** What the command line says. */
export interface Options {
  readonly config: string;
  readonly global: string;
  readonly test: boolean;
}

/** Reads the command line; a number: that was all, with this status. */
export function* readOptions(sys: Sys): Op<Options | number> {
  const args = sys.argv.slice(1);
  let options: Options = { config: CONFIG, global: '', test: false };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const value = () => (arg.length > 2 ? arg.slice(2) : args[++i]);
    if (!/^-[?hvVtTqspecg]/.test(arg)) {
      yield* sys.write(2, `nginx: invalid option: "${arg.replace(/^-/, '')}"\n`);
      return 1;
    }
    switch (arg[1]) {
      case '?':
      case 'h':
        yield* sys.write(2, USAGE);
        return 0;
      case 'v':
      case 'V':
        yield* sys.write(2, `nginx version: ${VERSION}\n`);
        return 0;
      case 't':
      case 'T':
        options = { ...options, test: true };
        break;
      case 'q':
        break;
      case 's': {
        const signal = value();
        if (signal === undefined || !(signal in SIGNALS)) {
          yield* sys.write(
            2,
            signal === undefined
              ? 'nginx: option "-s" requires parameter\n'
              : `nginx: invalid option: "-s ${signal}"\n`,
          );
          return 1;
        }
        return yield* sendSignal(sys, SIGNALS[signal]!);
      }
      case 'c':
        options = { ...options, config: value() ?? CONFIG };
        break;
      case 'g':
        options = { ...options, global: value() ?? '' };
        break;
      default:
        value();
    }
  }
  return options;
}

function* sendSignal(sys: Sys, signal: Signal): Op<number> {
  const log = (level: string, text: string) =>
    sys.write(2, `${errorDate(sys.now())} [${level}] ${sys.pid}#${sys.pid}: ${text}\n`);
  yield* log('notice', 'signal process started');
  try {
    sys.kill(Number(readText(sys, PID_FILE).trim()), signal);
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    const what =
      error.code === 'ENOENT'
        ? `open() "${PID_FILE}" failed (2: ${error.message})`
        : `kill() failed (3: ${error.message})`;
    yield* log('error', what);
    return 1;
  }
}
