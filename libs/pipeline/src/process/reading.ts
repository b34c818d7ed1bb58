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

const digest = async (body: Payload, key: string): Promise<string> => {
  const hash = createHash('sha256');
  try {
    for await (const chunk of body.open()) hash.update(chunk);
  } catch (cause) {
    throw new RawCorruptError(key, 'it cannot be read to its end', cause);
  }
  return hash.digest('hex');
};

/**
 * Opens the raw object of a page and makes sure that it is what was stored.
 * @throws RawMissingError @throws RawCorruptError
 */
export const readRaw = async (raw: RawStore, page: PageEntry): Promise<{ meta: PageMeta; body: Payload }> => {
  const object = await raw.get(page.key);
  if (!object) throw new RawMissingError(page.key);
  if ((await digest(object.body, page.key)) !== page.sha256) {
    await object.body.dispose();
    throw new RawCorruptError(page.key, 'its content has another sha256 than when it was stored');
  }
  return object;
};
