import type { JsonShape } from './scan-json';
import { isLongExponent } from './scan-json';

const quote = 0x22;
const backslash = 0x5c;

/** Finds the end of one JSON value across several buffers, and what its parser needs to know. */
export class Extent implements JsonShape {
  depth = 0;
  exact = false;
  private open = 0;
  private digits = 0;
  private inString = false;
  private skip = false;
  private readonly kind: 'container' | 'string' | 'scalar';

  constructor(first: number) {
    this.kind = first === 0x7b || first === 0x5b ? 'container' : first === quote ? 'string' : 'scalar';
  }

  /** A number may end with the body; nothing else may. */
  get mayEnd(): boolean {
    return this.kind === 'scalar';
  }

  /** Returns the position after the value, or -1 if it continues after the buffer. */
  find(bytes: Buffer, from: number): number {
    let { digits } = this;
    for (let at = from; at < bytes.length; at++) {
      if (this.inString) {
        at = this.throughString(bytes, at);
        if (at < 0) break;
        if (this.kind === 'string') return at + 1;
        continue;
      }
      // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- hot, and in bounds by the loop
      const byte = bytes[at]!;
      if (byte >= 0x30 && byte <= 0x39) {
        if (++digits === 16) this.exact = true;
        continue;
      }
      digits = 0;
      if (byte === quote) this.inString = true;
      else if (byte === 0x7b || byte === 0x5b) {
        if (++this.open > this.depth) this.depth = this.open;
      } else if (this.kind === 'scalar' && endsScalar(byte)) return at;
      else if (byte === 0x7d || byte === 0x5d) {
        if (--this.open === 0) return at + 1;
      } else if (byte === 0x2e) digits = -1_000_000;
      else if ((byte === 0x65 || byte === 0x45) && mayBeLong(bytes, at)) this.exact = true;
    }
    this.digits = digits;
    return -1;
  }

  /** The place of the closing quote, or -1 when it is behind the buffer. */
  private throughString(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- hot, and in bounds by the loop
      const byte = bytes[at]!;
      if (this.skip) this.skip = false;
      else if (byte === backslash) this.skip = true;
      else if (byte === quote) {
        this.inString = false;
        return at;
      }
    }
    return -1;
  }
}

const endsScalar = (byte: number): boolean =>
  byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Near the end of a buffer the exponent cannot be seen whole: it counts as long. */
const mayBeLong = (bytes: Buffer, at: number): boolean => at === 0 || at + 4 >= bytes.length || isLongExponent(bytes, at);
