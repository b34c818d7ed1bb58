import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { HttpError } from '@twl/ports';
import { ChunkReader } from '../body/chunk-reader';
import { parseHead, type Framing } from './lenient-head';

/** Largest head of a response, bytes. */
export const maxHeadBytes = 64 * 1024;

const newline = 0x0a;

/** What reading a response needs to know of its request. */
interface RequestFacts {
  method: string;
  /** Name of the request in errors. */
  what: string;
}

/**
 * A connection for one response that the parser of Node refuses although curl reads it. It passes on a clean head and the body without its
 * framing, ends with the response, and closes the socket: bytes after the response are never read as another one.
 */
export class LenientConnection extends Duplex {
  #head = Buffer.alloc(0);
  #framing: Framing | undefined;
  #remaining = 0;
  #isFinished = false;
  readonly #chunks: ChunkReader;

  constructor(
    private readonly socket: Socket,
    private readonly asked: RequestFacts,
  ) {
    super({ allowHalfOpen: true });
    this.#chunks = new ChunkReader(asked.what);
    socket.on('data', (bytes: Buffer) => this.#guarded(() => this.#readBytes(bytes)));
    socket.on('end', () => this.#guarded(() => this.#closeEarly()));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.#guarded(() => this.#closeEarly()));
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(bytes: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.write(bytes, encoding, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }

  #guarded(work: () => void): void {
    if (this.#isFinished || this.destroyed) return;
    try {
      work();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #readBytes(bytes: Buffer): void {
    if (this.#framing) return this.#readBody(bytes, this.#framing);
    this.#head = Buffer.concat([this.#head, bytes]);
    const found = headLines(this.#head);
    if (!found) {
      if (this.#head.length > maxHeadBytes)
        throw new HttpError('HTTP_TOO_LARGE', `${this.asked.what}: the headers of the response are too large`);
      return;
    }
    this.#readHead(found);
  }

  #readHead({ lines, end }: { lines: string[]; end: number }): void {
    const rest = this.#head.subarray(end);
    const { status, text, framing } = parseHead(lines, this.asked.method, this.asked.what);
    if (status === 101) throw new HttpError('HTTP_PROTOCOL', `${this.asked.what}: the response switches to another protocol`);
    this.#head = Buffer.alloc(0);
    // Skips interim responses; the first-byte deadline keeps running.
    if (status < 200) return this.#readBytes(rest);
    this.#framing = framing;
    if (framing.kind === 'length') this.#remaining = framing.bytes;
    this.push(Buffer.from(text, 'latin1'));
    this.#readBody(rest, framing);
  }

  #readBody(bytes: Buffer, framing: Framing): void {
    if (framing.kind === 'close') this.#pushBytes(bytes);
    if (framing.kind === 'length') {
      this.#pushBytes(bytes.subarray(0, this.#remaining));
      this.#remaining -= Math.min(this.#remaining, bytes.length);
    }
    if (framing.kind === 'chunked') for (const part of this.#chunks.read(bytes)) this.#pushBytes(part);
    if (this.#isOver(framing)) this.#finish();
  }

  #isOver(framing: Framing): boolean {
    if (framing.kind === 'chunked') return this.#chunks.isOver;
    return framing.kind === 'none' || (framing.kind === 'length' && this.#remaining === 0);
  }

  #pushBytes(bytes: Buffer): void {
    if (bytes.length > 0 && !this.push(bytes)) this.socket.pause();
  }

  #closeEarly(): void {
    if (!this.#framing) throw Object.assign(new Error('the connection was closed before a response'), { code: 'ECONNRESET' });
    const isWhole =
      this.#framing.kind === 'close' || (this.#framing.kind === 'chunked' ? this.#chunks.isComplete : this.#isOver(this.#framing));
    if (!isWhole) throw new HttpError('HTTP_TRUNCATED', `${this.asked.what}: the connection was closed before the end of the response`);
    this.#finish();
  }

  #finish(): void {
    this.#isFinished = true;
    this.push(null);
    this.socket.destroy();
  }
}

/** Returns the lines of a complete head without leading blank lines; undefined while it is incomplete. */
const headLines = (bytes: Buffer): { lines: string[]; end: number } | undefined => {
  const lines: string[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf(newline, at);
    if (end < 0) return undefined;
    const line = bytes.toString('latin1', at, end).replace(/\r+$/, '');
    at = end + 1;
    if (line !== '') lines.push(line);
    else if (lines.length > 0) return { lines, end: at };
  }
};
