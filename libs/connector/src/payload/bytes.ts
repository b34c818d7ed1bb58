import { type Payload, UnreadablePageError } from '@twl/ports';
/** Bytes to be read from the start, as often as wanted. Every payload is one. */
export type ByteSource = Pick<Payload, 'open'> & {
  /** The charset of the header, as it is written. */
  charset?: string;
};

const mebibyte = 1024 * 1024;

/** Maximum size that a decoder holds in memory. */
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
    if (size > max) throw tooLargeError(`the body has more than ${max} bytes and cannot be read in pieces`);
  }
  return joinChunks(chunks);
};

/** Chunks as one buffer; a single one is not copied. */
export const joinChunks = (chunks: readonly Uint8Array[]): Buffer => {
  const [first] = chunks;
  return first && chunks.length === 1 ? Buffer.from(first.buffer, first.byteOffset, first.length) : Buffer.concat(chunks);
};

/** Returns the error of an empty body in a format that has no empty form. A response that is meant to be empty says so with its status. */
export const emptyBody = (): UnreadablePageError => new UnreadablePageError('UNPARSABLE', 'the body is empty');

export const tooLargeError = (detail: string): UnreadablePageError => new UnreadablePageError('TOO_LARGE', detail);
