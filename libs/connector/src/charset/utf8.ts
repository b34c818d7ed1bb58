import { isUtf8 } from 'buffer';
import { UnreadablePageError } from '@twl/ports';
import { brokenByteOf } from './broken-text';
import { decodeUtf8Text } from './charset-reader';

/** The text of UTF-8 bytes, without a byte order mark. @throws UnreadablePageError ENCODING */
export const encodeUtf8 = (bytes: Buffer): string => {
  if (!isUtf8(bytes)) throw new UnreadablePageError('ENCODING', brokenByteOf(decodeUtf8Text(bytes)) ?? 'the text is not UTF-8');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
};
