import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { PageMeta } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import { translate } from '../errors';

/** The body of a stored page, unpacked on the way as it is read. */
export const storedPayload = (path: string, { bytes, sha256 }: PageMeta): Payload => {
  let isDisposed = false;
  return {
    bytes,
    sha256,
    open: () => {
      if (isDisposed) throw new Error('the payload was disposed of');
      return bytes <= atOnce ? unpackAtOnce(path, bytes) : unpack(path);
    },
    dispose: async () => {
      isDisposed = true;
    },
  };
};

/** A body up to this is unpacked in one go, which costs half as much as a stream; for some milliseconds nothing else moves. */
const atOnce = 2 ** 20;

async function* unpackAtOnce(path: string, bytes: number): AsyncGenerator<Uint8Array> {
  try {
    // A damaged file may not unpack to more than was stored, but for the one byte that shows it.
    yield gunzipSync(await readFile(path), { maxOutputLength: bytes + 1 });
  } catch (error) {
    throw translate(error, `raw object ${path}`);
  }
}

async function* unpack(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: chunkSize });
  const content = createGunzip({ chunkSize });
  file.on('error', (error) => content.destroy(error));
  try {
    yield* file.pipe(content);
  } catch (error) {
    throw translate(error, `raw object ${path}`);
  } finally {
    content.destroy();
    file.destroy();
    // Until the file is closed it may be in the way of removing it.
    await finished(file).catch(() => undefined);
  }
}

const chunkSize = 256 * 1024;
