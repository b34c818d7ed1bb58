import type { CuratedRecord, ExportFormat } from '@twl/contracts';
import { toJsonText } from '@twl/json';
import { writeCsv } from './csv/write-csv';
import { writeParquet } from './parquet/write-parquet';
import { joinTexts } from './join-texts';

/** Records that can be read more than once, the same ones each time: columns are known only when all records were seen. */
export type RepeatableRecords = () => AsyncIterable<CuratedRecord>;

/** Media type of each format. */
export const exportMediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
  json: 'application/json; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** Writes records in a format, some hundred kilobytes at a time, in bounded memory. */
export const encodeExport = (format: ExportFormat, records: RepeatableRecords): AsyncGenerator<Uint8Array, void> => {
  if (format === 'parquet') return writeParquet(records);
  if (format === 'csv') return joinTexts(writeCsv(records));
  return joinTexts(format === 'json' ? writeJsonArray(records()) : writeJsonLines(records()));
};

async function* writeJsonLines(records: AsyncIterable<CuratedRecord>): AsyncGenerator<string, void> {
  for await (const record of records) yield `${toJsonText(record)}\n`;
}

async function* writeJsonArray(records: AsyncIterable<CuratedRecord>): AsyncGenerator<string, void> {
  let before = '[\n';
  for await (const record of records) {
    yield before + toJsonText(record);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
