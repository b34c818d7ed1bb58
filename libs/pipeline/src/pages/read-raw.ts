import { createHash } from 'node:crypto';
import type { PageMeta } from '@twl/contracts';
import { TwlError, type PageEntry, type Payload, type RawStore } from '@twl/ports';

/** The raw object that a page points at is not there. */
export class RawMissingError extends TwlError {
  readonly code = 'RAW_MISSING';
  readonly retryable = true;

  constructor(key: string) {
    super(`raw object ${key} is missing`);
  }
}

/** The raw object is not what was stored. */
export class RawCorruptError extends TwlError {
  readonly code = 'RAW_CORRUPT';
  readonly retryable = false;

  constructor(key: string, detail: string, cause?: unknown) {
    super(`raw object ${key} is damaged: ${detail}`, { cause });
  }
}

/** A body up to this stays in memory while it is checked, so that it is read and unpacked only once; bytes. */
const keptBytes = 8 * 2 ** 20;

/** The digest of a body, and its content where that is short. */
const checked = async (body: Payload, key: string): Promise<{ sha256: string; chunks: Uint8Array[] | undefined }> => {
  const hash = createHash('sha256');
  let chunks: Uint8Array[] | undefined = [];
  let size = 0;
  try {
    for await (const chunk of body.open()) {
      hash.update(chunk);
      size += chunk.length;
      if (size > keptBytes) chunks = undefined;
      chunks?.push(chunk);
    }
  } catch (cause) {
    throw new RawCorruptError(key, 'it cannot be read to its end', cause);
  }
  return { sha256: hash.digest('hex'), chunks };
};

const kept = (body: Payload, content: Uint8Array[]): Payload => {
  let chunks: Uint8Array[] | undefined = content;
  return {
    bytes: body.bytes,
    sha256: body.sha256,
    open: () => (chunks ? given(chunks) : body.open()),
    dispose: () => {
      chunks = undefined;
      return body.dispose();
    },
  };
};

async function* given(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}

const opened = async (raw: RawStore, key: string): ReturnType<RawStore['get']> => {
  try {
    return await raw.get(key);
  } catch (error) {
    if (error instanceof TwlError && error.code === 'STORAGE_CORRUPT') throw new RawCorruptError(key, 'its metadata cannot be read', error);
    throw error;
  }
};

/**
 * Opens the raw object of a page and makes sure that it is what was stored: by the digest that the ledger has, or else by the one that is
 * stored with it.
 * @throws RawMissingError @throws RawCorruptError
 */
export const readRaw = async (
  raw: RawStore,
  page: Pick<PageEntry, 'key'> & { sha256?: string },
): Promise<{ meta: PageMeta; body: Payload }> => {
  const object = await opened(raw, page.key);
  if (!object) throw new RawMissingError(page.key);
  const { meta, body } = object;
  const { sha256, chunks } = await checked(body, page.key);
  if (sha256 === (page.sha256 ?? meta.sha256)) return { meta, body: chunks ? kept(body, chunks) : body };
  await body.dispose();
  throw new RawCorruptError(page.key, 'its content has another sha256 than when it was stored');
};
