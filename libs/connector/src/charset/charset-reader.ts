import { isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { getDecoder } from 'iconv-lite';

/** Decodes bytes to text in chunks. An invalid byte becomes a lone surrogate, so that it can be found. */
export interface CharsetReader {
  write(bytes: Uint8Array): string;
  end(): string;
}

/** Creates a reader for a charset name of `findCharset`. */
export const createCharsetReader = (charset: string): CharsetReader => {
  if (charset === 'utf-8') return new Utf8Reader();
  if (charset === 'utf-16le') return new StringDecoder('utf16le');
  if (charset === 'utf-16be') return new BigEndianReader();
  return isOfTheWeb(charset) ? new WebReader(charset) : new TableReader(charset);
};

const isOfTheWeb = (charset: string): boolean => {
  try {
    return new TextDecoder(charset).encoding === charset;
  } catch {
    return false;
  }
};

/** Represents an invalid byte of a charset other than UTF-8. */
const broken = '\udcff';

class WebReader implements CharsetReader {
  private readonly decoder: InstanceType<typeof TextDecoder>;

  constructor(charset: string) {
    this.decoder = new TextDecoder(charset, { ignoreBOM: true });
  }

  write(bytes: Uint8Array): string {
    return this.decoder.decode(bytes, { stream: true }).replaceAll('\ufffd', broken);
  }

  end(): string {
    return this.decoder.decode().replaceAll('\ufffd', broken);
  }
}

class TableReader implements CharsetReader {
  private readonly decoder: ReturnType<typeof getDecoder>;

  constructor(charset: string) {
    this.decoder = getDecoder(charset, { stripBOM: false });
  }

  write(bytes: Uint8Array): string {
    return this.decoder.write(Buffer.from(bytes)).replaceAll('\ufffd', broken);
  }

  end(): string {
    return (this.decoder.end() ?? '').replaceAll('\ufffd', broken);
  }
}

class BigEndianReader implements CharsetReader {
  private readonly little = new StringDecoder('utf16le');
  private rest = Buffer.alloc(0);

  write(bytes: Uint8Array): string {
    const all = Buffer.concat([this.rest, bytes]);
    const even = all.length - (all.length % 2);
    this.rest = all.subarray(even);
    return this.little.write(all.subarray(0, even).swap16());
  }

  end(): string {
    return this.little.end() + (this.rest.length > 0 ? broken : '');
  }
}

class Utf8Reader implements CharsetReader {
  private rest = Buffer.alloc(0);

  write(bytes: Uint8Array): string {
    const all = this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const end = wholeCharacters(all);
    this.rest = Buffer.from(all.subarray(end));
    return decodeUtf8Text(all.subarray(0, end));
  }

  end(): string {
    return decodeUtf8Text(this.rest);
  }
}

/** Bytes that a character has which begins with this one; 0 for one that begins none. */
const lengthAt = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0);

/** The place behind the last character of UTF-8 that is whole. */
export const wholeCharacters = (bytes: Uint8Array): number => {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at--) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc0) return at + lengthAt(byte) > bytes.length ? at : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
};

/** Decodes UTF-8; each invalid byte becomes the lone surrogate U+DC00 plus its value. */
export const decodeUtf8Text = (bytes: Buffer): string => (isUtf8(bytes) ? bytes.toString('utf8') : withBroken(bytes));

const withBroken = (bytes: Buffer): string => {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lengthAt(lead);
    if (length === 1 || (length > 1 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)))) at += length;
    else {
      parts.push(bytes.toString('utf8', from, at), String.fromCharCode(0xdc00 + lead));
      from = ++at;
    }
  }
  return parts.join('') + bytes.toString('utf8', from);
};
