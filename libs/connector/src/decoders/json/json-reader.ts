import type { Json } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import { limits, tooLargeError } from '../../payload/bytes';
import { Extent } from './extent';
import { parseAround, parseJsonBytes } from './parse-json-bytes';
import { readItem, RefusedItem } from './refused-item';
import type { JsonShape } from './scan-json';

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const longValue = (max: number): UnreadablePageError => tooLargeError(`one value of the JSON has more than ${max} bytes`);

/** Reads JSON bytes value by value, holding no more than the value at hand. */
export class JsonReader {
  /** Reused for every chunk: its contents are overwritten. */
  private store: Buffer = Buffer.alloc(0);
  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;
  private readonly chunks: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** Reads more bytes, keeping those from `keep` on; returns their new position, or -1 at the end. */
  private async more(keep: number): Promise<boolean> {
    const { done, value } = await this.chunks.next();
    if (done) return false;
    const rest = this.buffer.length - keep;
    const needed = rest + value.length;
    const store = needed <= this.store.length ? this.store : Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.store.length));
    this.buffer.copy(store, 0, keep);
    store.set(value, rest);
    this.store = store;
    this.buffer = store.subarray(0, needed);
    this.at -= keep;
    return true;
  }

  /** Returns the next byte that is not white space without consuming it; -1 at the end. */
  async peek(): Promise<number> {
    for (;;) {
      while (this.at < this.buffer.length) {
        // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- hot, and in bounds by the loop
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

  /** Consumes the next byte that is not white space. @throws UnreadablePageError if it is another one */
  async expect(char: string): Promise<void> {
    const byte = await this.peek();
    if (byte < 0) throw truncated();
    if (byte !== char.charCodeAt(0))
      throw new UnreadablePageError('UNPARSABLE', `the body is not JSON: expected ${char}, got ${String.fromCharCode(byte)}`);
    this.at++;
  }

  /** Consumes the byte if it is the next one. */
  async skip(char: string): Promise<boolean> {
    const found = (await this.peek()) === char.charCodeAt(0);
    if (found) this.at++;
    return found;
  }

  /** The next value, parsed. @throws UnreadablePageError TOO_LARGE beyond `max` bytes */
  async value(max: number = limits.item): Promise<Json> {
    const found = await this.extent(max);
    if (!found) throw longValue(max);
    return parseJsonBytes(found.bytes, found.shape);
  }

  /** The next key of an object. @throws UnreadablePageError */
  async key(): Promise<string> {
    const found = await this.extent(limits.item);
    const key = found && parseAround(found.bytes, found.shape);
    if (typeof key !== 'string') throw new UnreadablePageError('UNPARSABLE', 'the body is not JSON: a key that is no text');
    return key;
  }

  /** Reads the next value; if its extent is known but it is invalid, only this value is refused. @throws UnreadablePageError */
  async item(): Promise<Json | RefusedItem> {
    const found = await this.extent(limits.item);
    return found ? readItem(found.bytes, found.shape) : new RefusedItem(null, longValue(limits.item));
  }

  /** Returns the bytes of the next value, valid until the next read; undefined, and skipped, if it is longer than `max`. */
  async extent(max: number): Promise<{ bytes: Buffer; shape: JsonShape } | undefined> {
    if ((await this.peek()) < 0) throw truncated();
    const shape = new Extent(this.buffer.readUInt8(this.at));
    let from = this.at;
    let scanned = from;
    let whole = true;
    for (;;) {
      const end = shape.find(this.buffer, scanned);
      if (end >= 0 || !(await this.grow(from, shape))) {
        this.at = end >= 0 ? end : this.buffer.length;
        return whole && this.at - from <= max ? { bytes: this.buffer.subarray(from, this.at), shape } : undefined;
      }
      scanned = this.at;
      from = 0;
      if (!whole || scanned > max) {
        whole = false;
        from = scanned;
      }
    }
  }

  /** Values of a list as long as they are in memory already. */
  *listed(): Generator<Json | RefusedItem, void> {
    for (const { bytes, shape } of this.listedExtents()) yield readItem(bytes, shape);
  }

  /** Returns their bytes, valid until the next read. Each value is consumed with the comma after it. */
  *listedExtents(): Generator<{ bytes: Buffer; shape: JsonShape }, void> {
    for (;;) {
      const from = this.afterSpace(this.at);
      if (from < 0 || this.buffer[from] === 0x5d) return;
      const shape = new Extent(this.buffer.readUInt8(from));
      const end = shape.find(this.buffer, from);
      const comma = end < 0 ? -1 : this.afterSpace(end);
      if (comma < 0 || this.buffer[comma] !== 0x2c || end - from > limits.item) return;
      this.at = comma + 1;
      yield { bytes: this.buffer.subarray(from, end), shape };
    }
  }

  /** The place of the next byte that is no white space; -1 when it is not in memory. */
  private afterSpace(from: number): number {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- hot, and in bounds by the loop
    for (let at = from; at < this.buffer.length; at++) if (!isSpace(this.buffer[at]!)) return at;
    return -1;
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
    if ((await this.peek()) >= 0) throw new UnreadablePageError('UNPARSABLE', 'the body goes on after its JSON');
  }

  /** Stops reading. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}

const truncated = (): UnreadablePageError => new UnreadablePageError('TRUNCATED', 'the JSON ends in the middle');
