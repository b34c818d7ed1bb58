import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';

/** Level 3 compresses JSON nearly as well as the default in half the time. */
const gzipOptions = { level: 3, chunkSize: 64 * 1024 };

/** Bytes of one part of an upload: every part but the last must have 5 MiB. */
export const partBytes = 8 * 1024 * 1024;

/** Yields the content packed, in parts of one size; at least one. Holds one part in memory. */
export async function* packedParts(content: AsyncIterable<Uint8Array>, size = partBytes): AsyncGenerator<Buffer> {
  const source = Readable.from(content);
  const packed = createGzip(gzipOptions);
  source.on('error', (error) => packed.destroy(error));
  try {
    yield* cutIntoParts(source.pipe(packed) as AsyncIterable<Buffer>, size);
  } finally {
    packed.destroy();
    source.destroy();
  }
}

/** Yields the content in parts of one size, the last one smaller; none of no content. Holds one part in memory. */
export async function* cutIntoParts(content: AsyncIterable<Uint8Array>, size = partBytes): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < size) continue;
    const whole = Buffer.concat(held, bytes);
    let from = 0;
    for (; from + size <= bytes; from += size) yield whole.subarray(from, from + size);
    held = [whole.subarray(from)];
    bytes -= from;
  }
  if (bytes > 0) yield Buffer.concat(held, bytes);
}
