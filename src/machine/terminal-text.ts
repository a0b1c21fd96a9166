/** What the terminals of a machine print, as text: characters whose bytes come in two parts are put together. */
export class TerminalText {
  readonly #decoders = new Map<number, TextDecoder>();
  /** How many bytes of a terminal's output are left out. */
  readonly #skipped = new Map<number, number>();

  /** Leaves out the next bytes of a terminal: somebody has seen them already. */
  skip(terminal: number, bytes: number): void {
    this.#skipped.set(terminal, bytes);
  }

  /** The text of some output, and how many bytes of it nobody will report as shown: those left out, and what text is shorter by. */
  take(terminal: number, output: Uint8Array): { readonly text: string; readonly unreported: number } {
    const skipped = Math.min(this.#skipped.get(terminal) ?? 0, output.length);
    if (skipped > 0) this.#skipped.set(terminal, this.#skipped.get(terminal)! - skipped);
    let decoder = this.#decoders.get(terminal);
    if (!decoder) this.#decoders.set(terminal, (decoder = new TextDecoder()));
    const text = decoder.decode(output.subarray(skipped), { stream: true });
    return { text, unreported: output.length - text.length };
  }

  /** The terminals show another machine's state: half a character of before is not finished any more. */
  forget(): void {
    this.#decoders.clear();
  }
}
