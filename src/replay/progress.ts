/** A line at the bottom of a terminal that is written over; nothing where output is no terminal. */
export interface Progress {
  show(text: string): void;
  /** Takes it away, before other output. */
  clear(): void;
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let shown = false;
  return {
    show(text) {
      const cut = text.replaceAll('\n', ' ').slice(0, Math.max(0, (stream.columns ?? 80) - 1));
      stream.write(`\r\x1b[2K${cut}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\x1b[2K');
      shown = false;
    },
  };
}
