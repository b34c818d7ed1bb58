import { UnreadablePageError } from '@twl/ports';
import { limits, tooLarge } from '../bytes';

const quote = 0x22;
const backslash = 0x5c;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const endsScalar = (byte: number): boolean => byte === 0x2c || byte === 0x5d || byte === 0x7d || isSpace(byte);

/** Reads JSON bytes value by value, holding no more than the value at hand. */
export class JsonReader {
  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;
  private readonly chunks: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** Gets more bytes, keeping those from `keep` on; where they are now, or -1 when there are no more. */
  private async more(keep: number): Promise<boolean> {
    const { done, value } = await this.chunks.next();
    if (done) return false;
    const rest = this.buffer.subarray(keep);
    this.buffer = rest.length ? Buffer.concat([rest, value]) : Buffer.from(value.buffer, value.byteOffset, value.length);
    this.at -= keep;
    return true;
  }

  /** The next byte that is no white space, not taken; -1 at the end. */
  async peek(): Promise<number> {
    for (;;) {
      while (this.at < this.buffer.length) {
        const byte = this.buffer[this.at]!;
        if (!isSpace(byte)) return byte;
        this.at++;
      }
      if (!(await this.more(this.at))) return -1;
    }
  }

  /** Skips a byte order mark at the very start. */
  async skipMark(): Promise<void> {
    while (this.buffer.length < 3 && (await this.more(0)));
    if (this.buffer[0] === 0xef && this.buffer[1] === 0xbb && this.buffer[2] === 0xbf) this.at = 3;
  }

  /** Takes the next byte that is no white space. @throws UnreadablePageError when it is another */
  async expect(char: string): Promise<void> {
    const byte = await this.peek();
    if (byte < 0) throw truncated();
    if (byte !== char.charCodeAt(0))
      throw new UnreadablePageError('NOT_JSON', `the body is not JSON: expected ${char}, got ${String.fromCharCode(byte)}`);
    this.at++;
  }

  /** Takes the byte if it is the next one. */
  async skip(char: string): Promise<boolean> {
    const found = (await this.peek()) === char.charCodeAt(0);
    if (found) this.at++;
    return found;
  }

  /** The bytes of the next value. They stay as they are until the next read. @throws UnreadablePageError TOO_LARGE beyond `max` */
  async value(max: number = limits.item): Promise<Buffer> {
    const bytes = await this.extent(max);
    if (!bytes) throw tooLarge(`one value of the JSON has more than ${max} bytes`);
    return bytes;
  }

  /** The bytes of the next value, which is passed over; undefined when it is longer than `max`. */
  async extent(max: number): Promise<Buffer | undefined> {
    if ((await this.peek()) < 0) throw truncated();
    const scan = new Extent(this.buffer[this.at]!);
    let from = this.at;
    let scanned = from;
    let whole = true;
    for (;;) {
      const end = scan.find(this.buffer, scanned);
      if (end >= 0 || !(await this.grow(from, scan))) {
        this.at = end >= 0 ? end : this.buffer.length;
        return whole && this.at - from <= max ? this.buffer.subarray(from, this.at) : undefined;
      }
      scanned = this.at;
      from = 0;
      if (!whole || scanned > max) {
        whole = false;
        from = scanned;
      }
    }
  }

  /** More bytes behind an unfinished value. @throws UnreadablePageError TRUNCATED when it never ends */
  private async grow(from: number, scan: Extent): Promise<boolean> {
    this.at = this.buffer.length;
    if (await this.more(from)) return true;
    if (!scan.mayEnd) throw truncated();
    return false;
  }

  /** Whatever is left must be white space. @throws UnreadablePageError */
  async finish(): Promise<void> {
    if ((await this.peek()) >= 0) throw new UnreadablePageError('NOT_JSON', 'the body goes on after its JSON');
  }

  /** Stops reading. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}

/** Looks for the end of one value, over several buffers. */
class Extent {
  private depth = 0;
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

  /** The place after the value, or -1 when it goes on behind the buffer. */
  find(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (this.inString) {
        if (this.skip) this.skip = false;
        else if (byte === backslash) this.skip = true;
        else if (byte === quote) {
          this.inString = false;
          if (this.kind === 'string') return at + 1;
        }
      } else if (byte === quote) this.inString = true;
      else if (this.kind === 'scalar') {
        if (endsScalar(byte)) return at;
      } else if (byte === 0x7b || byte === 0x5b) this.depth++;
      else if ((byte === 0x7d || byte === 0x5d) && --this.depth === 0) return at + 1;
    }
    return -1;
  }
}

const truncated = (): UnreadablePageError => new UnreadablePageError('TRUNCATED', 'the JSON ends in the middle');
