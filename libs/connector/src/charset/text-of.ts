import { isUtf8 } from 'node:buffer';
import { UnreadablePageError } from '@twl/ports';
import type { ByteSource } from '../payload/bytes';
import { findCharset } from './charset-name';
import { createCharsetReader, wholeCharacters } from './charset-reader';
import { charsetOfMark, charsetOfMarkup, charsetOfZeros } from './declared-charset';

/** Sources of the charset besides the body itself. */
export interface CharsetRules {
  /** The charset of the manifest; it takes precedence over the header. */
  encoding?: string;
  /** The text may name its charset: an XML declaration, or a `meta` element. */
  markup?: boolean;
}

/** Number of bytes to inspect before a body is read. */
const headBytes = 4096;

/** A body with its charset: the name, and the bytes from the beginning. */
export interface OpenedText {
  charset: string;
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Detects the charset of a body: from its byte order mark, then the manifest, the header, the markup; otherwise UTF-8.
 * @throws UnreadablePageError ENCODING for an unknown name
 */
const openText = async (source: ByteSource, rules: CharsetRules = {}): Promise<OpenedText> => {
  const iterator = source.open()[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  for (let size = 0; size < headBytes;) {
    const { done, value } = await iterator.next();
    if (done) break;
    read.push(value);
    size += value.length;
  }
  const chunks = continueReading([...read], iterator);
  const head = Buffer.concat(read.map((chunk) => chunk.subarray(0, headBytes))).subarray(0, headBytes);
  try {
    return { charset: await charsetOf(head, source, rules), chunks };
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
};

/** Chunks that were read already, and those after them. */
export async function* continueReading(read: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    for (let first = read.shift(); first; first = read.shift()) yield first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

const charsetOf = async (head: Buffer, source: ByteSource, { encoding, markup = false }: CharsetRules): Promise<string> => {
  const marked = charsetOfMark(head);
  if (marked) return marked;
  const seen = charsetOfZeros(head);
  if (encoding !== undefined) {
    const named = findCharset(encoding) ?? encoding;
    return /^utf-(?:16|32)/.test(named) ? (seen ?? named) : named;
  }
  if (seen) return seen;
  if (source.charset !== undefined) return await believed(source.charset, 'the Content-Type', source);
  const declared = markup ? charsetOfMarkup(head) : undefined;
  return declared === undefined ? 'utf-8' : await believed(declared, 'the page', source);
};

/** Servers often send these names for UTF-8, because they are their default. Real text in these charsets is not valid UTF-8 by chance. */
const doubtful = (charset: string | undefined): boolean =>
  charset === undefined || charset === 'windows-1252' || charset.startsWith('utf-16') || charset.startsWith('utf-32');

const believed = async (label: string, where: string, source: ByteSource): Promise<string> => {
  const named = findCharset(label);
  if (named !== undefined && !doubtful(named)) return named;
  if (await isAllUtf8(source)) return 'utf-8';
  if (named !== undefined) return named;
  const detail = `${where} names the charset ${JSON.stringify(label)}, which is not known (name the right one as encoding of the decoder)`;
  throw new UnreadablePageError('ENCODING', detail);
};

const isAllUtf8 = async (source: ByteSource): Promise<boolean> => {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of source.open()) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, end)) || bytes.includes(0)) return false;
    rest = bytes.subarray(end);
  }
  return rest.length === 0;
};

/** Yields chunks of text without a byte order mark. An invalid byte becomes a lone surrogate. @throws UnreadablePageError ENCODING */
export async function* decodeText(source: ByteSource, rules?: CharsetRules): AsyncGenerator<string, void> {
  const { charset, chunks } = await openText(source, rules);
  yield* decodeChunks(chunks, charset);
}

async function* decodeChunks(chunks: AsyncIterable<Uint8Array>, charset: string): AsyncGenerator<string, void> {
  const reader = createCharsetReader(charset);
  let begun = false;
  const decodeShown = (text: string): string => {
    const marked = !begun && text.charCodeAt(0) === 0xfeff;
    begun ||= text !== '';
    return marked ? text.slice(1) : text;
  };
  for await (const chunk of chunks) {
    const text = decodeShown(reader.write(chunk));
    if (text !== '') yield text;
  }
  const last = decodeShown(reader.end());
  if (last !== '') yield last;
}

/**
 * Returns the bytes of a body as UTF-8; a UTF-8 body stays unchanged. An invalid byte stays invalid.
 * @throws UnreadablePageError ENCODING
 */
export const withUtf8 = (source: ByteSource, rules?: CharsetRules): ByteSource => ({ open: () => utf8Chunks(source, rules) });

async function* utf8Chunks(source: ByteSource, rules?: CharsetRules): AsyncGenerator<Uint8Array, void> {
  yield* recodeText(await openText(source, rules));
}

/** The bytes of a body in UTF-8. */
export async function* recodeText({ charset, chunks }: OpenedText): AsyncGenerator<Uint8Array, void> {
  if (charset === 'utf-8') yield* chunks;
  else for await (const text of decodeChunks(chunks, charset)) yield utf8Of(text);
}

const noCharacter = Buffer.from([0xff]);

/** Text as UTF-8, in which a lone surrogate is a byte that no character has. */
export const utf8Of = (text: string): Buffer => {
  if (text.isWellFormed()) return Buffer.from(text);
  const parts = text.split(/\p{Surrogate}/u).flatMap((part, at) => (at === 0 ? [Buffer.from(part)] : [noCharacter, Buffer.from(part)]));
  return Buffer.concat(parts);
};
