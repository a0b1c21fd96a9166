/** A line that is being typed: plain data. Positions count UTF-16 units of `text`. */
export interface LineState {
  /** The prompt's last line, with its invisible parts marked. */
  readonly prompt: string;
  text: string;
  cursor: number;
  /** The screen row of the cursor, counted from the row where the prompt's last line begins. */
  row: number;
  /** Bytes that are no whole key yet. */
  pending: readonly number[];
  /** Which line of the history is shown; its length: the line being typed. */
  entry: number;
  /** The line being typed, while one of the history is shown. */
  typed: string;
  /** What Ctrl-K, Ctrl-U and Ctrl-W cut last, for Ctrl-Y. */
  cut: string;
  /** Between the marks of a bracketed paste. */
  pasting: boolean;
  /** Ctrl-R: what is searched for, and the line that was being typed. */
  search?: { readonly query: string; readonly found: number; readonly before: string; readonly failed: boolean };
  /** The last key was a Tab that found several: the next one lists them. */
  tabbed: boolean;
}

/** A line before anything is typed. */
export function blankLine(prompt: string, historyLength: number): LineState {
  return {
    prompt,
    text: '',
    cursor: 0,
    row: 0,
    pending: [],
    entry: historyLength,
    typed: '',
    cut: '',
    pasting: false,
    tabbed: false,
  };
}
