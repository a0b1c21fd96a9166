/*
 * Input in pieces: a large paste must not be one message, and Ctrl-C must overtake it.
 */

/** Characters in one message. */
const PIECE = 4096;

/** Cuts without splitting a surrogate pair. */
export function pieces(data: string, size = PIECE): readonly string[] {
  const cut: string[] = [];
  for (let at = 0; at < data.length; ) {
    let end = Math.min(at + size, data.length);
    const last = data.charCodeAt(end - 1);
    if (end < data.length && last >= 0xd800 && last < 0xdc00) end--;
    cut.push(data.slice(at, end));
    at = end;
  }
  return cut;
}

/** Sends one piece after the other. Ctrl-C (alone) drops what still waits. */
export function createInputQueue(send: (piece: string) => Promise<unknown>): (data: string) => void {
  let waiting: string[] = [];
  let sending = false;
  const drain = async () => {
    if (sending) return;
    sending = true;
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
      await send(piece).catch(() => {
        waiting = [];
      });
    }
    sending = false;
  };
  return (data) => {
    if (data === '\x03' && waiting.length > 0) {
      waiting = [];
      void send(data).catch(() => undefined);
      return;
    }
    for (const piece of pieces(data)) waiting.push(piece);
    void drain();
  };
}
