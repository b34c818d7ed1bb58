import { createInflate } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { charsetOfMark, charsetOfZeros } from '../charset/declared-charset';
import type { Extractor, Located, ReadablePage } from '../roles/roles';
import type { ByteSource } from '../payload/bytes';
import { sourceOf } from '../decoders/format/format-decoder';
import { readCsvRows } from '../decoders/rows/csv-format';
import { type CsvHeader, headerOf, itemOfRow } from '../decoders/rows/csv-row';
import { unzipBody } from '../payload/gunzip';

/** Cells that pandas, which the Python engine uses here, treats as missing. */
const missing = [
  ...['', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>', 'N/A', 'NA', 'NULL'],
  ...['NaN', 'None', 'n/a', 'nan', 'null'],
];

/** The rows of a CSV response, compressed or not. */
export class ResponseToFileExtractor implements Extractor {
  private readonly nulls: ReadonlySet<string>;

  constructor(preserveMissing: boolean) {
    this.nulls = new Set(preserveMissing ? [''] : missing);
  }

  async *extract({ body, headers }: ReadablePage): AsyncGenerator<readonly Located[], void> {
    let header: CsvHeader | undefined;
    let index = 0;
    for await (const row of readCsvRows(withoutNulls(unpacked(sourceOf(body, { headers }))), {})) {
      if (header) yield [itemOfRow(header, row, { index: index++, nulls: this.nulls })];
      else header = { names: distinct(headerOf(row).names), repeated: [] };
    }
  }
}

/** Equal names are distinguished by a number. */
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
  charset: source.charset,
  open: async function* () {
    let first = true;
    for await (const chunk of unzipBody(source).open()) {
      if (first && isZlib(chunk)) {
        yield* inflated(source);
        return;
      }
      first = false;
      yield chunk;
    }
  },
});

const isZlib = (chunk: Uint8Array): boolean => chunk.length > 2 && chunk[0] === 0x78 && (chunk[0] * 256 + (chunk[1] ?? 0)) % 31 === 0;

async function* inflated(source: ByteSource): AsyncGenerator<Uint8Array, void> {
  const inflate = createInflate();
  pipeline(Readable.from(source.open()), inflate, () => {});
  yield* inflate as AsyncIterable<Buffer>;
}

/** NUL bytes are dropped, unless they are parts of characters. */
const withoutNulls = (source: ByteSource): ByteSource => ({
  charset: source.charset,
  open: async function* () {
    let wide: boolean | undefined;
    for await (const chunk of source.open()) {
      wide ??= (charsetOfMark(chunk) ?? charsetOfZeros(chunk) ?? 'utf-8') !== 'utf-8';
      yield wide || !chunk.includes(0) ? chunk : chunk.filter((byte) => byte !== 0);
    }
  },
});
