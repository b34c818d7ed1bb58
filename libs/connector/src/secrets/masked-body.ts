import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { UnreadablePageError, type Payload } from '@twl/ports';
import { findCharset, charsetOfType } from '../charset/charset-name';
import { charsetOfMark, charsetOfZeros } from '../charset/declared-charset';
import { recodeText } from '../charset/text-of';
import type { ByteSource } from '../payload/bytes';
import { unzipBody } from '../payload/gunzip';
import { collectPayload } from '../payload/collect-payload';
import { ByteMask } from './byte-mask';
import type { NeedleFinder } from './needle-finder';
import { inData, withSameLength } from './writing-over';

/** What is known of a body besides its bytes. */
export interface MaskedBody {
  headers: Readonly<Record<string, string>>;
  /** The headers say where the parts of the body end: its length must not change. */
  keepsLength?: boolean;
}

/** A body in the form in which it is searched. */
interface Form {
  isPacked: boolean;
  /** Charsets in which a plain character is not one byte. */
  wide?: string;
}

/**
 * Returns a copy of a body in which the needles are overwritten; undefined if there are none. Gzip is unpacked; UTF-16 and UTF-32 become
 * UTF-8. A body that cannot be unpacked stays unchanged: no reader can unpack it either.
 */
export const maskPayload = async (body: Payload, finder: NeedleFinder, how: MaskedBody): Promise<Payload | undefined> => {
  try {
    const form = how.keepsLength ? { isPacked: false } : await formOf(body, how);
    if (!(await holds(plainForm(body, form), finder))) return undefined;
    const masked = over(plainForm(body, form), new ByteMask(finder, how.keepsLength ? withSameLength : inData));
    return await collectPayload(again(masked, form));
  } catch (error) {
    if (error instanceof UnreadablePageError) return undefined;
    throw error;
  }
};

const formOf = async (body: Payload, { headers }: MaskedBody): Promise<Form> => {
  const first = await headOf(body);
  const isPacked = first[0] === 0x1f && first[1] === 0x8b;
  const head = isPacked ? await headOf(unzipBody(body)) : first;
  const declared = findCharset(charsetOfType(headers['content-type']) ?? '');
  const charset = charsetOfMark(head) ?? charsetOfZeros(head) ?? declared;
  return { isPacked, ...(charset !== undefined && /^utf-(16|32)/.test(charset) ? { wide: charset } : {}) };
};

const headOf = async (source: ByteSource): Promise<Uint8Array> => {
  for await (const chunk of source.open()) if (chunk.length > 0) return chunk.subarray(0, 64);
  return new Uint8Array();
};

const plainForm = (body: Payload, { isPacked, wide }: Form): AsyncIterable<Uint8Array> => {
  const chunks = isPacked ? unzipBody(body).open() : body.open();
  return wide === undefined ? chunks : recodeText({ charset: wide, chunks });
};

const holds = async (chunks: AsyncIterable<Uint8Array>, finder: NeedleFinder): Promise<boolean> => {
  const mask = new ByteMask(finder);
  for await (const chunk of chunks) {
    mask.push(chunk);
    if (mask.found) return true;
  }
  mask.end();
  return mask.found;
};

async function* over(chunks: AsyncIterable<Uint8Array>, mask: ByteMask): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) yield* mask.push(chunk);
  yield* mask.end();
}

/** With a byte order mark, the UTF-8 text is read as such, whatever its original charset. */
const again = (masked: AsyncIterable<Uint8Array>, { isPacked, wide }: Form): AsyncIterable<Uint8Array> => {
  const chunks = wide === undefined ? masked : marked(masked);
  return isPacked ? (Readable.from(chunks).compose(createGzip()) as AsyncIterable<Uint8Array>) : chunks;
};

async function* marked(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from('\ufeff');
  yield* chunks;
}
