import { createHash } from 'node:crypto';
import type { Payload } from './payload';

/** A body held in memory; reading it after `dispose` fails, as it does with a spool file. */
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

/** The body with this content: bytes, or text as UTF-8. */
export const payloadOf = (content: string | Uint8Array): Payload => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return new MemoryPayload([bytes], bytes.length, createHash('sha256').update(bytes).digest('hex'));
};

/** The whole body; for small ones. */
export const readPayload = async (body: Payload): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
};
