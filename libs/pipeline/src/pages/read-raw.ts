import { createHash } from 'node:crypto';
import type { PageMeta } from '@twl/contracts';
import { TwlError, type PageEntry, type Payload, type RawStore } from '@twl/ports';

/** The raw object of a page does not exist. */
export class RawMissingError extends TwlError {
  readonly code = 'RAW_MISSING';
  readonly retryable = true;

  constructor(key: string) {
    super(`raw object ${key} is missing`);
  }
}

/** The raw object is not the one that was stored. */
export class RawCorruptError extends TwlError {
  readonly code = 'RAW_CORRUPT';
  readonly retryable = false;

  constructor(key: string, detail: string, cause?: unknown) {
    super(`raw object ${key} is damaged: ${detail}`, { cause });
  }
}

/** A body up to this size stays in memory while it is checked, so that it is read and decompressed only once; bytes. */
const cacheLimitBytes = 8 * 2 ** 20;

/** Computes the digest of a body; returns its content too if that is short. */
const hashBody = async (body: Payload, key: string): Promise<{ sha256: string; chunks: Uint8Array[] | undefined }> => {
  const hash = createHash('sha256');
  let chunks: Uint8Array[] | undefined = [];
  let size = 0;
  try {
    for await (const chunk of body.open()) {
      hash.update(chunk);
      size += chunk.length;
      if (size > cacheLimitBytes) chunks = undefined;
      chunks?.push(chunk);
    }
  } catch (cause) {
    throw new RawCorruptError(key, 'it cannot be read to its end', cause);
  }
  return { sha256: hash.digest('hex'), chunks };
};

const withCachedContent = (body: Payload, content: Uint8Array[]): Payload => {
  let chunks: Uint8Array[] | undefined = content;
  return {
    bytes: body.bytes,
    sha256: body.sha256,
    open: () => (chunks ? yieldChunks(chunks) : body.open()),
    dispose: () => {
      chunks = undefined;
      return body.dispose();
    },
  };
};

async function* yieldChunks(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}

const openRaw = async (raw: RawStore, key: string): ReturnType<RawStore['get']> => {
  try {
    return await raw.get(key);
  } catch (error) {
    if (error instanceof TwlError && error.code === 'STORAGE_CORRUPT') throw new RawCorruptError(key, 'its metadata cannot be read', error);
    throw error;
  }
};

/**
 * Opens the raw object of a page and checks that its content is what was stored, by the digest in the ledger, or else by the digest in its
 * metadata.
 * @throws RawMissingError @throws RawCorruptError
 */
export const readRaw = async (
  raw: RawStore,
  page: Pick<PageEntry, 'key'> & { sha256?: string },
): Promise<{ meta: PageMeta; body: Payload }> => {
  const object = await openRaw(raw, page.key);
  if (!object) throw new RawMissingError(page.key);
  const { meta, body } = object;
  const { sha256, chunks } = await hashBody(body, page.key);
  if (sha256 === (page.sha256 ?? meta.sha256)) return { meta, body: chunks ? withCachedContent(body, chunks) : body };
  await body.dispose();
  throw new RawCorruptError(page.key, 'its content has another sha256 than when it was stored');
};
