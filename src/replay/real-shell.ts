import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Printed } from './printed.ts';

/** How a scenario's bash is started. */
export interface ShellOptions {
  /** A command that runs bash, with what is added to it as bash's arguments; undefined: bash itself. */
  readonly via?: string;
  readonly home: string;
  readonly cwd: string;
  /** The guard's socket. */
  readonly socket: string;
  readonly bin: string;
  /** Where buildx keeps its own files. */
  readonly config: string;
  readonly user: 'learner' | 'root';
  /** Root gives its power away and works under this uid. */
  readonly becomes?: number;
  /** Seconds that a line may take. */
  readonly limit: number;
}

/** Seconds until a shell must answer at first. */
const PATIENCE = 60;

/** A line that did not end. */
export interface Broken {
  readonly reason: string;
}

/**
 * One persistent bash that takes its command lines one by one: interactive, but on no terminal; standard input empty,
 * standard output and standard error apart. Marks that no program prints tell where a line's output ends.
 */
export class RealShell {
  readonly #mark = randomBytes(12).toString('hex');
  readonly #stdout = new Marked(this.#mark);
  readonly #stderr = new Marked(this.#mark);
  readonly #child: ChildProcess;
  #ended = false;

  private constructor(private readonly options: ShellOptions) {
    const start = startScript(options);
    const [program, args] = options.via
      ? ['sh', ['-c', `${options.via} "$@"`, 'sh', '-c', start]]
      : ['bash', ['-c', start]];
    this.#child = spawn(program as string, args as string[], { detached: true, stdio: 'pipe' });
    this.#child.stdout?.on('data', (data: Buffer) => this.#stdout.push(data));
    this.#child.stderr?.on('data', (data: Buffer) => this.#stderr.push(data));
    this.#child.stdin?.on('error', () => {});
    const end = () => {
      this.#ended = true;
      this.#stdout.end();
      this.#stderr.end();
    };
    this.#child.on('close', end);
    this.#child.on('error', end);
  }

  /**
   * Starts the shell and waits until it answers.
   * @throws {Error} with a sentence for a person, if it can't be started or has no docker command.
   */
  static async open(options: ShellOptions): Promise<RealShell> {
    const shell = new RealShell(options);
    const hello = await shell.run('command -v docker >/dev/null', PATIENCE);
    if (!('reason' in hello) && hello.exit === 0) return shell;
    shell.kill();
    const how = options.via ? ` through ${options.via}` : '';
    if ('reason' in hello) throw new Error(`No bash answers${how}: ${hello.reason}.`);
    throw new Error(
      `There is no docker command where the scenario would run${how}. Install it, or choose a place with --via.`,
    );
  }

  /** The process group of everything that it started. */
  get group(): number | undefined {
    return this.#child.pid;
  }

  /** Runs a line to its end. */
  async run(line: string, seconds = this.options.limit): Promise<Printed | Broken> {
    if (this.#ended) return { reason: 'the shell has ended before' };
    const quoted = `'${line.replaceAll("'", `'\\''`)}'`;
    const tell = `printf '\\0${this.#mark} %s\\0' "$__status" >&1; printf '\\0${this.#mark}\\0' >&2`;
    this.#child.stdin?.write(`(exit \${__status:-0}); eval ${quoted} </dev/null; __status=$?; ${tell}\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), seconds * 1000);
    });
    const both = Promise.all([this.#stdout.next(), this.#stderr.next()]);
    const first = await Promise.race([both, late]);
    clearTimeout(timer);
    if (first === 'late') {
      this.kill();
      await both;
      return { reason: `it did not end within ${seconds} seconds and was killed` };
    }
    const [out, err] = first;
    if (out.status === undefined) {
      // `exit`, or a shell that was killed.
      const { exitCode, signalCode } = this.#child;
      if (exitCode === null)
        return { reason: signalCode ? `the shell was ended by ${signalCode}` : 'the shell has ended' };
      if (this.#child.exitCode === 70 || !/\bexit\b|\bexec\b/.test(line))
        return { reason: `the shell has ended with status ${exitCode}: ${err.text.trim() || 'it said nothing'}` };
      return { stdout: out.text, stderr: err.text, exit: exitCode };
    }
    return { stdout: out.text, stderr: cleaned(err.text), exit: out.status };
  }

  /** Ends everything that the shell has started. */
  kill(): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}

/**
 * An eval names itself in front of a message; a line that was typed doesn't. And a bash at a terminal has one to set right
 * when a signal has ended a job.
 */
function cleaned(stderr: string): string {
  return stderr
    .replace(/^bash: eval: line \d+: /gm, 'bash: ')
    .replace(/^bash: \[\d+: \d+ \(\d+\)\] tcsetattr: Inappropriate ioctl for device\n/gm, '');
}

/** Output cut at the marks. */
class Marked {
  #text = '';
  #decoder = new TextDecoder();
  #ended = false;
  #wake: (() => void) | undefined;
  readonly #pattern: RegExp;

  constructor(mark: string) {
    this.#pattern = new RegExp(`\\0${mark}(?: (\\d+))?\\0`);
  }

  push(data: Buffer): void {
    this.#text += this.#decoder.decode(data, { stream: true });
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** What came before the next mark; without a status when the stream ended instead. */
  async next(): Promise<{ readonly text: string; readonly status?: number }> {
    for (;;) {
      const found = this.#pattern.exec(this.#text);
      if (found) {
        const text = this.#text.slice(0, found.index);
        this.#text = this.#text.slice(found.index + found[0].length);
        return { text, status: Number(found[1] ?? 0) };
      }
      if (this.#ended) {
        const text = this.#text;
        this.#text = '';
        return { text };
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/**
 * What bash does before it takes lines. Root works in a mount namespace of its own where the guard's socket lies over
 * the engine's, and the learner is in /etc/passwd; then it becomes the learner, and `sudo` in front of PATH goes back.
 */
function startScript({ home, cwd, socket, bin, config, user, becomes }: ShellOptions): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const settings = [
    `HOME=${quote(home)}`,
    `USER=${user}`,
    `LOGNAME=${user}`,
    'SHELL=/bin/bash',
    'LC_ALL=C',
    'PS1=',
    'PS2=',
    `PATH=${quote(bin)}:"$PATH"`,
    `DOCKER_HOST=${quote(`unix://${socket}`)}`,
    `BUILDX_CONFIG=${quote(config)}`,
  ].join(' ');
  const shell = `env -i ${settings} bash --norc --noprofile --noediting -i`;
  const learner = becomes === undefined ? '' : `setpriv --reuid ${becomes} --regid ${becomes} --clear-groups `;
  const enter = `umask 022; cd ${quote(cwd)} || exit 70; exec ${learner}${shell}`;
  const cover = [
    `for s in /run/docker.sock /var/run/docker.sock; do [ -S $s ] && mount --bind ${quote(socket)} $s; done`,
    ...(becomes === undefined
      ? []
      : [
          `{ grep -v ^learner: /etc/passwd; echo learner:x:${becomes}:${becomes}::${quote(home)}:/bin/bash; } >${quote(bin)}/passwd && mount --bind ${quote(bin)}/passwd /etc/passwd`,
          `{ grep -v ^learner: /etc/group; echo learner:x:${becomes}:; } >${quote(bin)}/group && mount --bind ${quote(bin)}/group /etc/group`,
          `cp "$(command -v setpriv)" ${quote(bin)}/become && chown 0:${becomes} ${quote(bin)}/become && chmod 4750 ${quote(bin)}/become`,
        ]),
  ].join('; ');
  const inside = `${cover} 2>/dev/null; ${enter}`;
  return `if [ "$(id -u)" = 0 ] && unshare -m --propagation private true 2>/dev/null; then exec unshare -m --propagation private bash -c ${quote(inside)}; else ${enter}; fi`;
}
