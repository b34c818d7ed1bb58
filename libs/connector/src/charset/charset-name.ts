import { encodingExists } from 'iconv-lite';

/** Python's and other names of charsets that the web spells otherwise. */
const aliases: Record<string, string> = {
  'utf-8-sig': 'utf-8',
  utf8: 'utf-8',
  u8: 'utf-8',
  utf: 'utf-8',
  cp65001: 'utf-8',
  'latin-1': 'iso-8859-1',
  latin: 'iso-8859-1',
  8859: 'iso-8859-1',
  iso8859: 'iso-8859-1',
  cp1252: 'windows-1252',
  utf16: 'utf-16',
  u16: 'utf-16',
  'utf-16-le': 'utf-16le',
  'utf-16-be': 'utf-16be',
  utf32: 'utf-32le',
  u32: 'utf-32le',
  'utf-32': 'utf-32le',
  'utf-32-le': 'utf-32le',
  'utf-32-be': 'utf-32be',
  'mac-roman': 'macintosh',
  ujis: 'euc-jp',
  'u-jis': 'euc-jp',
  'iso2022-jp': 'iso-2022-jp',
  iso2022jp: 'iso-2022-jp',
  ksx1001: 'euc-kr',
  'ks-x-1001': 'euc-kr',
  uhc: 'euc-kr',
  hkscs: 'big5-hkscs',
};

/** Names that iconv-lite accepts as an encoding but that are not encodings of text. */
const noText = new Set(['hex', 'base64', 'binary', 'ucs2', 'cesu8', 'utf8', 'utf16le', 'internal']);

/**
 * Returns the canonical name of a charset: that of the WHATWG if it has one. `iso-8859-1` and `us-ascii` are `windows-1252`, as in every
 * browser. Undefined for an unknown charset.
 */
export const findCharset = (label: string): string | undefined => {
  const plain = label
    .trim()
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^(iso-8859-\d+)[:-]\d{4}$/, '$1');
  const name = (Object.hasOwn(aliases, plain) ? aliases[plain] : undefined) ?? plain;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return name !== '' && !noText.has(name.replaceAll('-', '')) && encodingExists(name) ? name : undefined;
  }
};

/** Returns the charset in a Content-Type, as it is written. */
export const charsetOfType = (contentType: string | undefined): string | undefined => {
  const [, quoted, single, bare] = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,]+))/i.exec(contentType ?? '') ?? [];
  return quoted ?? single ?? bare;
};
