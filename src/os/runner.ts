import { isErrno } from '../fs/index.ts';
import { Unwind } from './calls/base.ts';
import type { Core } from './core.ts';
import { Diverged } from './kept-results.ts';
import type { RunResult } from './kernel.ts';
import type { Image, Process } from './state.ts';

/**
 * A step that moves more bytes than this counts for several: a turn stays short, and a copy takes its time (a step is
 * a microsecond: 1 GB/s).
 */
const BYTES = 1024;

export interface Runner {
  run(maxSteps: number): RunResult;
  /** Brings the generators of a loaded state to where they stood. */
  restore(): void;
}

/** Runs programs step by step. Whatever a program does ends its process at worst, never the run. */
export function createRunner(core: Core): Runner {
  const { state, scheduler, images } = core;

  /** One step; true if the process's turn may go on. */
  function step(process: Process): boolean {
    const { image } = process;
    try {
      const live = images.live(process);
      if (live.kind === 'step') {
        if (image.kind !== 'step') return false;
        if (!image.started) {
          image.state = live.program.start(live.sys);
          image.started = true;
          return true;
        }
        const result = live.program.step(live.sys, image.state);
        if (process.image !== image || result === 'continue') return true;
        if ('exit' in result) core.processes.exit(process, { kind: 'exited', status: result.exit & 0xff });
        else scheduler.block(process, result);
        return false;
      }
      if (image.kind !== 'generator') return false;
      if (!live.generator) {
        live.generator = live.program.main(live.sys, image.saved);
        image.started = true;
      } else if (live.sys.helping) live.sys.helping = false;
      else image.resumes++;
      const next = live.generator.next();
      if (process.image !== image) return true;
      if (next.done) core.processes.exit(process, { kind: 'exited', status: next.value & 0xff });
      else scheduler.block(process, next.value);
    } catch (error) {
      failed(process, image, error);
    }
    return false;
  }

  function failed(process: Process, image: Image, error: unknown): void {
    // A program that has ended, or has become another one, may fall apart on its way out.
    if (process.image !== image || error instanceof Unwind) return;
    if (isErrno(error)) {
      complain(process, `${process.argv[0] ?? process.program}: ${error.message}\n`);
      core.processes.exit(process, { kind: 'exited', status: 1 });
      return;
    }
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    state.faults.push({ pid: process.pid, program: process.program, message });
    core.processes.exit(process, { kind: 'signaled', signal: 'ABRT' });
  }

  function complain(process: Process, line: string): void {
    const file = process.fds.get(2);
    if (file === undefined) return;
    try {
      core.files.write(file, new TextEncoder().encode(line));
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  /** The out-of-memory killer: whoever keeps most; if nobody keeps anything, whoever has just run. */
  function reclaim(current: Process): void {
    let victim = current;
    let most = 0;
    for (const process of state.processes.values()) {
      if (process.image.kind !== 'generator' || process.image.bytes <= most) continue;
      victim = process;
      most = process.image.bytes;
    }
    core.processes.exit(victim, { kind: 'signaled', signal: 'KILL' });
  }

  function restoreGenerator(process: Process, image: Image & { kind: 'generator' }): void {
    const live = images.live(process);
    if (live.kind !== 'generator') throw new Diverged(`${process.program} has become another kind of program`);
    process.env = { ...image.env };
    live.sys.replaying = true;
    live.generator = live.program.main(live.sys, structuredClone(image.saved));
    let left = image.resumes;
    for (let next = live.generator.next(); ; next = live.generator.next()) {
      if (next.done) throw new Diverged(`${process.program} was restored and ended; it had waited there`);
      if (left === 0) break;
      left--;
    }
    if (!live.sys.kept.exhausted) throw new Diverged(`${process.program} was restored and waits; it had gone on there`);
    live.sys.replaying = false;
  }

  return {
    run(maxSteps) {
      let steps = 0;
      scheduler.fireTimers();
      for (; steps < maxSteps; steps++) {
        const process = scheduler.next();
        if (!process) return { state: 'idle', steps };
        state.left--;
        state.ticks++;
        core.current = process;
        core.moved = 0;
        const goesOn = step(process);
        const further = Math.floor(core.moved / BYTES);
        steps += further;
        state.left -= further;
        state.ticks += further;
        if (!goesOn) scheduler.endTurn();
        if (state.memory > core.limits.memory) reclaim(process);
        if (state.ticks >= scheduler.nextDue()) scheduler.fireTimers();
      }
      core.current = undefined;
      return { state: 'busy', steps };
    },
    restore() {
      for (const process of [...state.processes.values()]) {
        const { image } = process;
        if (image.kind !== 'generator' || !image.started) continue;
        try {
          restoreGenerator(process, image);
        } catch (error) {
          failed(process, image, error);
        }
      }
    },
  };
}
