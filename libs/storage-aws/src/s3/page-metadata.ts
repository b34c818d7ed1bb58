import { createHash } from 'node:crypto';
import { pageMetaSchema, type PageMeta } from '@twl/contracts';
import { readJson, toJsonText } from '@twl/json';

/** The limit of S3 is 2 KB of metadata, names included; the rest is for the digest and what S3 may add. */
const maxBytes = 1800;

/** Headers carry only ASCII, and lose repeated spaces: everything else is written as JSON escapes, `\u00e4`. */
const asciiOf = (text: string): string => text.replace(/[^\x21-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Metadata of an object: in its header, or, if it is too long, in an object next to it. */
export interface WrittenMetadata {
  header: Record<string, string>;
  /** The object for long metadata: its key and its text. */
  separate?: { objectKey: string; text: string };
}

/** Writes a page's metadata for its object. The same metadata always gives the same result. */
export const writeMetadata = (meta: PageMeta): WrittenMetadata => {
  const text = asciiOf(toJsonText(meta));
  const { sha256 } = meta;
  if (text.length <= maxBytes) return { header: { sha256, page: text } };
  const objectKey = `raw-meta/${createHash('sha256').update(text).digest('hex')}.json`;
  return { header: { sha256, 'page-at': objectKey }, separate: { objectKey, text } };
};

/** Reads metadata. @throws ZodError, SyntaxError if it is invalid */
export const readMetadata = async (
  header: Record<string, string>,
  load: (objectKey: string) => Promise<string | undefined>,
): Promise<PageMeta> => {
  const address = header['page-at'];
  const text = address === undefined ? header['page'] : await load(address);
  return pageMetaSchema.parse(readJson(text ?? ''));
};

/** Returns the key of an object's metadata if it did not fit into the header. */
export const metadataKeyOf = (header: Record<string, string> | undefined): string | undefined => header?.['page-at'];
