import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryPayload, type Payload } from '@twl/ports';

const readBytes = 64 * 1024;

async function* readFrom(file: FileHandle, bytes: number): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < bytes;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(readBytes), 0, readBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Collects a body and returns it as a payload: a small body stays in memory, a large one goes to an unlinked file. */
export class BodySink {
  readonly #hash = createHash('sha256');
  #chunks: Buffer[] = [];
  #bytes = 0;
  #file: FileHandle | undefined;

  constructor(
    private readonly spoolDir: string,
    private readonly memoryBytes: number,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunk: Buffer): Promise<void> {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    if (!this.#file && this.#bytes > this.memoryBytes) await this.#spill();
    if (this.#file) await this.#file.writeFile(chunk);
    else this.#chunks.push(chunk);
  }

  /** Drops what was collected. */
  async discard(): Promise<void> {
    this.#chunks = [];
    await this.#file?.close();
    this.#file = undefined;
  }

  finish(): Payload {
    return this.#file
      ? new FilePayload(this.#file, this.#bytes, this.#hash.digest('hex'))
      : new MemoryPayload(this.#chunks, this.#bytes, this.#hash.digest('hex'));
  }

  /** The file is unlinked as soon as it is open, so that it never outlives the process. */
  async #spill(): Promise<void> {
    await mkdir(this.spoolDir, { recursive: true, mode: 0o700 });
    const path = join(this.spoolDir, `${randomUUID()}.spool`);
    this.#file = await open(path, 'wx+', 0o600);
    await unlink(path);
    for (const chunk of this.#chunks) await this.#file.writeFile(chunk);
    this.#chunks = [];
  }
}

class FilePayload implements Payload {
  #file: FileHandle | undefined;

  constructor(
    file: FileHandle,
    readonly bytes: number,
    readonly sha256: string,
  ) {
    this.#file = file;
  }

  async *open(): AsyncGenerator<Uint8Array> {
    if (!this.#file) throw disposed();
    yield* readFrom(this.#file, this.bytes);
  }

  async dispose(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

const disposed = (): Error => new Error('the payload is read after it was disposed');
