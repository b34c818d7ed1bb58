import type { Json, JsonObject } from '@twl/contracts';
import { setKey } from '@twl/json';
import { UnreadablePageError } from '@twl/ports';
import { limits } from '../../payload/bytes';
import { JsonReader } from './json-reader';
import { ListOutline } from './list-outline';
import { parseAround } from './parse-json-bytes';
import type { JsonShape } from './scan-json';
import { checked, elements, members } from './stream-json';

/** Objects inside each other that are looked into; a longer value further down is null. */
const deepest = 8;

/** Stands for long lists: a value that says so, or undefined for lists of the same length with their first and last elements. */
type Long = Json | undefined;

/**
 * What templates may read of a JSON text of any size: everything but long values, which are null. A long list has its length and its first
 * and last elements, with empty objects between them, unless `long` is to stand for it. @throws UnreadablePageError
 */
export async function outline(chunks: AsyncIterable<Uint8Array>, long?: Json): Promise<Json> {
  const reader = new JsonReader(chunks);
  try {
    await reader.skipMark();
    if ((await reader.peek()) !== 0x5b) return await outlineValue(reader, long);
    for await (const _ of elements(reader)) return await outlineValue(reader, long);
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
  for await (const key of members(reader)) setKey(object, key, await outlineValue(reader, long, depth + 1));
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

/** What templates may read of a JSON text: all of it, where a value that is no JSON is null. @throws UnreadablePageError */
export const parseInParts = async (bytes: Buffer, shape?: JsonShape): Promise<Json> => {
  try {
    return parseAround(bytes, shape);
  } catch (error) {
    if (!(error instanceof UnreadablePageError)) throw error;
    return await partsOf(new JsonReader(once(Buffer.from(bytes))), error);
  }
};

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

const partsOf = async (reader: JsonReader, problem: UnreadablePageError): Promise<Json> => {
  await reader.skipMark();
  const first = await reader.peek();
  if (first !== 0x7b && first !== 0x5b) throw problem;
  const value = first === 0x7b ? await membersOf(reader) : await elementsOf(reader);
  await reader.finish();
  return value;
};

const membersOf = async (reader: JsonReader): Promise<Json> => {
  const object: JsonObject = {};
  for await (const key of members(reader)) setKey(object, key, await valueOrNull(reader));
  return object;
};

const elementsOf = async (reader: JsonReader): Promise<Json> => {
  const list: Json[] = [];
  for await (const _ of elements(reader)) list.push(await valueOrNull(reader));
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
