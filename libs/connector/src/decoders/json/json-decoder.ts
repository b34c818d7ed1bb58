import type { Json } from '@twl/contracts';
import type { Located } from '../../component/roles';
import { type ByteSource, emptyBody, limits } from '../bytes';
import { UnreadablePageError } from '@twl/ports';
import { errorKey } from '../../extraction/error-object';
import { findItems, isPlace, isStreamable, valueAt } from '../../extraction/field-path';
import type { Format } from '../format';
import { step } from './json-pointer';
import { parseJsonBytes } from './parse-json-bytes';
import { outline, streamDocuments, streamItems } from './stream-json';
import { together } from './together';

/** The whole body when it is short; else its chunks, those already read in front. */
const sizedUp = async (source: ByteSource): Promise<{ whole: Buffer } | { chunks: AsyncIterable<Uint8Array> }> => {
  const iterator = source.open()[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  while (size <= limits.whole) {
    const { done, value } = await iterator.next();
    if (done)
      return { whole: read.length === 1 ? Buffer.from(read[0]!.buffer, read[0]!.byteOffset, read[0]!.length) : Buffer.concat(read) };
    read.push(value);
    size += value.length;
  }
  return { chunks: continued(read, iterator) };
};

async function* continued(read: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    for (let first = read.shift(); first; first = read.shift()) yield first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

const isBlank = (bytes: Buffer): boolean =>
  bytes.length < 64 &&
  bytes
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trim() === '';

/** @throws UnreadablePageError for an empty body too: JSON has a way to say "nothing" */
const parseWhole = (bytes: Buffer): Json => {
  if (isBlank(bytes)) throw emptyBody();
  return parseJsonBytes(bytes);
};

/** One JSON document, or a list of them. */
export class JsonFormat implements Format {
  readonly streams = false;

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    const body = await sizedUp(source);
    if ('chunks' in body) yield* streamDocuments(body.chunks);
    else {
      const value = parseWhole(body.whole);
      if (!Array.isArray(value)) yield { pointer: '', value };
      else for (let index = 0; index < value.length; index++) yield { pointer: step(index), value: value[index]! };
    }
  }

  async *itemsAt(source: ByteSource, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
    const body = await sizedUp(source);
    if ('whole' in body) yield* together(itemsIn(parseWhole(body.whole), path));
    else if (isStreamable(path)) yield* streamItems(body.chunks, path);
    else for await (const document of streamDocuments(body.chunks)) yield* together(itemsInDocument(document, path));
  }

  async document(source: ByteSource): Promise<Json> {
    const body = await sizedUp(source);
    if ('chunks' in body) return outline(body.chunks);
    if (isBlank(body.whole)) return {};
    const value = parseJsonBytes(body.whole);
    return Array.isArray(value) ? (value[0] ?? {}) : value;
  }
}

/** The path is followed in each element of a list, unless it begins with a place in that list. */
function* itemsIn(value: Json, path: readonly string[]): Generator<Located, void> {
  if (Array.isArray(value) && !isPlace(path[0])) {
    for (let index = 0; index < value.length; index++) yield* findItems(value[index]!, path, step(index));
    return;
  }
  refuseError(value, path);
  yield* findItems(value, path, '');
}

/** The items of one of several documents; a place at the head of the path is that of the document. */
function* itemsInDocument({ pointer, value }: Located, path: readonly string[]): Generator<Located, void> {
  const [first, ...below] = path;
  if (pointer === '' || !isPlace(first)) yield* findItems(value, path, pointer);
  else if (Number(first) < 0)
    throw new UnreadablePageError(
      'TOO_LARGE',
      `the place ${first} is counted from the end, which a body that is read in pieces does not tell`,
    );
  else if (pointer === step(Number(first))) yield* findItems(value, below, pointer);
}

/** An error object in place of the records is no empty page. @throws UnreadablePageError SHAPE */
const refuseError = (value: Json, path: readonly string[]): void => {
  const key = path.length > 0 && isStreamable(path) && valueAt(value, path) === undefined ? errorKey(value) : undefined;
  if (key) throw new UnreadablePageError('SHAPE', `the answer has no ${path.join('.')} but ${JSON.stringify(key)}`);
};
