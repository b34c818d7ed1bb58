import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import { readJson, writeJson } from '@twl/json';
import type { BlobStore } from '../table/blob-store';

/** Bytes that a body has before it is packed, and before it is kept outside. */
const [packedFrom, outsideFrom] = [600, 32_000];
const inBackground = 64_000;

const unpack = promisify(inflateRaw);

/** A body in an item: JSON text in `b`, packed when it is a binary, or in `x` the name of the object that has it. */
export type StoredBody = { b: string | Uint8Array } | { x: string };

/** Writes values into items and reads them again, every digit and every code unit kept, of any size. */
export class Bodies {
  constructor(private readonly blobs: BlobStore) {}

  /** What the item holds for a value. What is too large has then been put outside. */
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
