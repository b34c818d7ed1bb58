import { zstdCompressSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import type { CuratedRecord } from '@twl/contracts';
import type { RepeatableRecords } from '../encode-export';
import { columnOf, type ParquetColumn } from './columns';
import { recordColumns } from './record-columns';
import { ShapeCollector } from './shape';

/** What a row group has at most: rows, and characters of text. Both bound the memory. */
const groupLimits = { rows: 20_000, characters: 8_000_000 };

/** A column of the file, and what it holds of a record. */
interface FileColumn {
  name: string;
  column: ParquetColumn;
  valueOf(record: CuratedRecord): Parameters<ParquetColumn['convert']>[0];
}

/**
 * Writes records as Parquet, one row group at a time. The types of the columns are those of all values: nothing is guessed from the first
 * ones. The data is one struct; where values of one place have several types, they are JSON.
 */
export async function* writeParquet(records: RepeatableRecords): AsyncGenerator<Uint8Array, void> {
  const columns = await columnsOf(records());
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const compressors = { ZSTD: (input: Uint8Array) => zstdCompressSync(input) };
  const file = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), codec: 'ZSTD', compressors, createdBy: 'twl' });
  const takeBytes = (): Uint8Array => {
    const written = bytes.getBytes().slice();
    bytes.index = 0;
    return written;
  };
  for await (const group of groupsOf(records(), columns)) {
    await file.write({ columnData: group.map((data, i) => ({ name: columns[i]?.name ?? '', data })), rowGroupSize: groupLimits.rows });
    yield takeBytes();
  }
  await file.finish();
  yield takeBytes();
}

const columnsOf = async (records: AsyncIterable<CuratedRecord>): Promise<FileColumn[]> => {
  const collector = new ShapeCollector();
  for await (const { data } of records) collector.add(data);
  return [...recordColumns, { name: 'data', column: columnOf(collector.shape), valueOf: ({ data }) => data }];
};

const schemaOf = (columns: readonly FileColumn[]): SchemaElement[] => [
  { name: 'root', num_children: columns.length },
  ...columns.flatMap(({ name, column }) => column.elements(name)),
];

/** Yields the values of each column for one row group after the other. */
async function* groupsOf(records: AsyncIterable<CuratedRecord>, columns: readonly FileColumn[]): AsyncGenerator<unknown[][], void> {
  const newGroup = (): unknown[][] => columns.map(() => []);
  let [group, rows, characters] = [newGroup(), 0, 0];
  const count = (length: number): void => void (characters += length);
  for await (const record of records) {
    for (const [i, { column, valueOf }] of columns.entries()) group[i]?.push(column.convert(valueOf(record), count));
    rows += 1;
    if (rows < groupLimits.rows && characters < groupLimits.characters) continue;
    yield group;
    [group, rows, characters] = [newGroup(), 0, 0];
  }
  if (rows > 0) yield group;
}
