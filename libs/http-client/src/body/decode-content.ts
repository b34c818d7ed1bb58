import type { IncomingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import { HttpError } from '@twl/ports';
import { chooseDecoder, probeBytes } from './content-coding';

type Bytes = AsyncIterable<Buffer>;
type Step = (source: Bytes) => Bytes;

const maxCodings = 3;

/** Decodes one coding, detected by the bytes, not the label; an empty body stays empty: servers label those too. */
const decodeCoding = (coding: string, what: string): Step =>
  async function* (source) {
    const iterator = source[Symbol.asyncIterator]();
    const probe = await readFirstBytes(iterator);
    if (probe.length === 0) return;
    const decoder = chooseDecoder(coding, probe);
    if (decoder === 'unsupported')
      throw new HttpError('HTTP_ENCODING', `${what}: the response is compressed with compress, which is not supported`);
    if (decoder) return yield* decodeStream(decoder(), probe, iterator);
    yield probe;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  };

const readFirstBytes = async (iterator: AsyncIterator<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for (let size = 0; size < probeBytes;) {
    const { done, value } = await iterator.next();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  return Buffer.concat(chunks);
};

async function* decodeStream(decoder: Transform, first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  const feedDecoder = async (): Promise<void> => {
    for (let next: IteratorResult<Buffer> = { done: false, value: first }; !next.done && !decoder.destroyed; next = await rest.next()) {
      if (!decoder.write(next.value)) await waitForDrain(decoder);
    }
    decoder.end();
  };
  feedDecoder().catch((error: Error) => decoder.destroy(error));
  try {
    yield* decoder as Bytes;
  } finally {
    decoder.destroy();
  }
}

const waitForDrain = (stream: Transform): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });

const tokensOf = (header: string | undefined): string[] =>
  (header ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    .filter((name) => name !== '' && name !== 'identity' && name !== 'chunked');

/** Content types of text; compressed bytes in them were compressed for transport. */
const isTextType = (type: string | undefined): boolean => type === undefined || /json|xml|csv|^text\//i.test(type);

/**
 * Returns the steps that decode a body, the last applied coding first. A label only tells where to look: the bytes decide. Text without a
 * label is checked too.
 * @throws HttpError for more than three codings
 */
export const createDecodingSteps = (headers: IncomingHttpHeaders, what: string): Step[] => {
  const applied = [...tokensOf(headers['content-encoding']), ...tokensOf(headers['transfer-encoding'])];
  if (applied.length > maxCodings) throw new HttpError('HTTP_ENCODING', `${what}: the response is encoded ${applied.length} times over`);
  const labels = applied.length === 0 && isTextType(headers['content-type']) ? ['identity'] : applied;
  return labels.reverse().map((coding) => decodeCoding(coding, what));
};
