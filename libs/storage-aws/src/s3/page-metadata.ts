import { createHash } from 'node:crypto';
import { pageMetaSchema, type PageMeta } from '@twl/contracts';
import { readJson, toJsonText } from '@twl/json';

/** S3 takes 2 KB of metadata, names included; the rest of it is for the digest and what S3 may add to its count. */
const bytesAtMost = 1800;

/** Headers carry ASCII alone, and lose repeated spaces: everything else is written as JSON allows, `\u00e4`. */
const asciiOf = (text: string): string => text.replace(/[^\x21-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Metadata as it travels with an object: in its header, or, where that is too long, in an object beside it. */
export interface WrittenMetadata {
  header: Record<string, string>;
  /** What does not fit: its place, and the text that goes there. */
  beside?: { objectKey: string; text: string };
}

/** Writes a page's metadata for its object. The same metadata gives the same place and text. */
export const writeMetadata = (meta: PageMeta): WrittenMetadata => {
  const text = asciiOf(toJsonText(meta));
  const { sha256 } = meta;
  if (text.length <= bytesAtMost) return { header: { sha256, page: text } };
  const objectKey = `raw-meta/${createHash('sha256').update(text).digest('hex')}.json`;
  return { header: { sha256, 'page-at': objectKey }, beside: { objectKey, text } };
};

/** Reads it back. @throws ZodError, SyntaxError when it is not what was written */
export const readMetadata = async (
  header: Record<string, string>,
  load: (objectKey: string) => Promise<string | undefined>,
): Promise<PageMeta> => {
  const place = header['page-at'];
  const text = place === undefined ? header['page'] : await load(place);
  return pageMetaSchema.parse(readJson(text ?? ''));
};

/** Where an object's metadata lies when it did not fit into the header. */
export const metadataPlaceOf = (header: Record<string, string> | undefined): string | undefined => header?.['page-at'];
