import { UnreadablePageError, type Payload } from '@twl/ports';
import { ReadFailedError } from '../component/connector-errors';
import type { CsvOptions } from '../decoders/rows/csv-format';
import { gunzipped } from '../decoders/wrapped/gzip-format';
import { collectPayload } from '../payload/collect-payload';
import { redactedCsv } from './csv-redactor';
import { FieldPatterns, type CellPattern, type FieldPattern } from './field-patterns';
import { JsonRedactor } from './json-redactor';
import { LineRedactor } from './line-redactor';
import { withheld } from './withheld';

/** Takes declared fields out of a body before anybody else sees it. */
export interface Redaction {
  /** A new body; the given one stays open. @throws ReadFailedError for an encoding it cannot read */
  apply(body: Payload): Promise<Payload>;
}

/** What a body is: one JSON text, one on each line, or rows of CSV, which may be packed. */
export type RedactedForm = 'document' | 'lines' | { csv: CsvOptions; packed: boolean };

/** Redaction of JSON and CSV bodies. `salt` makes hashes differ between streams. */
export const createRedaction = (
  { fields, cells }: { fields: FieldPattern[]; cells?: CellPattern[] },
  salt: string,
  form: RedactedForm = 'document',
): Redaction => {
  const patterns = new FieldPatterns(fields, cells);
  if (typeof form === 'object')
    return {
      apply: (body) => collectPayload(readable(redactedCsv(form.packed ? gunzipped(body) : body, { patterns, salt, options: form.csv }))),
    };
  const redactor = () => new JsonRedactor(patterns, salt);
  return { apply: (body) => collectPayload(redacted(body.open(), form === 'lines' ? new LineRedactor(redactor) : redactor())) };
};

/** A body that cannot be read cannot be cleaned, and so is not taken in. */
const readable = async function* (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof UnreadablePageError)
      throw new ReadFailedError(`fields cannot be taken out of the answer: ${error.message}`, { cause: error });
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
      if (chunk.includes(0)) throw new ReadFailedError('fields can be taken out of answers in UTF-8 only');
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
