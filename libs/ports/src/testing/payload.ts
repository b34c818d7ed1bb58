import { createHash } from 'node:crypto';
import type { Payload } from '../payload';

/** A body held in memory; reading it after `dispose` fails, as it does with a spool file. */
export function payloadOf(content: string | Uint8Array): Payload {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  let disposed = false;
  return {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    async *open() {
      if (disposed) throw new Error('the payload was disposed of');
      yield bytes;
    },
    dispose: async () => {
      disposed = true;
    },
  };
}

/** The whole body; for small ones. */
export async function readPayload(body: Payload): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
