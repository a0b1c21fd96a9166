import type { StreamChunk, StreamName } from '../../engine/api.ts';

/*
 * Attached streams: without a terminal the engine sends both outputs on one connection, in frames of eight bytes of
 * header (the stream's number, the length) and their content.
 */

/** Output that arrives, kept so that a reader can ask for it from any point. */
export class Output {
  readonly #chunks: { readonly at: number; readonly chunk: StreamChunk }[] = [];
  #length = 0;
  #ended = false;
  #failure: Error | undefined;
  readonly #waiting: (() => void)[] = [];

  add(stream: StreamName, data: Uint8Array): void {
    if (data.length === 0) return;
    this.#chunks.push({ at: this.#length, chunk: { stream, data } });
    this.#length += data.length;
    this.#wake();
  }

  end(failure?: Error): void {
    this.#ended = true;
    this.#failure ??= failure;
    this.#wake();
  }

  /** The chunk that begins after so many bytes; waits for it; undefined at the end. */
  async after(seen: number): Promise<StreamChunk | undefined> {
    for (;;) {
      const found = this.#chunks.find(({ at, chunk }) => at + chunk.data.length > seen);
      if (found) return { stream: found.chunk.stream, data: found.chunk.data.subarray(seen - found.at) };
      if (this.#failure) throw this.#failure;
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Cuts frames. Give it bytes as they come. */
export function framed(onFrame: (stream: StreamName, data: Uint8Array) => void): (data: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 8) {
      const length = rest.readUInt32BE(4);
      if (rest.length < 8 + length) return;
      onFrame(rest[0] === 2 ? 'stderr' : 'stdout', new Uint8Array(rest.subarray(8, 8 + length)));
      rest = rest.subarray(8 + length);
    }
  };
}

/** Objects that arrive on a stream, one JSON a line, kept in order; `read` makes of each what is kept. */
export class Arrivals<T, Line = T> {
  readonly #items: T[] = [];
  #ended = false;
  #refusal: Error | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(
    source: Promise<NodeJS.ReadableStream>,
    private readonly read: (line: Line) => readonly T[] = (line) => [line as unknown as T],
  ) {
    this.#read(source).finally(() => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Those after the first `seen`; waits for one; empty at the end. @throws what the source was refused with. */
  async after(seen: number): Promise<readonly T[]> {
    while (this.#items.length <= seen && !this.#ended)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#refusal) throw this.#refusal;
    return this.#items.slice(seen);
  }

  async #read(source: Promise<NodeJS.ReadableStream>): Promise<void> {
    let stream: NodeJS.ReadableStream;
    try {
      stream = await source;
    } catch (error) {
      this.#refusal = error as Error;
      return;
    }
    let rest = '';
    try {
      for await (const chunk of stream) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line.trim() !== '') this.#items.push(...this.read(JSON.parse(line) as Line));
        this.#wake();
      }
    } catch {
      // The engine went away: what came until then is all there is.
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
