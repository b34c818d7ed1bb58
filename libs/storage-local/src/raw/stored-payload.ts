import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { PageMeta } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import { translateError } from '../errors';

/** The body of a stored page, unpacked while it is read. */
export const storedPayload = (path: string, { bytes, sha256 }: PageMeta): Payload => {
  let isDisposed = false;
  return {
    bytes,
    sha256,
    open: () => {
      if (isDisposed) throw new Error('the payload was disposed of');
      return bytes <= wholeBytes ? unpackWhole(path, bytes) : unpack(path);
    },
    dispose: async () => {
      isDisposed = true;
    },
  };
};

/**
 * A body of at most this size is unpacked in one call, which costs half as much as a stream; it blocks the thread for some milliseconds.
 */
const wholeBytes = 2 ** 20;

async function* unpackWhole(path: string, bytes: number): AsyncGenerator<Uint8Array> {
  try {
    // A damaged file must not unpack to more than was stored, except for one byte that proves the damage.
    yield gunzipSync(await readFile(path), { maxOutputLength: bytes + 1 });
  } catch (error) {
    throw translateError(error, `raw object ${path}`);
  }
}

async function* unpack(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: chunkSize });
  const content = createGunzip({ chunkSize });
  file.on('error', (error) => content.destroy(error));
  try {
    yield* file.pipe(content);
  } catch (error) {
    throw translateError(error, `raw object ${path}`);
  } finally {
    content.destroy();
    file.destroy();
    // An open file may prevent its removal.
    await finished(file).catch(() => undefined);
  }
}

const chunkSize = 256 * 1024;
