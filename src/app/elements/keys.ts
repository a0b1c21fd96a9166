import { msg } from '../texts/index.ts';

/*
 * The keys of the page: function keys, so that the terminal keeps all others.
 */

/** What each key does; groups by where it works. */
export function pageKeys(): readonly {
  readonly where: string;
  readonly keys: readonly (readonly [key: string, what: string])[];
}[] {
  return [
    {
      where: msg('Everywhere'),
      keys: [
        ['F1', msg('this list')],
        ['F2', msg('the history: all commands with their branches')],
        ['F6', msg('to the next part of the page; with Shift to the one before')],
        ['F8', msg('one command back')],
        ['F9', msg('one command forward')],
      ],
    },
    {
      where: msg('In the terminal'),
      keys: [
        ['Tab', msg('completes')],
        ['Shift+Tab', msg('leaves the terminal')],
        [msg('↑ and ↓'), msg('earlier commands')],
        ['Ctrl+R', msg('searches earlier commands')],
        ['Ctrl+C', msg('stops the command, or gives the line up')],
        ['Ctrl+D', msg('ends the input')],
        ['Ctrl+L', msg('clears the screen')],
        [msg('Ctrl+Shift+C and Ctrl+Shift+V'), msg('copy and paste')],
      ],
    },
    {
      where: msg('In a presentation'),
      keys: [
        [msg('Any letter'), msg('types the next one of the next command')],
        ['Enter', msg('types what is missing, and runs the command')],
        ['PageDown', msg('types the whole command; once more, and it runs')],
        ['PageUp', msg('takes back what is typed, then the command before')],
        ['F4', msg('takes the keyboard to improvise, and gives it back')],
        ['F7', msg('back to where the script was')],
      ],
    },
    {
      where: msg('In the picture'),
      keys: [
        ['Tab', msg('from thing to thing')],
        ['Enter', msg('opens the details of a thing')],
        ['Escape', msg('closes what lies over the picture')],
      ],
    },
    {
      where: msg('On the bar between two parts'),
      keys: [
        [msg('Arrows'), msg('move it')],
        [msg('Home and End'), msg('as far as it goes')],
        ['Enter', msg('puts it back')],
      ],
    },
  ];
}

/** Those that the page takes wherever the focus is. */
export const PAGE_KEYS: readonly string[] = ['F1', 'F2', 'F6', 'F8', 'F9'];
