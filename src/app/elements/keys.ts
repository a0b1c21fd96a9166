/*
 * The keys of the page: function keys, so that the terminal keeps all others.
 */

/** What each key does; groups by where it works. */
export const KEYS: readonly {
  readonly where: string;
  readonly keys: readonly (readonly [key: string, what: string])[];
}[] = [
  {
    where: 'Everywhere',
    keys: [
      ['F1', 'this list'],
      ['F2', 'the history: all commands with their branches'],
      ['F6', 'to the next part of the page; with Shift to the one before'],
      ['F8', 'one command back'],
      ['F9', 'one command forward'],
    ],
  },
  {
    where: 'In the terminal',
    keys: [
      ['Tab', 'completes'],
      ['Shift+Tab', 'leaves the terminal'],
      ['↑ and ↓', 'earlier commands'],
      ['Ctrl+R', 'searches earlier commands'],
      ['Ctrl+C', 'stops the command, or gives the line up'],
      ['Ctrl+D', 'ends the input'],
      ['Ctrl+L', 'clears the screen'],
      ['Ctrl+Shift+C and Ctrl+Shift+V', 'copy and paste'],
    ],
  },
  {
    where: 'In a presentation',
    keys: [
      ['Any letter', 'types the next one of the next command'],
      ['Enter', 'types what is missing, and runs the command'],
      ['PageDown', 'types the whole command; once more, and it runs'],
      ['PageUp', 'takes back what is typed, then the command before'],
      ['F4', 'takes the keyboard to improvise, and gives it back'],
      ['F7', 'back to where the script was'],
    ],
  },
  {
    where: 'In the picture',
    keys: [
      ['Tab', 'from thing to thing'],
      ['Enter', 'opens the details of a thing'],
      ['Escape', 'closes what lies over the picture'],
    ],
  },
  {
    where: 'On the bar between two parts',
    keys: [
      ['Arrows', 'move it'],
      ['Home and End', 'as far as it goes'],
      ['Enter', 'puts it back'],
    ],
  },
];

/** Those that the page takes wherever the focus is. */
export const PAGE_KEYS: readonly string[] = ['F1', 'F2', 'F6', 'F8', 'F9'];
