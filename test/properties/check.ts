import fc from 'fast-check';
import type { Machine } from '../../src/machine/machine.ts';
import { ProbeReader } from '../../src/machine/probe.ts';
import { freshMachines } from '../../src/machine/script.ts';
import { commandLine } from './lines.ts';

const fresh = freshMachines({ epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 3 });

/** What a program of ours that broke would say. */
const BROKEN = /internal error|TypeError|RangeError|ReferenceError|is not a function|\[object Object\]|NaN/;

/** Lines that may take a named volume away; none of the others does. */
const REMOVES = /volume (rm|remove|prune)|system prune|rm .*(\/var|\/root|\*|\.\.)|tar/;

/** The source of mounts that are all `:ro`: no line names it otherwise, or a folder above it. */
const READ_ONLY = '/srv/ro';

const fail = (why: string, line: string): never => {
  throw new Error(`${why} after: ${line}`);
};

/** Named volumes and what they hold, by name. */
function volumesOf(machine: Machine): ReadonlySet<string> {
  return new Set([...machine.surveyed().engine.volumes.keys()].filter((name) => name.length < 64));
}

/** What holds of every state, whatever was typed. @throws {Error} */
function checkState(machine: Machine, line: string): void {
  if (machine.kernel.faults.length > 0) fail(`a fault: ${JSON.stringify(machine.kernel.faults)}`, line);
  const { volumes, containers } = machine.surveyed().engine;
  for (const { Name, mounts } of containers.values())
    for (const mount of mounts)
      if (mount.Type === 'volume' && !volumes.has(mount.Name!)) fail(`${Name} uses ${mount.Name}, which is gone`, line);
  if (contents(machine) !== 'one\n') fail('a source that was only mounted with :ro has changed', line);
}

function contents(machine: Machine): string | undefined {
  const bytes = new ProbeReader(machine.surveyed()).read({ host: true }, `${READ_ONLY}/one`);
  return bytes && new TextDecoder().decode(bytes);
}

/**
 * Runs command lines on a fresh machine and checks after each: nothing of ours broke; a volume that a container uses is
 * there; a source mounted `:ro` is as it was; named volumes go only with commands that say so; going back to before a line
 * and running it again gives the same.
 * @throws {Error}
 */
export function checkLines(lines: readonly string[]): void {
  const machine = fresh();
  const shell = machine.scriptShell();
  shell.run(`mkdir b ${READ_ONLY}; echo one > ${READ_ONLY}/one`);
  for (const line of lines) {
    const before = volumesOf(machine);
    const printed = shell.run(line);
    if (BROKEN.test(printed.stderr)) fail(`it says ${printed.stderr}`, line);
    checkState(machine, line);
    if (!REMOVES.test(line))
      for (const name of before) if (!volumesOf(machine).has(name)) fail(`volume ${name} is gone`, line);
  }
}

/** Going back to a checkpoint brings back what was there, and its future. @throws {Error} */
export function checkGoingBack(lines: readonly string[]): void {
  const machine = fresh();
  const shell = machine.scriptShell();
  for (const line of lines) shell.run(line);
  const list = 'docker ps -a; docker volume ls; ls -R /var/lib/docker/volumes';
  const checkpoint = machine.checkpoint();
  const first = shell.run(list);
  shell.run('docker rm -fv $(docker ps -aq); docker volume prune -af; rm -rf /root/lab');
  machine.restore(checkpoint);
  const again = shell.run(list);
  if (first.stdout !== again.stdout) fail('going back brought something else', lines.at(-1) ?? '');
  if (machine.kernel.faults.length > 0) fail(`a fault: ${JSON.stringify(machine.kernel.faults)}`, lines.at(-1) ?? '');
}

/** Runs so many sequences. @returns the number of command lines. @throws {Error} what fails first, shrunk, with its seed */
export function searchForFaults(numRuns: number, seed: number, milliseconds?: number): number {
  let count = 0;
  const counted = (check: (lines: readonly string[]) => void) => (lines: readonly string[]) => {
    count += lines.length;
    check(lines);
  };
  const sequence = fc.array(commandLine, { minLength: 1, maxLength: 25 });
  const limits = { seed, numRuns, ...(milliseconds !== undefined && { interruptAfterTimeLimit: milliseconds }) };
  fc.assert(fc.property(sequence, counted(checkLines)), limits);
  fc.assert(fc.property(sequence, counted(checkGoingBack)), { ...limits, numRuns: Math.ceil(numRuns / 10) });
  return count;
}
