import type { Json } from '@twl/contracts';
import { pointerStep } from '@twl/json';
import { UnreadablePageError } from '@twl/ports';
import type { Located } from '../../roles/roles';
import { emptyBody, limits } from '../../payload/bytes';
import { findItems, isIndexStep } from '../../paths/field-path';
import { JsonReader } from './json-reader';
import { parseAround } from './parse-json-bytes';
import { locate, RefusedItem } from './refused-item';
import { groupItems } from './group-items';

/** A skipped value up to this is checked to be JSON, bytes; a longer one only to have its brackets closed. */
export const checked = 1024 * 1024;

/**
 * Yields the items at a path of a JSON text of any size, as `findItems` finds them in parsed documents; items of one chunk are yielded
 * together, because waiting for each one costs more than reading it. A duplicate key on the path is refused, because only the end of the
 * text tells which one counts.
 * @throws UnreadablePageError
 */
export async function* streamItems(chunks: AsyncIterable<Uint8Array>, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
  const reader = new JsonReader(chunks);
  try {
    await reader.skipMark();
    const first = await reader.peek();
    if (first < 0) throw emptyBody();
    if (first === 0x5b && !isIndexStep(path[0])) yield* documents(reader, path);
    else yield* new Descent(reader, path).at('', 0);
    await reader.finish();
  } finally {
    await reader.close();
  }
}

/** The documents of a JSON text of any size: the elements of a list, or the one value. @throws UnreadablePageError */
export async function* streamDocuments(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Located, void> {
  const reader = new JsonReader(chunks);
  try {
    await reader.skipMark();
    const first = await reader.peek();
    if (first === 0x5b) {
      for await (const { from, some } of values(reader)) yield* locatedIn('', from, some);
    } else {
      if (first < 0) throw emptyBody();
      yield locate('', await readWholeValue(reader, first));
    }
    await reader.finish();
  } finally {
    await reader.close();
  }
}

/** Each element of a top-level list is a separate document. */
async function* documents(reader: JsonReader, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
  for await (const { from, some } of values(reader))
    yield some.flatMap((value, i) => {
      const pointer = pointerStep(from + i);
      return value instanceof RefusedItem ? [locate(pointer, value)] : [...findItems(value, path, pointer)];
    });
}

/** A value that is no element of a list: an object may be refused as a record, anything else only with its page. */
const readWholeValue = (reader: JsonReader, first: number): Promise<Json | RefusedItem> =>
  first === 0x7b ? reader.item() : reader.value();

/** The elements of a list, with the index of the first of them: those that are in memory already, or the next one. */
async function* values(reader: JsonReader): AsyncGenerator<{ from: number; some: (Json | RefusedItem)[] }, void> {
  await reader.expect('[');
  if (await reader.skip(']')) return;
  for (let from = 0; ;) {
    for (const some of groupItems(reader.listed())) {
      yield { from, some };
      from += some.length;
    }
    yield { from: from++, some: [await reader.item()] };
    if (await reader.skip(']')) return;
    await reader.expect(',');
  }
}

const locatedIn = (list: string, from: number, some: readonly (Json | RefusedItem)[]): Located[] =>
  some.map((value, i) => locate(list + pointerStep(from + i), value));

/** Stops before each element of a list. */
export async function* readElements(reader: JsonReader): AsyncGenerator<number, void> {
  await reader.expect('[');
  if (await reader.skip(']')) return;
  for (let index = 0; ; index++) {
    yield index;
    if (await reader.skip(']')) return;
    await reader.expect(',');
  }
}

/** Stops before each value of an object, with its key. */
export async function* readMembers(reader: JsonReader): AsyncGenerator<string, void> {
  await reader.expect('{');
  if (await reader.skip('}')) return;
  for (;;) {
    const key = await reader.key();
    await reader.expect(':');
    yield key;
    if (await reader.skip('}')) return;
    await reader.expect(',');
  }
}

/** Follows a path into a document. */
class Descent {
  private readonly wild: boolean;

  constructor(
    private readonly reader: JsonReader,
    private readonly path: readonly string[],
    private readonly listsOnly = false,
  ) {
    this.wild = !listsOnly && path.includes('*');
  }

  async *at(pointer: string, depth: number): AsyncGenerator<readonly Located[], void> {
    if (depth > limits.depth) throw new UnreadablePageError('TOO_DEEP', `the JSON is nested deeper than ${limits.depth}`);
    const first = await this.reader.peek();
    if (depth === this.path.length) yield* this.found(pointer, first);
    else if (first === 0x7b) yield* this.inObject(pointer, depth);
    else if (first === 0x5b) yield* this.inList(pointer, depth);
    else await this.pass();
  }

  private async *found(pointer: string, first: number): AsyncGenerator<readonly Located[], void> {
    if (this.listsOnly && first !== 0x5b) await this.pass();
    else if (this.wild || first !== 0x5b) {
      const value = await (this.wild ? this.reader.item() : readWholeValue(this.reader, first));
      yield this.wild || value instanceof RefusedItem ? [locate(pointer, value)] : [...findItems(value, [], pointer)];
    } else {
      for await (const { from, some } of values(this.reader)) yield locatedIn(pointer, from, some);
    }
  }

  private async *inObject(pointer: string, depth: number): AsyncGenerator<readonly Located[], void> {
    const wanted = this.path[depth];
    let seen = false;
    for await (const key of readMembers(this.reader)) {
      if (wanted !== '*' && key !== wanted) await this.pass();
      else {
        if (seen && wanted !== '*')
          throw new UnreadablePageError('SHAPE', `the key ${JSON.stringify(key)} occurs twice in a body that is read in pieces`);
        seen = true;
        yield* this.at(pointer + pointerStep(key), depth + 1);
      }
    }
  }

  private async *inList(pointer: string, depth: number): AsyncGenerator<readonly Located[], void> {
    const wanted = this.path[depth];
    for await (const index of readElements(this.reader)) {
      if (wanted !== '*' && wanted !== String(index)) await this.pass();
      else yield* this.at(pointer + pointerStep(index), depth + 1);
    }
  }

  private async pass(): Promise<void> {
    const found = await this.reader.extent(checked);
    if (found) parseAround(found.bytes, found.shape);
  }
}

/** The elements of the lists at a path of a JSON text of any size; anything else there is nothing. @throws UnreadablePageError */
export async function* streamElements(chunks: AsyncIterable<Uint8Array>, path: readonly string[]): AsyncGenerator<Located, void> {
  const reader = new JsonReader(chunks);
  try {
    await reader.skipMark();
    if ((await reader.peek()) < 0) throw emptyBody();
    for await (const items of new Descent(reader, path, true).at('', 0)) yield* items;
    await reader.finish();
  } finally {
    await reader.close();
  }
}
