import type { Json } from '@twl/contracts';
import { UnreadablePageError, type Payload } from '@twl/ports';
import { withUtf8, decodeText } from '../charset/text-of';
import { readAll } from '../payload/bytes';
import { sourceOf } from '../decoders/format/format-decoder';
import { parseInParts } from '../decoders/json/outline';

const jsonBytes = 16 * 1024 ** 2;
const textLength = 64 * 1024;

type Headers = Readonly<Record<string, string>>;

/** Parses a response as JSON, whatever its status; undefined if it is not JSON or is over 16 MiB. */
export const parseResponseJson = async (body: Payload, headers: Headers): Promise<Json | undefined> => {
  if (body.bytes > jsonBytes) return undefined;
  try {
    return await parseInParts(await readAll(withUtf8(sourceOf(body, { headers }))));
  } catch (error) {
    if (error instanceof UnreadablePageError) return undefined;
    throw error;
  }
};

/** The first 64 Ki characters of a response, in the charset that it names. */
export const beginningOfBody = async (body: Payload, headers: Headers): Promise<string> => {
  try {
    return await firstText(decodeText(sourceOf(body, { headers })));
  } catch (error) {
    if (!(error instanceof UnreadablePageError)) throw error;
    return await firstText(decodeText(sourceOf(body, { headers }), { encoding: 'utf-8' }));
  }
};

const firstText = async (parts: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const part of parts) {
    text += part;
    if (text.length >= textLength) break;
  }
  return text.slice(0, textLength).toWellFormed();
};
