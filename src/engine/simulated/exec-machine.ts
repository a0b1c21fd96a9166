import { setup } from 'xstate';

/** An exec: created, started once, ended. */
export const execMachine = setup({
  types: { events: {} as { readonly type: 'start' } | { readonly type: 'exit' } | { readonly type: 'refuse' } },
}).createMachine({
  id: 'exec',
  initial: 'created',
  states: {
    created: { on: { start: 'running', refuse: 'exited' } },
    running: { on: { exit: 'exited' } },
    exited: { type: 'final' },
  },
});
