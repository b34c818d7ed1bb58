import type { Payload } from '@twl/ports';
import { ReadFailedError } from '../component/connector-errors';
import { collectPayload } from '../payload/collect-payload';
import { FieldPatterns, type FieldPattern } from './field-patterns';
import { JsonRedactor } from './json-redactor';

/** Takes declared fields out of a body before anybody else sees it. */
export interface Redaction {
  /** A new body; the given one stays open. @throws ReadFailedError for an encoding it cannot read */
  apply(body: Payload): Promise<Payload>;
}

/** Redaction of JSON bodies. `salt` makes hashes differ between streams. */
export const createRedaction = (patterns: FieldPattern[], salt: string): Redaction => ({
  apply: (body) => collectPayload(redacted(body.open(), new FieldPatterns(patterns), salt)),
});

/** A body that does not begin like a list or object (an HTML error page) has no fields and stays as it is. */
const redacted = async function* (chunks: AsyncIterable<Uint8Array>, patterns: FieldPatterns, salt: string): AsyncIterable<Uint8Array> {
  const redactor = new JsonRedactor(patterns, salt);
  let asIs: boolean | undefined;
  for await (const chunk of chunks) {
    let content = chunk;
    if (asIs === undefined) {
      if (chunk.includes(0)) throw new ReadFailedError('fields can be taken out of answers in UTF-8 only');
      const from = chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
      const first = chunk.subarray(from).find((byte) => !(byte === 0x20 || (byte >= 9 && byte <= 13)));
      if (first === undefined) {
        yield chunk;
        continue;
      }
      asIs = first !== 0x7b && first !== 0x5b;
      if (!asIs) content = chunk.subarray(from);
    }
    const part = asIs ? content : redactor.push(content);
    if (part.byteLength > 0) yield part;
  }
};
