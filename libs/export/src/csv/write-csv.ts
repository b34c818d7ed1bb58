import type { CuratedRecord } from '@twl/contracts';
import { getKey } from '@twl/json';
import type { RepeatableRecords } from '../encode-export';
import { csvCell } from './csv-cell';

/** Fields of the data that get a column of their own; with more, the data is one column of JSON. */
const maxColumns = 1000;

type Column = [name: string, cell: (record: CuratedRecord) => unknown];

const recordColumns: readonly Column[] = [
  ...(
    ['id', 'source', 'stream', 'key', 'occurredAt', 'firstSeenAt', 'updatedAt', 'deletedAt', 'version', 'fingerprint', 'title'] as const
  ).map((name): Column => [name, (record) => record[name]]),
  ...(['key', 'itemIndex', 'runId'] as const).map((name): Column => [`rawRef.${name}`, ({ rawRef }) => rawRef[name]]),
];

/**
 * Writes records as CSV (RFC 4180): a header, then a line for each record. Each field of the data has a column, `data.{name}`, in order of
 * names; lists and objects in it are JSON.
 */
export async function* writeCsv(records: RepeatableRecords): AsyncGenerator<string, void> {
  const columns = [...recordColumns, ...(await dataColumns(records()))];
  yield lineOf(columns.map(([name]) => name));
  for await (const record of records()) yield lineOf(columns.map(([, cell]) => cell(record)));
}

const lineOf = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',')}\r\n`;

const dataColumns = async (records: AsyncIterable<CuratedRecord>): Promise<Column[]> => {
  const names = new Set<string>();
  for await (const { data } of records) {
    for (const name of Object.keys(data)) names.add(name);
    if (names.size > maxColumns) return [['data', (record) => record.data]];
  }
  return [...names].sort().map((name): Column => [`data.${name}`, ({ data }) => getKey(data, name)]);
};
