import { isUtf8 } from 'node:buffer';
import type { Payload } from '@twl/ports';
import { UnreadablePageError } from '@twl/ports';

/** Bytes to be read from the start, as often as wanted. Every payload is one. */
export type ByteSource = Pick<Payload, 'open'>;

const mebibyte = 1024 * 1024;

/** What a decoder holds in memory at most. */
export const limits = {
  /** A JSON body up to this is parsed in one piece, bytes. */
  whole: 8 * mebibyte,
  /** One item of a body, bytes. */
  item: 16 * mebibyte,
  /** A document of a format that has to be held whole, bytes. */
  document: 64 * mebibyte,
  /** Objects and arrays inside each other. */
  depth: 64,
  /** Decompressed bytes per compressed byte, once there are more than `document`. */
  ratio: 200,
} as const;

/** All bytes. @throws UnreadablePageError TOO_LARGE beyond `max` */
export const readAll = async (source: ByteSource, max: number = limits.document): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > max) throw tooLarge(`the body has more than ${max} bytes and cannot be read in pieces`);
  }
  return chunks.length === 1 ? Buffer.from(chunks[0]!.buffer, chunks[0]!.byteOffset, chunks[0]!.length) : Buffer.concat(chunks);
};

/** The text of UTF-8 bytes, without a byte order mark. @throws UnreadablePageError ENCODING */
export const utf8 = (bytes: Buffer): string => {
  if (!isUtf8(bytes)) throw new UnreadablePageError('ENCODING', 'the body is not UTF-8');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
};

/** Chunks of text, in a declared encoding. @throws UnreadablePageError ENCODING */
export async function* textOf(source: ByteSource, encoding = 'utf-8'): AsyncGenerator<string, void> {
  const decoder = decoderFor(encoding);
  try {
    for await (const chunk of source.open()) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new UnreadablePageError('ENCODING', `the body is not ${encoding}`, error);
    throw error;
  }
}

/** The code of an error of Node's. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** A decoder of an encoding that is refused where it does not fit. @throws RangeError for an unknown one */
export const decoderFor = (encoding: string): InstanceType<typeof TextDecoder> => new TextDecoder(encodingName(encoding), { fatal: true });

/** Python's names of encodings as the web spells them. */
const encodingName = (name: string): string => {
  const plain = name.toLowerCase().replaceAll('_', '-');
  const known: Record<string, string> = {
    'utf-8-sig': 'utf-8',
    utf8: 'utf-8',
    'latin-1': 'iso-8859-1',
    latin1: 'iso-8859-1',
    cp1252: 'windows-1252',
  };
  return known[plain] ?? plain;
};

/** A body without content where the format has none that means "nothing". An answer that is meant to be empty says so with its status. */
export const emptyBody = (): UnreadablePageError => new UnreadablePageError('UNPARSABLE', 'the body is empty');

export const tooLarge = (detail: string): UnreadablePageError => new UnreadablePageError('TOO_LARGE', detail);
