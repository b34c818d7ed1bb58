import type { JsonObject } from '@twl/contracts';
import { setKey } from '@twl/json';
import { UnreadablePageError } from '@twl/ports';
import { brokenByteOf } from '../../charset/broken-text';
import type { Located } from '../../roles/roles';
import type { CsvRow } from './csv-reader';
import { refuseOtherFormat } from './no-table';

/** The first row: the names of the columns. */
export interface CsvHeader {
  names: readonly string[];
  /** The indexes of each name that occurs more than once. */
  repeated: readonly (readonly [number, ...number[]])[];
}

/** Maximum length of the shown part of a refused cell, characters. */
const shown = 10_000;

/** @throws UnreadablePageError if the column names are ambiguous */
export const headerOf = ({ cells, unclosed }: CsvRow): CsvHeader => {
  refuseOtherFormat(cells[0] ?? '');
  if (unclosed) throw new UnreadablePageError('TRUNCATED', 'the header has a quote that is never closed');
  const problem = cells.map(brokenByteOf).find((each) => each !== undefined);
  if (problem) throw new UnreadablePageError('ENCODING', `the header cannot be read: ${problem}`);
  const columns = new Map<string, [number, ...number[]]>();
  for (const [at, name] of cells.entries()) {
    const known = columns.get(name);
    columns.set(name, known ? [...known, at] : [at]);
  }
  return { names: cells, repeated: [...columns.values()].filter((each) => each.length > 1) };
};

/** Returns the item of a row: missing cells are null. The row is refused if a part of it would be lost or is ambiguous. */
export const itemOfRow = (header: CsvHeader, row: CsvRow, { index, nulls }: { index: number; nulls: ReadonlySet<string> }): Located => {
  const pointer = `/${index}`;
  const refused = rowProblemOf(header, row);
  if (refused) return { pointer, value: row.cells.map((cell) => cell.slice(0, shown).toWellFormed()), refused };
  const value: JsonObject = {};
  for (const [at, name] of header.names.entries()) {
    const cell = row.cells[at];
    setKey(value, name, cell === undefined || nulls.has(cell) ? null : cell);
  }
  return { pointer, value };
};

const rowProblemOf = ({ names, repeated }: CsvHeader, { cells, unclosed }: CsvRow): Located['refused'] => {
  if (unclosed) return { reason: 'TRUNCATED', detail: 'the row has a quote that is never closed: all the rest of the text is in it' };
  for (let at = names.length; at < cells.length; at++)
    if (cells[at] !== '') return { reason: 'SHAPE', detail: `the row has ${cells.length} cells, the header ${names.length}` };
  for (const columns of repeated) {
    const [first] = columns;
    if (columns.some((at) => cells[at] !== cells[first])) {
      const values = columns.map((at) => JSON.stringify((cells[at] ?? '').slice(0, 50))).join(' and ');
      const name = JSON.stringify(names[first]);
      return {
        reason: 'SHAPE',
        detail: `the column ${name} stands in the header ${columns.length} times, and this row has ${values} in it`,
      };
    }
  }
  for (const cell of cells) {
    const detail = brokenByteOf(cell);
    if (detail) return { reason: 'ENCODING', detail };
  }
  return undefined;
};
