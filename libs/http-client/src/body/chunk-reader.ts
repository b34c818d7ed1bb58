import { HttpError } from '@twl/ports';

const longestLine = 16 * 1024;
const newline = 0x0a;
const sizeLine = /^[ \t]*([\da-f]{1,12})[ \t\r]*(?:;.*)?$/is;

/** Removes the chunked framing of a body. It tolerates line ends without CR, spaces around sizes, and any extension. */
export class ChunkReader {
  #state: 'size' | 'data' | 'dataEnd' | 'trailer' | 'over' = 'size';
  #remaining = 0;
  #line = '';

  constructor(private readonly what: string) {}

  /** Returns true when every byte of the body has arrived; trailers may still follow. */
  get isComplete(): boolean {
    return this.#state === 'trailer' || this.#state === 'over';
  }

  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** Returns the parts of the body in `bytes`. @throws HttpError */
  *read(bytes: Buffer): Generator<Buffer> {
    for (let at = 0; at < bytes.length && !this.isOver;) {
      if (this.#state === 'data') {
        const part = bytes.subarray(at, at + this.#remaining);
        at += part.length;
        this.#remaining -= part.length;
        if (this.#remaining === 0) this.#state = 'dataEnd';
        yield part;
      } else at = this.#readLine(bytes, at);
    }
  }

  #readLine(bytes: Buffer, from: number): number {
    const end = bytes.indexOf(newline, from);
    const piece = bytes.toString('latin1', from, end < 0 ? bytes.length : end);
    this.#line += piece;
    if (this.#line.length > longestLine) throw this.#errorOf('a line between its chunks is too long');
    if (end < 0) return bytes.length;
    const line = this.#line.replace(/\r+$/, '');
    this.#line = '';
    this.#handleLine(line);
    return end + 1;
  }

  #handleLine(line: string): void {
    if (this.#state === 'trailer') {
      if (line === '') this.#state = 'over';
    } else if (this.#state === 'dataEnd') {
      if (line !== '') throw this.#errorOf('a chunk is longer than its size');
      this.#state = 'size';
    } else {
      const size = sizeLine.exec(line)?.[1] ?? this.#noSize();
      this.#remaining = parseInt(size, 16);
      this.#state = this.#remaining === 0 ? 'trailer' : 'data';
    }
  }

  #noSize(): never {
    throw this.#errorOf('the size of a chunk is not a number');
  }

  #errorOf(why: string): HttpError {
    return new HttpError('HTTP_TRUNCATED', `${this.what}: ${why}`);
  }
}
