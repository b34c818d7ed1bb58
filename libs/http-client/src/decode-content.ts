import { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { HttpError } from '@twl/ports';

type Step = (source: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;

const options = { chunkSize: 64 * 1024 };

/** "deflate" means zlib, but some servers send it bare: the first byte tells. */
const inflaterFor = (first: number): Transform =>
  (first & 0x0f) === 8 && first >> 4 <= 7 ? createInflate(options) : createInflateRaw(options);

const decoders: Record<string, (first: number) => Transform> = {
  gzip: () => createGunzip(options),
  'x-gzip': () => createGunzip(options),
  deflate: inflaterFor,
  br: () => createBrotliDecompress(options),
  zstd: () => createZstdDecompress({ ...options, params: { [constants.ZSTD_d_windowLogMax]: 27 } }),
};

/** What we offer to undo. */
export const acceptedEncodings = 'gzip, deflate, br, zstd';

/** Undoes one encoding. An empty body is left empty: servers label those too. */
const undo = (create: (first: number) => Transform): Step =>
  async function* (source) {
    const iterator = source[Symbol.asyncIterator]();
    let first: IteratorResult<Buffer> = await iterator.next();
    while (!first.done && first.value.length === 0) first = await iterator.next();
    if (first.done) return;
    const decoder = create(first.value[0]!);
    const feed = async (): Promise<void> => {
      for (let next: IteratorResult<Buffer> = first; !next.done && !decoder.destroyed; next = await iterator.next()) {
        if (!decoder.write(next.value)) await drained(decoder);
      }
      decoder.end();
    };
    feed().catch((error: Error) => decoder.destroy(error));
    try {
      yield* decoder as AsyncIterable<Buffer>;
    } finally {
      decoder.destroy();
    }
  };

const drained = (stream: Transform): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });

/** The steps that undo a Content-Encoding, last applied first. @throws HttpError for one we do not know */
export const stepsFor = (contentEncoding: string | undefined, what: string): Step[] => {
  const names = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const applied = names.filter((name) => name !== '' && name !== 'identity');
  if (applied.length > 3) throw new HttpError('HTTP_ENCODING', `${what}: the answer is encoded ${applied.length} times over`);
  return applied.reverse().map((name) => {
    const create = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (!create) throw new HttpError('HTTP_ENCODING', `${what}: the answer has the unknown encoding ${JSON.stringify(name)}`);
    return undo(create);
  });
};
