import type { Json, JsonObject } from '@twl/contracts';
import type { Located } from '../../component/roles';
import { type ByteSource, textOf } from '../bytes';
import type { Format } from '../format';
import { CsvReader } from './csv-reader';

/** How rows become objects. */
export interface CsvOptions {
  encoding?: string;
  delimiter?: string;
  /** Values that mean null. */
  nulls?: readonly string[];
}

/** The rows of a CSV text, the header first. */
export async function* csvRows(source: ByteSource, { encoding, delimiter = ',' }: CsvOptions): AsyncGenerator<string[], void> {
  const reader = new CsvReader(delimiter);
  for await (const text of textOf(source, encoding)) yield* reader.push(text);
  yield* reader.finish();
}

/** A row under its header; cells that are missing are null. */
export const rowObject = (header: readonly string[], row: readonly string[], nulls: ReadonlySet<string>): JsonObject => {
  const object: JsonObject = {};
  for (let at = 0; at < header.length; at++) {
    const cell = row[at];
    set(object, header[at]!, cell === undefined || nulls.has(cell) ? null : cell);
  }
  return object;
};

const set = (object: JsonObject, key: string, value: Json): void => {
  if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
};

/** One object per row. A row with more cells than the header is refused. */
export class CsvFormat implements Format {
  readonly streams = true;
  private readonly nulls: ReadonlySet<string>;

  constructor(private readonly options: CsvOptions) {
    this.nulls = new Set(options.nulls);
  }

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    let header: string[] | undefined;
    let index = 0;
    for await (const row of csvRows(source, this.options)) {
      if (!header) header = row;
      else yield this.located(header, row, index++);
    }
  }

  private located(header: string[], row: string[], index: number): Located {
    const pointer = `/${index}`;
    if (row.length <= header.length) return { pointer, value: rowObject(header, row, this.nulls) };
    const detail = `the row has ${row.length} cells, the header ${header.length}`;
    return { pointer, value: row, refused: { reason: 'SHAPE', detail } };
  }

  async document(): Promise<Json> {
    return {};
  }
}
