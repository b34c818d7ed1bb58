import { createInflate } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import type { Extractor, Located, ReadablePage } from '../component/roles';
import { type ByteSource } from '../decoders/bytes';
import { csvRows, rowObject } from '../decoders/rows/csv-format';
import { gunzipped } from '../decoders/wrapped/gzip-format';

/** Cells that pandas, which the language has this from, takes for missing. */
const missing = [
  ...['', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>', 'N/A', 'NA', 'NULL'],
  ...['NaN', 'None', 'n/a', 'nan', 'null'],
];

/** The rows of a CSV answer, compressed or not. */
export class ResponseToFileExtractor implements Extractor {
  private readonly nulls: ReadonlySet<string>;

  constructor(preserveMissing: boolean) {
    this.nulls = new Set(preserveMissing ? [''] : missing);
  }

  async *extract({ body, headers }: ReadablePage): AsyncGenerator<readonly Located[], void> {
    const encoding = /charset\s*=\s*["']?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1];
    let header: string[] | undefined;
    let index = 0;
    for await (const row of csvRows(withoutNulls(unpacked(body)), { encoding })) {
      if (!header) header = distinct(row);
      else yield [this.located(header, row, index++)];
    }
  }

  private located(header: string[], row: string[], index: number): Located {
    const pointer = `/${index}`;
    if (row.length <= header.length) return { pointer, value: rowObject(header, row, this.nulls) };
    return { pointer, value: row, refused: { reason: 'SHAPE', detail: `the row has ${row.length} cells, the header ${header.length}` } };
  }
}

/** Equal names are told apart by a number. */
const distinct = (names: readonly string[]): string[] => {
  const seen = new Map<string, number>();
  return names.map((name, at) => {
    const shown = name === '' ? `Unnamed: ${at}` : name;
    const count = seen.get(shown) ?? 0;
    seen.set(shown, count + 1);
    return count ? `${shown}.${count}` : shown;
  });
};

/** gzip and zlib are unpacked; anything else comes through. */
const unpacked = (source: ByteSource): ByteSource => ({
  open: async function* () {
    let first = true;
    for await (const chunk of gunzipped(source).open()) {
      if (first && isZlib(chunk)) {
        yield* inflated(source);
        return;
      }
      first = false;
      yield chunk;
    }
  },
});

const isZlib = (chunk: Uint8Array): boolean => chunk.length > 2 && chunk[0] === 0x78 && (chunk[0] * 256 + chunk[1]!) % 31 === 0;

async function* inflated(source: ByteSource): AsyncGenerator<Uint8Array, void> {
  const inflate = createInflate();
  pipeline(Readable.from(source.open()), inflate, () => {});
  yield* inflate as AsyncIterable<Buffer>;
}

const withoutNulls = (source: ByteSource): ByteSource => ({
  open: async function* () {
    for await (const chunk of source.open()) yield chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk;
  },
});
