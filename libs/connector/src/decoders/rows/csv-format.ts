import type { Json } from '@twl/contracts';
import { type CharsetRules, decodeText } from '../../charset/text-of';
import type { Located } from '../../roles/roles';
import type { MissingList } from '../../session/missing-list';
import type { ByteSource } from '../../payload/bytes';
import type { Format } from '../format/format';
import { type CsvHeader, headerOf, itemOfRow } from './csv-row';
import { findHeaderMessage } from './no-table';
import { CsvReader, type CsvRow } from './csv-reader';

/** How rows become objects. */
export interface CsvOptions extends Pick<CharsetRules, 'encoding'> {
  delimiter?: string;
  /** Values that mean null. */
  nulls?: readonly string[];
}

/** The rows of a CSV text, the header first. */
export async function* readCsvRows(source: ByteSource, { encoding, delimiter = ',' }: CsvOptions): AsyncGenerator<CsvRow, void> {
  const reader = new CsvReader(delimiter);
  for await (const text of decodeText(source, { encoding })) yield* reader.push(text);
  yield* reader.finish();
}

/** One object per row. A row of which something would be lost is refused. */
export class CsvFormat implements Format {
  readonly streams = true;
  private readonly nulls: ReadonlySet<string>;

  constructor(private readonly options: CsvOptions) {
    this.nulls = new Set(options.nulls);
  }

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    let header: CsvHeader | undefined;
    let index = 0;
    for await (const row of readCsvRows(source, this.options)) {
      if (header) yield itemOfRow(header, row, { index: index++, nulls: this.nulls });
      else header = headerOf(row);
    }
  }

  /** A text of one line may be a message in place of the table. */
  async missing(source: ByteSource): Promise<MissingList | undefined> {
    for await (const { cells } of readCsvRows(source, this.options)) return findHeaderMessage(cells);
    return undefined;
  }

  async document(): Promise<Json> {
    return {};
  }
}
