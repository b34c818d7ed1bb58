import type { Json, JsonObject } from '@twl/contracts';
import { setKey } from '@twl/json';
import { UnreadablePageError } from '@twl/ports';
import { limits } from '../../payload/bytes';
import { JsonReader } from './json-reader';
import { ListOutline } from './list-outline';
import { parseAround } from './parse-json-bytes';
import type { JsonShape } from './scan-json';
import { checked, readElements, readMembers } from './stream-json';

/** Maximum depth of objects; a longer value below that is null. */
const deepest = 8;

/** Replaces long lists: one value for them, or undefined for lists of the same length with their first and last elements. */
type Long = Json | undefined;

/**
 * Reads what templates can see of a JSON text of any size: everything except long values, which become null. A long list keeps its length
 * and its first and last elements, with empty objects between them, unless `long` replaces it.
 * @throws UnreadablePageError
 */
export async function outlineDocument(chunks: AsyncIterable<Uint8Array>, long?: Json): Promise<Json> {
  const reader = new JsonReader(chunks);
  try {
    await reader.skipMark();
    if ((await reader.peek()) !== 0x5b) return await outlineValue(reader, long);
    for await (const _ of readElements(reader)) return await outlineValue(reader, long);
    return {};
  } finally {
    await reader.close();
  }
}

const outlineValue = async (reader: JsonReader, long: Long, depth = 0): Promise<Json> => {
  const first = await reader.peek();
  if (first < 0) return {};
  if (first === 0x5b && long === undefined) return await outlineList(reader);
  if (first !== 0x7b || depth > deepest) {
    const found = await reader.extent(checked);
    return found ? await orNull(parseInParts(found.bytes, found.shape)) : ((first === 0x5b ? long : undefined) ?? null);
  }
  const object: JsonObject = {};
  for await (const key of readMembers(reader)) setKey(object, key, await outlineValue(reader, long, depth + 1));
  return object;
};

const outlineList = async (reader: JsonReader): Promise<Json> => {
  const list = new ListOutline();
  await reader.expect('[');
  for (let isEnd = await reader.skip(']'); !isEnd; isEnd = await reader.skip(']')) {
    if (list.length > 0) await reader.expect(',');
    for (const { bytes } of reader.listedExtents()) list.add(bytes);
    list.add((await reader.extent(limits.item))?.bytes);
  }
  return await list.read((bytes) => orNull(parseInParts(bytes)));
};

/** Reads what templates can see of a JSON text: all of it; an invalid value is null. @throws UnreadablePageError */
export const parseInParts = async (bytes: Buffer, shape?: JsonShape): Promise<Json> => {
  try {
    return parseAround(bytes, shape);
  } catch (error) {
    if (!(error instanceof UnreadablePageError)) throw error;
    return await readParts(new JsonReader(yieldOnce(Buffer.from(bytes))), error);
  }
};

async function* yieldOnce(bytes: Buffer): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

const readParts = async (reader: JsonReader, problem: UnreadablePageError): Promise<Json> => {
  await reader.skipMark();
  const first = await reader.peek();
  if (first !== 0x7b && first !== 0x5b) throw problem;
  const value = first === 0x7b ? await membersOf(reader) : await elementsOf(reader);
  await reader.finish();
  return value;
};

const membersOf = async (reader: JsonReader): Promise<Json> => {
  const object: JsonObject = {};
  for await (const key of readMembers(reader)) setKey(object, key, await valueOrNull(reader));
  return object;
};

const elementsOf = async (reader: JsonReader): Promise<Json> => {
  const list: Json[] = [];
  for await (const _ of readElements(reader)) list.push(await valueOrNull(reader));
  return list;
};

const valueOrNull = async (reader: JsonReader): Promise<Json> => {
  const found = await reader.extent(limits.whole);
  return found ? await orNull(parseInParts(found.bytes, found.shape)) : null;
};

const orNull = async (value: Promise<Json>): Promise<Json> => {
  try {
    return await value;
  } catch (error) {
    if (error instanceof UnreadablePageError) return null;
    throw error;
  }
};
