import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorCode } from '@twl/json';
import { UnreadablePageError } from '@twl/ports';
import { type ByteSource, limits, tooLargeError } from './bytes';

/** Decompresses as it reads; bytes that are not gzip come through as they are. @throws UnreadablePageError TRUNCATED, ENCODING, TOO_LARGE */
export const unzipBody = (source: ByteSource): ByteSource => ({ open: () => decompressed(source), charset: source.charset });

async function* decompressed(source: ByteSource): AsyncGenerator<Uint8Array, void> {
  const chunks = startingWith(2, source.open());
  const { value: head, done } = await chunks.next();
  if (done) return;
  const all = prepended(head, chunks);
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* all;
  else yield* inflate(all);
}

/** Yields the same bytes; the first chunk has at least this length if there are enough bytes. */
async function* startingWith(length: number, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of source) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = head.length ? Buffer.concat([head, chunk]) : chunk;
    if (head.length < length) continue;
    yield head;
    head = undefined;
  }
  if (head?.length) yield head;
}

async function* prepended(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield first;
  yield* rest;
}

async function* inflate(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let [packed, unpacked] = [0, 0];
  const countBytes = async function* (): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of source) {
      packed += chunk.length;
      yield chunk;
    }
  };
  const gunzip = createGunzip();
  pipeline(Readable.from(countBytes()), gunzip, () => {});
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > limits.document && unpacked > packed * limits.ratio) {
        throw tooLargeError(`the body unpacks to more than ${limits.ratio} times its size`);
      }
      yield chunk;
    }
  } catch (error) {
    throw translated(error);
  } finally {
    gunzip.destroy();
  }
}

const translated = (error: unknown): unknown => {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') return new UnreadablePageError('TRUNCATED', 'the gzip data ends in the middle', error);
  return code.startsWith('Z_') ? new UnreadablePageError('ENCODING', 'the body is not valid gzip', error) : error;
};
