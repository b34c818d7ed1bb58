import { isUtf8 } from 'node:buffer';
import { UnreadablePageError } from '@twl/ports';
import type { ByteSource } from '../payload/bytes';
import { charsetNamed } from './charset-name';
import { readerOf, wholeCharacters } from './charset-reader';
import { charsetOfMark, charsetOfMarkup, charsetOfZeros } from './declared-charset';

/** What beside the body itself tells its charset. */
export interface CharsetRules {
  /** What the manifest says: it counts instead of the header. */
  encoding?: string;
  /** The text may name its charset: an XML declaration, or a `meta` element. */
  markup?: boolean;
}

/** What is looked at before a body is read, bytes. */
const headBytes = 4096;

/** A body with its charset: the name, and the bytes from the beginning. */
export interface OpenedText {
  charset: string;
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Finds out the charset of a body: from its byte order mark, else the manifest, else the header, else the markup; UTF-8 where nothing says it.
 * @throws UnreadablePageError ENCODING for a name nobody knows
 */
const begin = async (source: ByteSource, rules: CharsetRules = {}): Promise<OpenedText> => {
  const iterator = source.open()[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  for (let size = 0; size < headBytes;) {
    const { done, value } = await iterator.next();
    if (done) break;
    read.push(value);
    size += value.length;
  }
  const chunks = continued([...read], iterator);
  const head = Buffer.concat(read.map((chunk) => chunk.subarray(0, headBytes))).subarray(0, headBytes);
  try {
    return { charset: await charsetOf(head, source, rules), chunks };
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
};

/** Chunks that were read already, and those after them. */
export async function* continued(read: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
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
    const named = charsetNamed(encoding) ?? encoding;
    return /^utf-(?:16|32)/.test(named) ? (seen ?? named) : named;
  }
  if (seen) return seen;
  if (source.charset !== undefined) return await believed(source.charset, 'the Content-Type', source);
  const declared = markup ? charsetOfMarkup(head) : undefined;
  return declared === undefined ? 'utf-8' : await believed(declared, 'the page', source);
};

/**
 * These names are often given to what is UTF-8 in truth, by servers that have them as their default or that name none they could know. Text
 * in them is not valid UTF-8 by chance.
 */
const doubtful = (charset: string | undefined): boolean =>
  charset === undefined || charset === 'windows-1252' || charset.startsWith('utf-16') || charset.startsWith('utf-32');

const believed = async (label: string, where: string, source: ByteSource): Promise<string> => {
  const named = charsetNamed(label);
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

/** Chunks of text, without a byte order mark. What is no character of the charset is a lone surrogate. @throws UnreadablePageError ENCODING */
export async function* textOf(source: ByteSource, rules?: CharsetRules): AsyncGenerator<string, void> {
  const { charset, chunks } = await begin(source, rules);
  yield* textIn(chunks, charset);
}

async function* textIn(chunks: AsyncIterable<Uint8Array>, charset: string): AsyncGenerator<string, void> {
  const reader = readerOf(charset);
  let begun = false;
  const shown = (text: string): string => {
    const marked = !begun && text.charCodeAt(0) === 0xfeff;
    begun ||= text !== '';
    return marked ? text.slice(1) : text;
  };
  for await (const chunk of chunks) {
    const text = shown(reader.write(chunk));
    if (text !== '') yield text;
  }
  const last = shown(reader.end());
  if (last !== '') yield last;
}

/** The bytes of a body as UTF-8, as they are where it is UTF-8 already. A byte that is no character stays one. @throws UnreadablePageError ENCODING */
export const inUtf8 = (source: ByteSource, rules?: CharsetRules): ByteSource => ({ open: () => utf8Chunks(source, rules) });

async function* utf8Chunks(source: ByteSource, rules?: CharsetRules): AsyncGenerator<Uint8Array, void> {
  yield* recoded(await begin(source, rules));
}

/** The bytes of a body in UTF-8. */
export async function* recoded({ charset, chunks }: OpenedText): AsyncGenerator<Uint8Array, void> {
  if (charset === 'utf-8') yield* chunks;
  else for await (const text of textIn(chunks, charset)) yield utf8Of(text);
}

const noCharacter = Buffer.from([0xff]);

/** Text as UTF-8, in which a lone surrogate is a byte that no character has. */
export const utf8Of = (text: string): Buffer => {
  if (text.isWellFormed()) return Buffer.from(text);
  const parts = text.split(/\p{Surrogate}/u).flatMap((part, at) => (at === 0 ? [Buffer.from(part)] : [noCharacter, Buffer.from(part)]));
  return Buffer.concat(parts);
};
