import { zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { CuratedRecord, Json, JsonObject } from '@twl/contracts';
import { isJsonObject, readJson, toJsonText } from '@twl/json';
import { exportOf } from '../testing/export-of';
import { oddRecords, recordWith } from '../testing/odd-records';

const bufferOf = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

const read = async (records: readonly CuratedRecord[]): Promise<Record<string, unknown>[]> => {
  const file = bufferOf(await exportOf('parquet', records));
  const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) };
  return parquetReadObjects({ file, compressors, useOffsetIndex: false, parsers: { ...jsonAsText } });
};

/** Leaves JSON as the text that it is. */
const jsonAsText = {
  jsonFromBytes: (bytes: Uint8Array) => Buffer.from(bytes).toString(),
  stringFromBytes: (bytes: Uint8Array) => Buffer.from(bytes).toString(),
};

/** Whether a value that was read is the one that was written: absent is null, an integer is a bigint, and mixed types are JSON. */
const isSame = (was: Json | undefined, is: unknown): boolean => {
  if (was === null || was === undefined) return is === null || is === undefined;
  if (typeof is === 'string') return is === was || isJsonOf(was, is);
  if (typeof was === 'number' || typeof was === 'bigint') return typeof is !== 'object' && BigIntOr(is) === BigIntOr(was);
  if (Array.isArray(was)) return Array.isArray(is) && is.length === was.length && was.every((one, i) => isSame(one, is[i]));
  if (!isJsonObject(was)) return is === was;
  const names = new Set([...Object.keys(was), ...Object.keys(is as object)]);
  return [...names].every((name) =>
    isSame(Object.hasOwn(was, name) ? was[name] : undefined, Object.hasOwn(is as object, name) ? (is as JsonObject)[name] : undefined),
  );
};

const BigIntOr = (value: unknown): unknown => (typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value);

const isJsonOf = (was: Json, text: string): boolean => {
  try {
    return toJsonText(readJson(text)) === toJsonText(readJson(toJsonText(was)));
  } catch {
    return false;
  }
};

const columnsOf = async (data: JsonObject[]): Promise<Record<string, string>> => {
  const records = data.map((one, i) => recordWith(String(i), one));
  const { schema } = parquetMetadata(bufferOf(await exportOf('parquet', records)));
  const at = schema.findIndex(({ name }) => name === 'data');
  return Object.fromEntries(
    schema
      .slice(at + 1)
      .map(({ name, type, logical_type: logical, num_children: children }) => [
        name,
        children ? `group ${logical?.type ?? ''}` : (logical?.type ?? String(type)),
      ]),
  );
};

describe('an export as Parquet', () => {
  it('has every value of every record', async () => {
    const rows = await read(oddRecords);
    expect(rows).toHaveLength(oddRecords.length);
    const wrong = oddRecords.filter(({ data }, i) => !isSame(data, rows[i]!['data']));
    expect(wrong).toEqual([]);
  });

  it('has times as moments, to the microsecond', async () => {
    const last = (await read(oddRecords)).at(-1)!;
    expect((last['occurredAt'] as Date).toISOString()).toBe('2026-01-31T10:00:00.123Z');
    expect((last['deletedAt'] as Date).toISOString()).toBe('2026-01-31T11:00:00.000Z');
    expect([last['version'], last['title']]).toEqual([1n, '=cmd|calc']);
  });

  it.each<[string, JsonObject[], Record<string, string>]>([
    ['only null', [{ a: null }], { a: 'STRING' }],
    ['integers', [{ a: 1 }, { a: 2n ** 62n }], { a: 'INT64' }],
    ['numbers', [{ a: 1 }, { a: 0.5 }], { a: 'DOUBLE' }],
    ['integers that a double does not hold, and fractions', [{ a: 2n ** 60n + 1n }, { a: 0.5 }], { a: 'JSON' }],
    ['integers beyond 64 bits', [{ a: 2n ** 63n }], { a: 'JSON' }],
    ['mixed types', [{ a: 1 }, { a: 'x' }], { a: 'JSON' }],
    ['an object without fields', [{ a: {} }], { a: 'JSON' }],
    ['lists', [{ a: [] }, { a: [1] }], { a: 'group LIST', list: 'group ', element: 'INT64' }],
    ['objects', [{ a: {} }, { a: { b: true } }], { a: 'group ', b: 'BOOLEAN' }],
  ])('gives %s the type of all values', async (_, data, columns) => {
    expect(await columnsOf(data)).toEqual(columns);
  });

  it('keeps as JSON what has too many fields', async () => {
    const many: JsonObject = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`f${i}`, i]));
    expect(await columnsOf([{ a: many }])).toEqual({ a: 'JSON' });
    expect(isSame(many, ((await read([recordWith('1', { a: many })]))[0]!['data'] as JsonObject)['a'])).toBe(true);
  });

  it('is a file without records too', async () => {
    expect(await read([])).toEqual([]);
  });

  it('has several row groups, and every record once', async () => {
    const records = Array.from({ length: 20_500 }, (_, i) => recordWith(String(i), { i }));
    const rows = await read(records);
    expect(rows.map(({ key }) => key)).toEqual(records.map(({ key }) => key));
  });

  it('gives back any data', async () => {
    const value = fc.jsonValue({ maxDepth: 3, noUnicodeString: false } as fc.JsonSharedConstraints);
    const data = fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), value);
    await fc.assert(
      fc.asyncProperty(fc.array(data, { minLength: 1, maxLength: 5 }), async (all) => {
        const given = all.map((one) => readJson<JsonObject>(toJsonText(one)));
        const rows = await read(given.map((one, i) => recordWith(String(i), one)));
        expect(given.filter((one, i) => !isSame(one, rows[i]!['data'] ?? {}))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
