import { utf8Of } from '../charset/text-of';
import type { ByteSource } from '../payload/bytes';
import { readCsvRows, type CsvOptions } from '../decoders/rows/csv-format';
import type { FieldPatterns, Treatment } from './field-patterns';
import { computeSaltedHash } from './salted-hash';
import { withheld } from './withheld';

type Column = Treatment | 'keep';

/**
 * Removes columns from CSV by the names in its first row. Text that begins like JSON is not CSV; in a row with more cells than the first
 * one, or with an unclosed quote, the columns are unclear: nothing of either is kept.
 */
export const redactCsv = async function* (
  source: ByteSource,
  { patterns, salt, options }: { patterns: FieldPatterns; salt: string; options: CsvOptions },
): AsyncGenerator<Uint8Array, void> {
  const { delimiter = ',' } = options;
  const line = (cells: readonly string[]) => utf8Of(`${cells.map((cell) => written(cell, delimiter, cells.length)).join(delimiter)}\n`);
  let columns: Column[] | undefined;
  for await (const { cells: row, unclosed } of readCsvRows(source, options)) {
    if (columns === undefined) {
      if (/^\s*[[{]/.test(row[0] ?? '')) return yield Buffer.from(withheld);
      const named = row.map((name) => patterns.treatment([name]) ?? 'keep');
      columns = named;
      yield line(row.filter((_name, index) => named[index] !== 'remove'));
    } else if (unclosed || row.length > columns.length) yield line([...columns.map(() => ''), withheld]);
    else yield line(cleaned(row, columns, salt));
  }
};

const cleaned = (row: readonly string[], columns: readonly Column[], salt: string): string[] =>
  row.flatMap((cell, index) => {
    if (columns[index] === 'remove') return [];
    return [columns[index] === 'hash' && cell !== '' ? computeSaltedHash(salt, cell) : cell];
  });

/** Writes a cell so that it reads back unchanged; an empty one alone would be a blank line. */
const written = (cell: string, delimiter: string, cells: number): string =>
  /["\r\n]/.test(cell) || cell.includes(delimiter) || (cell === '' && cells === 1) ? `"${cell.replaceAll('"', '""')}"` : cell;
