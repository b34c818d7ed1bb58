import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PageMeta } from '@twl/contracts';
import { type Payload, requireValue } from '@twl/ports';
import { translateAws } from '../clients/aws-error';

/** Bytes of one request. An object of at most this size is read with one request, and held in memory. */
export const rangeBytes = 8 * 1024 * 1024;

/** A stored object whose first range is already read. */
export interface Opened {
  client: S3Client;
  location: { Bucket: string; Key: string };
  first: Uint8Array;
  /** Packed length of the whole. */
  total: number;
  etag: string | undefined;
  meta: PageMeta;
}

/** The body of a stored page, unpacked while it is read, range by range. */
export const storedBody = (opened: Opened): Payload => {
  let isDisposed = false;
  return {
    bytes: opened.meta.bytes,
    sha256: opened.meta.sha256,
    open: () => {
      if (isDisposed) throw new Error('the payload was disposed of');
      return unpack(opened);
    },
    dispose: async () => {
      isDisposed = true;
    },
  };
};

async function* unpack(opened: Opened): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(ranges(opened));
  const content = createGunzip({ chunkSize: 256 * 1024 });
  packed.on('error', (error) => content.destroy(error));
  try {
    yield* packed.pipe(content);
  } catch (error) {
    throw translateAws(error, `raw object ${opened.location.Key} in bucket ${opened.location.Bucket}`);
  } finally {
    content.destroy();
    packed.destroy();
  }
}

async function* ranges({ client, location, first, total, etag }: Opened): AsyncGenerator<Uint8Array> {
  yield first;
  for (let from = first.length; from < total; from += rangeBytes) {
    const Range = `bytes=${from}-${Math.min(from + rangeBytes, total) - 1}`;
    const { Body } = await client.send(new GetObjectCommand({ ...location, Range, ...(etag && { IfMatch: etag }) }));
    yield await requireValue(Body, 'body of a stored page').transformToByteArray();
  }
}
