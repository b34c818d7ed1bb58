import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
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
      return unpack(path);
    },
    dispose: async () => {
      isDisposed = true;
    },
  };
};

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
