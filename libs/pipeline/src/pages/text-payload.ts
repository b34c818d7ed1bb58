import { createHash } from 'node:crypto';
import type { Payload } from '@twl/ports';

/** A body in memory. */
export const payloadOfText = (text: string): Payload => {
  const content = Buffer.from(text);
  return {
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    open: async function* () {
      yield content;
    },
    dispose: async () => undefined,
  };
};

/** A body as text. */
export const textOf = async (body: Payload): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
