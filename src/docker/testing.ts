import type { DockerError, Engine } from '../engine/index.ts';
import type { Credentials } from '../os/index.ts';
import { type Bench, bench, SUPERUSER } from '../os/testing.ts';
import { dockerProgram } from './index.ts';

/** What a command printed and how it ended. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

export interface RunOptions {
  /** Standard input; default empty. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly credentials?: Credentials;
  /** Files that are there, by absolute path in /tmp. */
  readonly files?: Readonly<Record<string, string>>;
  /** False: no daemon listens. */
  readonly socket?: boolean;
  /** Milliseconds since the epoch at which the machine is booted. */
  readonly epoch?: number;
}

/** An engine of some answers; what isn't among them isn't expected to be asked. */
export function fakeEngine(answers: Partial<Engine>): Engine {
  return new Proxy(answers as Engine, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (method === undefined) throw new Error(`the engine was asked for ${String(name)}`);
      return method;
    },
  });
}

/** An answer that comes at once. */
export function* answer<T>(value: T): Generator<never, T, void> {
  return value;
}

/** A refusal. */
export function* refuse(error: DockerError): Generator<never, never, void> {
  throw error;
}

/** A machine with the docker command and an engine of some answers. */
export function dockerBench(answers: Partial<Engine>, { socket = true, epoch }: RunOptions = {}): Bench {
  const engine = fakeEngine(answers);
  const machine = bench([dockerProgram(() => engine)], epoch === undefined ? {} : { epoch });
  for (const path of ['/root', '/run', '/var', '/var/run', '/root/lab', '/tmp/ddrec'])
    machine.host.create(path, { type: 'directory', mode: 0o755 }, SUPERUSER);
  if (socket) machine.host.create('/var/run/docker.sock', { type: 'socket', mode: 0o660 }, SUPERUSER);
  return machine;
}

/** Runs `docker ARGV…` against an engine of some answers; outputs are no terminals. */
export function runDocker(argv: readonly string[], answers: Partial<Engine>, options: RunOptions = {}): Ran {
  const machine = dockerBench(answers, options);
  for (const [path, content] of Object.entries(options.files ?? {})) machine.write(path, content);
  machine.write('/tmp/stdin', options.stdin ?? '');
  const outcome = machine.run('docker', {
    argv: ['docker', ...argv],
    cwd: options.cwd ?? '/root/lab',
    env: { HOME: '/root', PATH: '/bin', ...options.env },
    ...(options.credentials && { credentials: options.credentials }),
  });
  const status = outcome.status;
  return {
    stdout: outcome.stdout,
    stderr: outcome.stderr,
    exit: status?.kind === 'exited' ? status.status : -1,
  };
}
