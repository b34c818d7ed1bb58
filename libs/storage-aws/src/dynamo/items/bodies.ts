import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import { readJson, writeJson } from '@twl/json';
import type { BlobStore } from '../table/blob-store';

/** Bytes from which a body is packed, and from which it is put into the blob store. */
const [packedFrom, outsideFrom] = [600, 32_000];
const inBackground = 64_000;

const unpack = promisify(inflateRaw);

/** A body in an item: JSON text in `b`, packed if it is a binary, or in `x` the name of the object that holds it. */
export type StoredBody = { b: string | Uint8Array } | { x: string };

/** Writes values of any size into items and reads them back, with every digit and every code unit. */
export class Bodies {
  constructor(private readonly blobs: BlobStore) {}

  /** Returns the attributes for a value. A large value is then already in the blob store. */
  async store(value: unknown): Promise<StoredBody> {
    const text = writeJson(value);
    if (text.length < packedFrom) return { b: text };
    const packed = deflateRawSync(text);
    if (packed.length >= outsideFrom) return this.#putOutside(packed);
    const isSmaller = packed.length < Buffer.byteLength(text);
    return { b: isSmaller ? packed : text };
  }

  async read<T>(stored: object): Promise<T> {
    const body = stored as StoredBody;
    if ('b' in body && typeof body.b === 'string') return readJson<T>(body.b);
    const packed = 'x' in body ? await this.blobs.get(body.x) : body.b;
    const text = packed.length < inBackground ? inflateRawSync(packed) : await unpack(packed);
    return readJson<T>(text.toString('utf8'));
  }

  async #putOutside(packed: Uint8Array): Promise<StoredBody> {
    const name = createHash('sha256').update(packed).digest('hex');
    await this.blobs.put(name, packed);
    return { x: name };
  }
}
