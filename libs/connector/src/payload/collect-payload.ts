import { createHash, randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Payload } from '@twl/ports';
import { BytesPayload } from './bytes-payload';
import { FilePayload } from './file-payload';

const inMemory = 4 * 1024 ** 2;

/** Gathers chunks into a body: small ones in memory, large ones in a private temporary file. */
export const collectPayload = async (chunks: AsyncIterable<Uint8Array>): Promise<Payload> => {
  const held: Uint8Array[] = [];
  const hash = createHash('sha256');
  const path = join(tmpdir(), `twl-${randomUUID()}.body`);
  let file: FileHandle | undefined;
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      hash.update(chunk);
      if (file) await file.write(chunk);
      else held.push(chunk);
      if (!file && bytes > inMemory) {
        file = await open(path, 'wx', 0o600);
        for (const each of held.splice(0)) await file.write(each);
      }
    }
  } catch (error) {
    await file?.close();
    if (file) await rm(path, { force: true });
    throw error;
  }
  if (!file) return new BytesPayload(Buffer.concat(held));
  await file.close();
  return new FilePayload(path, bytes, hash.digest('hex'));
};
