import type { ITheme } from '@xterm/xterm';

/*
 * xterm.js paints by itself: the tokens as colours that it can read.
 */

const INK = { light: '#1c2733', dark: '#dbe5ee' } as const;

/** The terminal's colours in the theme that holds at this element. */
export function terminalTheme(at: HTMLElement): ITheme {
  const dark = isDark(at);
  const screen = resolved(at, '--screen');
  return {
    background: screen,
    foreground: resolved(at, '--screen-ink'),
    cursor: resolved(at, '--accent'),
    cursorAccent: screen,
    selectionBackground: resolved(at, '--screen-selection'),
    scrollbarSliderBackground: dark ? '#93a4b566' : '#4a596866',
    scrollbarSliderHoverBackground: dark ? '#93a4b599' : '#4a596899',
    ...(dark ? DARK : LIGHT),
  };
}

const LIGHT: ITheme = {
  black: INK.light,
  red: '#b3261e',
  green: '#1a7340',
  yellow: '#8f5a06',
  blue: '#1257b8',
  magenta: '#6644bd',
  cyan: '#0a706b',
  white: '#4a5968',
  brightBlack: '#4a5968',
  brightRed: '#b3261e',
  brightGreen: '#1a7340',
  brightYellow: '#8f5a06',
  brightBlue: '#1257b8',
  brightMagenta: '#6644bd',
  brightCyan: '#0a706b',
  brightWhite: INK.light,
};

const DARK: ITheme = {
  black: '#71869a',
  red: '#ff8a80',
  green: '#63cf93',
  yellow: '#ecb554',
  blue: '#8abaff',
  magenta: '#b9a4f4',
  cyan: '#4fcdc2',
  white: INK.dark,
  brightBlack: '#98a9ba',
  brightRed: '#ff8a80',
  brightGreen: '#63cf93',
  brightYellow: '#ecb554',
  brightBlue: '#8abaff',
  brightMagenta: '#b9a4f4',
  brightCyan: '#4fcdc2',
  brightWhite: '#ffffff',
};

/** The value of a colour token: custom properties keep `light-dark(…)` unresolved, a colour doesn't. */
function resolved(at: HTMLElement, token: string): string {
  const before = at.style.color;
  at.style.color = `var(${token})`;
  const color = getComputedStyle(at).color;
  at.style.color = before;
  return color;
}

function isDark(at: HTMLElement): boolean {
  const scheme = getComputedStyle(at).colorScheme;
  if (scheme === 'dark' || scheme === 'light') return scheme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
