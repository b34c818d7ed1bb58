import { gunzipSync, gzipSync } from 'node:zlib';

/** A body that is text, maybe compressed. */
export interface TextBody {
  text: string;
  gzip: boolean;
}

const mostUnpacked = 64 * 1024 ** 2;

/** The text of a body, unpacked if it is compressed; undefined for one that is no text. */
export const toTextBody = (body: Uint8Array): TextBody | undefined => {
  const gzip = body[0] === 0x1f && body[1] === 0x8b;
  try {
    const bytes = gzip ? gunzipSync(body, { maxOutputLength: mostUnpacked }) : body;
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), gzip };
  } catch {
    return undefined;
  }
};

/** The body of a text. */
export const fromTextBody = ({ text, gzip }: TextBody): Uint8Array => (gzip ? gzipSync(text) : Buffer.from(text));
