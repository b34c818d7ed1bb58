/** Returns the charset of a byte order mark. */
export const charsetOfMark = (head: Uint8Array): string | undefined => {
  const begins = (...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);
  if (begins(0xef, 0xbb, 0xbf)) return 'utf-8';
  if (begins(0xff, 0xfe, 0, 0)) return 'utf-32le';
  if (begins(0, 0, 0xfe, 0xff)) return 'utf-32be';
  if (begins(0xff, 0xfe)) return 'utf-16le';
  return begins(0xfe, 0xff) ? 'utf-16be' : undefined;
};

const zeros: Record<string, string> = { '0001': 'utf-32be', '1000': 'utf-32le', '0101': 'utf-16be', '1010': 'utf-16le' };

/** Detects the charset of a text without a mark whose first characters are ASCII: by the positions of its zero bytes. */
export const charsetOfZeros = (head: Uint8Array): string | undefined =>
  zeros[Array.from(head.subarray(0, 4), (byte) => (byte === 0 ? 0 : 1)).join('')];

const xml = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]+)["']/;
const meta = /<meta\s[^>]{0,500}?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i;

/** The charset that markup names in itself: the XML declaration, or a `meta` element. */
export const charsetOfMarkup = (head: Uint8Array): string | undefined => {
  const text = Buffer.from(head)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  return xml.exec(text)?.[1] ?? meta.exec(text.replace(/<!--.*?-->/gs, ''))?.[1];
};
