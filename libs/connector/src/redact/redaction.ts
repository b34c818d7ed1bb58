import { UnreadablePageError } from '@twl/ports';
import { ReadFailedError } from '../errors/connector-errors';
import { findCharset } from '../charset/charset-name';
import { withUtf8 } from '../charset/text-of';
import type { ByteSource } from '../payload/bytes';
import { sourceOf } from '../decoders/format/format-decoder';
import type { CsvOptions } from '../decoders/rows/csv-format';
import { unzipBody } from '../payload/gunzip';
import { collectPayload } from '../payload/collect-payload';
import { redactCsv } from './csv-redactor';
import { FieldPatterns, type CellPattern, type FieldPattern } from './field-patterns';
import { JsonRedactor } from './json-redactor';
import { LineRedactor } from './line-redactor';
import { withheld } from './withheld';
import type { Redaction } from '../roles/redaction';

/** The format of a body: one JSON text, one per line, or rows of CSV, possibly compressed. */
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
    if ('csv' in form) return redactCsv(form.packed ? unzipBody(source) : source, { patterns, salt, options: form.csv });
    const { json, encoding } = form;
    return redacted(withUtf8(source, { encoding }).open(), json === 'lines' ? new LineRedactor(redactor) : redactor());
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

const isNotUtf8 = (label: string): boolean => findCharset(label) !== 'utf-8';

/** With a byte order mark, the UTF-8 text is read as such, whatever its original charset. */
const markedAs = async function* (marked: boolean, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (marked) yield Buffer.from('\ufeff');
  yield* chunks;
};

/** A body that cannot be parsed cannot be redacted, and is refused. */
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
 * Web pages stay unchanged: they have no fields, and describe errors. Any other text that does not begin like JSON is dropped, because it
 * could contain the fields.
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
      kind = formatKindOf(first, redactor);
      if (kind === 'json') content = chunk.subarray(from);
      if (kind === 'other') yield Buffer.from(withheld);
    }
    const part = kind === 'json' ? redactor.push(content) : content;
    if (kind !== 'other' && part.byteLength > 0) yield part;
  }
  if (kind === 'json') yield redactor.finish();
};

const formatKindOf = (first: number, redactor: JsonRedactor | LineRedactor): 'json' | 'markup' | 'other' => {
  if (first === 0x3c) return 'markup';
  return first === 0x7b || first === 0x5b || redactor instanceof LineRedactor ? 'json' : 'other';
};
