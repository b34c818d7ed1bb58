import { UnreadablePageError } from '@twl/ports';
import { ReadFailedError } from '../errors/connector-errors';
import { charsetNamed } from '../charset/charset-name';
import { inUtf8 } from '../charset/text-of';
import type { ByteSource } from '../payload/bytes';
import { sourceOf } from '../decoders/format/format-decoder';
import type { CsvOptions } from '../decoders/rows/csv-format';
import { gunzipped } from '../payload/gunzip';
import { collectPayload } from '../payload/collect-payload';
import { redactedCsv } from './csv-redactor';
import { FieldPatterns, type CellPattern, type FieldPattern } from './field-patterns';
import { JsonRedactor } from './json-redactor';
import { LineRedactor } from './line-redactor';
import { withheld } from './withheld';
import type { Redaction } from '../roles/redaction';

/** What a body is: one JSON text, one on each line, or rows of CSV, which may be packed. */
export type RedactedForm = { json: 'document' | 'lines'; encoding?: string } | { csv: CsvOptions; packed: boolean };

/** Redaction of JSON and CSV bodies. `salt` makes hashes differ between streams. */
export const createRedaction = (
  { fields, cells }: { fields: FieldPattern[]; cells?: CellPattern[] },
  salt: string,
  form: RedactedForm = { json: 'document' },
): Redaction => {
  const patterns = new FieldPatterns(fields, cells);
  const redactor = () => new JsonRedactor(patterns, salt);
  const clean = (source: ByteSource): AsyncIterable<Uint8Array> => {
    if ('csv' in form) return redactedCsv(form.packed ? gunzipped(source) : source, { patterns, salt, options: form.csv });
    const { json, encoding } = form;
    return redacted(inUtf8(source, { encoding }).open(), json === 'lines' ? new LineRedactor(redactor) : redactor());
  };
  const encoding = 'csv' in form ? form.csv.encoding : form.encoding;
  return {
    apply: (body, headers) => {
      const source = sourceOf(body, { headers });
      const names = [encoding, source.charset].filter((name) => name !== undefined);
      return collectPayload(readable(markedAs(names.some(isNotUtf8), clean(source))));
    },
  };
};

const isNotUtf8 = (label: string): boolean => charsetNamed(label) !== 'utf-8';

/** With a byte order mark, what is UTF-8 now is read as that, whatever charset it came in. */
const markedAs = async function* (marked: boolean, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (marked) yield Buffer.from('\ufeff');
  yield* chunks;
};

/** A body that cannot be read cannot be cleaned, and so is not taken in. */
const readable = async function* (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof UnreadablePageError)
      throw new ReadFailedError(`fields cannot be taken out of the response: ${error.message}`, { cause: error });
    throw error;
  }
};

/**
 * Web pages stay as they are: they have no fields, and say what went wrong. Of other text that does not begin like JSON nothing stays,
 * for it could hold the fields all the same.
 */
const redacted = async function* (chunks: AsyncIterable<Uint8Array>, redactor: JsonRedactor | LineRedactor): AsyncIterable<Uint8Array> {
  let kind: 'json' | 'markup' | 'other' | undefined;
  for await (const chunk of chunks) {
    let content = chunk;
    if (kind === undefined) {
      const from = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
      const first = chunk.subarray(from).find((byte) => !(byte === 0x20 || (byte >= 9 && byte <= 13)));
      if (first === undefined) {
        yield chunk;
        continue;
      }
      kind = kindOf(first, redactor);
      if (kind === 'json') content = chunk.subarray(from);
      if (kind === 'other') yield Buffer.from(withheld);
    }
    const part = kind === 'json' ? redactor.push(content) : content;
    if (kind !== 'other' && part.byteLength > 0) yield part;
  }
  if (kind === 'json') yield redactor.finish();
};

const kindOf = (first: number, redactor: JsonRedactor | LineRedactor): 'json' | 'markup' | 'other' => {
  if (first === 0x3c) return 'markup';
  return first === 0x7b || first === 0x5b || redactor instanceof LineRedactor ? 'json' : 'other';
};
