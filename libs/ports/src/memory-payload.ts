import { createHash } from 'node:crypto';
import type { Payload } from './payload';

/** A body in memory; reading it after `dispose` fails, as with a spool file. */
export class MemoryPayload implements Payload {
  #chunks: readonly Uint8Array[] | undefined;

  constructor(
    chunks: readonly Uint8Array[],
    readonly bytes: number,
    readonly sha256: string,
  ) {
    this.#chunks = chunks;
  }

  async *open(): AsyncGenerator<Uint8Array> {
    if (!this.#chunks) throw new Error('the payload is read after it was disposed');
    yield* this.#chunks;
  }

  async dispose(): Promise<void> {
    this.#chunks = undefined;
  }
}

/** Makes a body of bytes, or of text as UTF-8. */
export const payloadOf = (content: string | Uint8Array): Payload => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return new MemoryPayload([bytes], bytes.length, createHash('sha256').update(bytes).digest('hex'));
};

/** Reads a whole body into memory; for small ones. */
export const readPayload = async (body: Payload): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
};
