import type { Json } from '@twl/contracts';
import { pointerStep } from '@twl/json';
import { continueReading, withUtf8 } from '../../charset/text-of';
import type { Located } from '../../roles/roles';
import { type ByteSource, emptyBody, joinChunks, limits } from '../../payload/bytes';
import { UnreadablePageError } from '@twl/ports';
import { refuseError } from '../../paths/error-object';
import { findItems, isIndexStep, isStreamable } from '../../paths/field-path';
import type { Format } from '../format/format';
import { parseJsonBytes } from './parse-json-bytes';
import { outlineDocument, parseInParts } from './outline';
import { streamDocuments, streamItems } from './stream-json';
import { groupItems } from './group-items';

/** The whole body when it is short; else its chunks, those already read in front. */
const sizedUp = async (source: ByteSource): Promise<{ whole: Buffer } | { chunks: AsyncIterable<Uint8Array> }> => {
  const iterator = source.open()[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  while (size <= limits.whole) {
    const { done, value } = await iterator.next();
    if (done) return { whole: joinChunks(read) };
    read.push(value);
    size += value.length;
  }
  return { chunks: continueReading(read, iterator) };
};

const isBlank = (bytes: Buffer): boolean =>
  bytes.length < 64 &&
  bytes
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trim() === '';

/** One JSON document, or a list of them. */
export class JsonFormat implements Format {
  readonly streams = false;

  constructor(private readonly encoding?: string) {}

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    const body = await this.sizedUp(source);
    if ('chunks' in body) return yield* streamDocuments(body.chunks);
    const { value, problem } = tryWhole(body.whole);
    if (problem) yield* await oneByOne(streamDocuments(chunksOf(body.whole)), problem);
    else if (!Array.isArray(value)) yield { pointer: '', value };
    else for (const [index, item] of value.entries()) yield { pointer: pointerStep(index), value: item };
  }

  async *itemsAt(source: ByteSource, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
    const body = await this.sizedUp(source);
    if ('whole' in body) yield* itemsOfWhole(body.whole, path);
    else yield* itemsInPieces(body.chunks, path);
  }

  async document(source: ByteSource): Promise<Json> {
    return this.outlined(source);
  }

  async outlined(source: ByteSource, long?: Json): Promise<Json> {
    const body = await this.sizedUp(source);
    if ('chunks' in body) return outlineDocument(body.chunks, long);
    if (isBlank(body.whole)) return {};
    const value = await parseInParts(body.whole);
    return Array.isArray(value) ? (value[0] ?? {}) : value;
  }

  private sizedUp(source: ByteSource): ReturnType<typeof sizedUp> {
    return sizedUp(withUtf8(source, { encoding: this.encoding }));
  }
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

const tryWhole = (bytes: Buffer): { value: Json; problem?: undefined } | { value?: undefined; problem: UnreadablePageError } => {
  if (isBlank(bytes)) throw emptyBody();
  try {
    return { value: parseJsonBytes(bytes) };
  } catch (problem) {
    if (problem instanceof UnreadablePageError) return { problem };
    throw problem;
  }
};

/**
 * Parses each item separately if the body as a whole cannot be parsed: then only invalid items are refused. A body that is broken between
 * its items is refused.
 * @throws UnreadablePageError `problem`
 */
const oneByOne = async <T>(found: AsyncIterable<T>, problem: UnreadablePageError): Promise<T[]> => {
  const all: T[] = [];
  try {
    for await (const each of found) all.push(each);
  } catch (error) {
    throw error instanceof UnreadablePageError ? problem : error;
  }
  return all;
};

async function* itemsOfWhole(bytes: Buffer, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
  const { value, problem } = tryWhole(bytes);
  if (!problem) return yield* groupItems(itemsIn(value, path));
  const packs = await oneByOne(itemsInPieces(chunksOf(bytes), path), problem);
  if (packs.length === 0) refuseError(await parseInParts(bytes), path);
  yield* packs;
}

async function* itemsInPieces(chunks: AsyncIterable<Uint8Array>, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
  if (isStreamable(path)) return yield* streamItems(chunks, path);
  for await (const document of streamDocuments(chunks))
    yield* document.refused ? [[document]] : groupItems(itemsInDocument(document, path));
}

/** The path is followed in each element of a list, unless it begins with a place in that list. */
function* itemsIn(value: Json, path: readonly string[]): Generator<Located, void> {
  if (Array.isArray(value) && !isIndexStep(path[0])) {
    for (const [index, item] of value.entries()) yield* findItems(item, path, pointerStep(index));
    return;
  }
  refuseError(value, path);
  yield* findItems(value, path, '');
}

/** The items of one of several documents; a place at the head of the path is that of the document. */
function* itemsInDocument({ pointer, value }: Located, path: readonly string[]): Generator<Located, void> {
  const [first, ...below] = path;
  if (pointer === '' || !isIndexStep(first)) yield* findItems(value, path, pointer);
  else if (Number(first) < 0)
    throw new UnreadablePageError(
      'TOO_LARGE',
      `the place ${first} is counted from the end, which a body that is read in pieces does not tell`,
    );
  else if (pointer === pointerStep(Number(first))) yield* findItems(value, below, pointer);
}
