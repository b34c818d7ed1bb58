import { ByteWriter } from './byte-writer';
import type { FieldPatterns, Treatment } from './field-patterns';
import { computeSaltedHash } from './salted-hash';
import { withheld } from './withheld';

interface Frame {
  kind: 'object' | 'list';
  /** Members written so far. */
  written: number;
  /** There is no field to redact below. */
  idle: boolean;
  /** Of a list: how many are open since the last key, this one included, and how many of its elements have begun. */
  lists: number;
  begun: number;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openers = new Map<number, Frame['kind']>([
  [0x7b, 'object'],
  [0x5b, 'list'],
]);
/** Ends a value inside of an object or a list; one without any text too. */
const ends = (byte: number): boolean => byte === comma || byte === 0x7d || byte === 0x5d;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
/** A number, a constant, or an invalid word: its record is refused when it is read, and its neighbours are redacted anyway. */
const wordStart = /[-+.\w]/;
/** Outside of objects and lists such a word could be text of another format. */
const valueStart = /[-0-9tfnIN]/;
/** Text that parses as null. */
const noValue = /^(?:null|[-+]?(?:nan|inf|infinity))$/i;
const maxKeptBytes = 1024 ** 2;
const nothing = Buffer.from('null');

/**
 * Removes fields from JSON text, or a sequence of JSON texts, while it streams. All other bytes stay unchanged. Once the text is not valid
 * JSON, nothing passes: what cannot be parsed cannot be redacted.
 */
export class JsonRedactor {
  private readonly stack: Frame[] = [];
  private readonly path: string[] = [];
  /** Bytes before a value that wait for the decision: comma, spaces, key and colon. */
  private pending: number[] = [];
  private key: number[] = [];
  private state: 'value' | 'key' | 'inKey' | 'colon' | 'inText' | 'inWord' | 'after' = 'value';
  private escaped = false;
  /** The value being redacted: how, from which depth on, and its bytes for the hash. */
  private taking: { how: Treatment; depth: number; bytes: ByteWriter } | undefined;
  private broken = false;

  constructor(
    private readonly patterns: FieldPatterns,
    private readonly salt: string,
  ) {}

  push(chunk: Uint8Array): Buffer {
    const written = new ByteWriter(chunk.length + this.pending.length + 64);
    for (let at = 0; at < chunk.length && !this.broken; at++) {
      const end = this.state === 'inText' && !this.escaped ? endOfSpan(chunk, at) : at;
      if (end > at) this.emitSpan(chunk.subarray(at, end), written);
      at = end;
      const byte = chunk[at];
      if (byte !== undefined) this.byte(byte, written);
    }
    return written.bytes();
  }

  /** Placeholder for all bytes that were withheld; empty if all was parsed. */
  finish(): Buffer {
    return Buffer.from(this.broken ? ` ${withheld}` : '');
  }

  private byte(byte: number, written: ByteWriter): void {
    switch (this.state) {
      case 'inText':
      case 'inKey':
        return this.text(byte, written);
      case 'inWord':
        if (ends(byte) || (isSpace(byte) && this.stack.length === 0)) {
          this.endValue(written);
          return this.byte(byte, written);
        }
        if (byte === quote || byte === colon || openers.has(byte)) return void (this.broken = true);
        return this.emit(byte, written);
      default:
        return this.structure(byte, written);
    }
  }

  private text(byte: number, written: ByteWriter): void {
    const inKey = this.state === 'inKey';
    if (inKey && !this.taking && this.stack.at(-1)?.idle === false) {
      this.pending.push(byte);
      this.key.push(byte);
      if (this.pending.length > maxKeptBytes) this.broken = true;
    } else this.emit(byte, written);
    if (this.escaped) this.escaped = false;
    else if (byte === backslash) this.escaped = true;
    else if (byte === quote) {
      if (inKey) this.state = 'colon';
      else this.endValue(written);
    }
  }

  private structure(byte: number, written: ByteWriter): void {
    const frame = this.stack.at(-1);
    if (isSpace(byte)) return this.hold(byte, written);
    if (this.state === 'after') {
      if (byte === comma && frame) {
        this.state = frame.kind === 'object' ? 'key' : 'value';
        return this.hold(byte, written);
      }
      if (frame && byte === (frame.kind === 'object' ? 0x7d : 0x5d)) return this.close(byte, written);
      if (frame) return void (this.broken = true);
      this.state = 'value';
    }
    if (this.state === 'key') return this.startKey(byte, written);
    if (this.state === 'colon') {
      if (byte !== colon) return void (this.broken = true);
      this.hold(byte, written);
      return this.decide(written);
    }
    if (byte === 0x5d && frame?.kind === 'list' && frame.written === 0) return this.close(byte, written);
    this.startValue(byte, written);
  }

  private startKey(byte: number, written: ByteWriter): void {
    if (byte === 0x7d) return this.close(byte, written);
    if (byte !== quote) return void (this.broken = true);
    this.key = [byte];
    const isIdle = this.stack.at(-1)?.idle === true;
    if (!this.taking && isIdle) this.flush(written);
    if (this.taking || isIdle) this.emit(byte, written);
    else this.pending.push(byte);
    this.state = 'inKey';
  }

  /** Bytes between a comma or brace and a value wait; inside a redacted value they are dropped with it. */
  private hold(byte: number, written: ByteWriter): void {
    const waits = this.pending.length > 0 || this.state === 'key' || this.state === 'colon' || byte === comma;
    if (this.taking || !waits) this.emit(byte, written);
    else this.pending.push(byte);
  }

  private decide(written: ByteWriter): void {
    this.state = 'value';
    if (this.taking) return;
    if (this.stack.at(-1)?.idle) return this.flush(written);
    this.path.push(this.keyName());
    const how = this.patterns.treatment(this.path);
    if (how) this.taking = { how, depth: this.stack.length, bytes: new ByteWriter() };
    if (how === 'remove') this.pending = [];
    else this.flush(written);
  }

  private keyName(): string {
    try {
      return JSON.parse(Buffer.from(this.key).toString()) as string;
    } catch {
      return Buffer.from(this.key).toString();
    }
  }

  /** Writes the waiting bytes; the comma is dropped if everything before it was redacted. */
  private flush(written: ByteWriter): void {
    const frame = this.stack.at(-1);
    for (const byte of this.pending) {
      if (byte === comma && frame && frame.written === 0) {
        frame.written = -1;
        continue;
      }
      if (byte === quote && frame?.written === -1) frame.written = 0;
      written.push(byte);
    }
    this.pending = [];
    if (frame) frame.written = Math.max(frame.written, 0) + 1;
  }

  private startValue(byte: number, written: ByteWriter): void {
    const frame = this.stack.at(-1);
    if (frame?.kind !== 'object' && !this.taking) this.flush(written);
    if (frame?.kind === 'list') this.beginElement(frame);
    const kind = openers.get(byte);
    if (kind) {
      const idle = this.taking !== undefined || (frame?.idle ?? false) || !this.patterns.leadsOn(this.path);
      const lists = kind === 'object' ? 0 : (frame?.lists ?? 0) + 1;
      this.stack.push({ kind, written: 0, idle, lists, begun: 0 });
      this.state = kind === 'object' ? 'key' : 'value';
    } else if (byte === quote) this.state = 'inText';
    else if (frame && ends(byte)) {
      this.endValue(written);
      return this.byte(byte, written);
    } else if (this.mayBegin(byte)) this.state = 'inWord';
    else return void (this.broken = true);
    this.emit(byte, written);
  }

  /** Invalid JSON can be anything, but the end of an invalid redacted value would be unknown. */
  private mayBegin(byte: number): boolean {
    if (this.stack.length === 0) return valueStart.test(String.fromCharCode(byte));
    return this.taking?.depth === this.stack.length ? wordStart.test(String.fromCharCode(byte)) : byte !== colon;
  }

  private beginElement(frame: Frame): void {
    const at = frame.begun++;
    if (this.taking || frame.idle) return;
    const how = this.patterns.cell(this.path, frame.lists, at);
    if (how) this.taking = { how, depth: this.stack.length, bytes: new ByteWriter() };
  }

  private close(byte: number, written: ByteWriter): void {
    if (!this.taking) for (const each of this.pending.splice(0)) if (isSpace(each)) written.push(each);
    this.emit(byte, written);
    this.stack.pop();
    this.endValue(written);
  }

  private endValue(written: ByteWriter): void {
    this.state = this.stack.length > 0 ? 'after' : 'value';
    const frame = this.stack.at(-1);
    if (this.taking && this.taking.depth === this.stack.length) {
      if (this.taking.how === 'hash') written.append(this.hashed(this.taking.bytes.bytes()));
      // The cells after it keep their places.
      else if (frame?.kind === 'list') written.append(nothing);
      this.taking = undefined;
    }
    if (!this.taking && frame?.kind === 'object' && !frame.idle) this.path.pop();
  }

  private hashed(value: Buffer): Buffer {
    const text = value.subarray(0, value.findLastIndex((byte) => !isSpace(byte)) + 1);
    if (text.length === 0 || noValue.test(text.toString('latin1'))) return text;
    return Buffer.from(`"${computeSaltedHash(this.salt, text)}"`);
  }

  private emitSpan(bytes: Uint8Array, written: ByteWriter): void {
    if (!this.taking) written.append(bytes);
    else if (this.taking.how === 'hash') this.taking.bytes.append(bytes);
  }

  private emit(byte: number, written: ByteWriter): void {
    if (!this.taking) written.push(byte);
    else if (this.taking.how === 'hash') this.taking.bytes.push(byte);
  }
}

/** Returns the end of a text span without a quote or backslash. */
const endOfSpan = (chunk: Uint8Array, from: number): number => {
  let at = from;
  while (at < chunk.length && chunk[at] !== quote && chunk[at] !== backslash) at++;
  return at;
};
