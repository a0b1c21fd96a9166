import { isErrno } from '../../fs/index.ts';
import type { Fd } from '../../os/index.ts';
import type { Descriptors, Frame, Restore, Shell, Variable } from '../state.ts';

/** Takes the top frame away and puts back what it had changed. */
export function pop(shell: Shell): void {
  const frame = shell.state.frames.pop();
  if (frame) cleanup(shell, frame);
}

/** Takes frames away as long as `more` says so of the top one. */
export function unwind(shell: Shell, more: (frame: Frame) => boolean): void {
  for (let frame = shell.state.frames.at(-1); frame && more(frame); frame = shell.state.frames.at(-1)) pop(shell);
}

function cleanup(shell: Shell, frame: Frame): void {
  const { state, sys } = shell;
  switch (frame.type) {
    case 'simple':
      if (frame.restore) restoreDescriptors(shell, frame.restore);
      restoreVariables(shell, frame.variables ?? []);
      break;
    case 'redirected':
      if (frame.restore) restoreDescriptors(shell, frame.restore);
      break;
    case 'call':
      restoreVariables(shell, frame.locals);
      state.positional = frame.positional;
      if (frame.flags !== undefined) state.flags = frame.flags;
      state.depth--;
      break;
    case 'input':
      if (frame.positional) state.positional = frame.positional;
      if (frame.feed?.owned) closeAll(shell, [frame.feed.fd]);
      if (frame.outerLine !== undefined) state.line = frame.outerLine;
      break;
    case 'substitution':
      if (!frame.ended) closeAll(shell, [frame.fd]);
      break;
    case 'read':
      if (frame.mode) sys.ttyMode(frame.fd, frame.mode);
      break;
  }
}

export function restoreDescriptors(shell: Shell, restore: Restore): void {
  shell.state.fds = restore.fds;
  closeAll(shell, restore.opened);
}

/** Closes descriptors of the kernel's. */
export function closeAll(shell: Shell, fds: readonly Fd[]): void {
  for (const fd of fds) {
    try {
      shell.sys.close(fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
}

/** Puts variables back, the last saved first. */
export function restoreVariables(shell: Shell, saved: readonly (readonly [string, Variable | undefined])[]): void {
  for (const [name, variable] of saved.toReversed()) {
    if (variable) shell.state.variables.set(name, variable);
    else shell.state.variables.delete(name);
    if (name === 'PATH') shell.state.hashed.clear();
  }
}

/** Closes the kernel's descriptors that `before` used and nothing uses any more. */
export function closeUnused(shell: Shell, before: Descriptors): void {
  const { state } = shell;
  const used = new Set(Object.values(state.fds));
  for (const frame of state.frames) {
    if ((frame.type === 'simple' || frame.type === 'redirected') && frame.restore) {
      for (const fd of Object.values(frame.restore.fds)) used.add(fd);
    }
    if (frame.type === 'input' && frame.feed) used.add(frame.feed.fd);
  }
  closeAll(
    shell,
    [...new Set(Object.values(before))].filter((fd) => !used.has(fd)),
  );
}
