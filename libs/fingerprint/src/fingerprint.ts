import { hash } from 'node:crypto';
import type { Json } from '@twl/contracts';
import { CanonicalWriter } from './canonical-writer';
import { FingerprintAlgorithmError } from './errors';
import { createPosition } from './position';

export type FingerprintAlgorithm = 'md5' | 'sha256';

/** Options for the fingerprints of a stream's records. */
export interface FingerprintOptions {
  algorithm: FingerprintAlgorithm;
  /** Paths to leave out: `dob.age`, `items.*.price` for every item of an array, `a\.b` for a name with a dot. */
  volatileFields: readonly string[];
}

/** Hex digest of a text in UTF-8. */
type Digest = (algorithm: string, text: string) => string;

/**
 * Creates a function that returns the fingerprint of a value, `md5:<hex>`. Values that differ only in the order of keys and in volatile
 * fields have the same fingerprint.
 * @throws FieldPathError; FingerprintAlgorithmError if the host refuses the algorithm
 */
export const createFingerprint = (options: FingerprintOptions, digest: Digest = hash): ((data: Json) => string) => {
  const { algorithm, volatileFields } = options;
  const writer = new CanonicalWriter(createPosition(volatileFields));
  try {
    digest(algorithm, '');
  } catch (error) {
    throw new FingerprintAlgorithmError(algorithm, error);
  }
  return (data) => `${algorithm}:${digest(algorithm, writer.write(data))}`;
};

/** Returns the fingerprint of one value; for many values use {@link createFingerprint}. */
export const computeFingerprint = (data: Json, options: FingerprintOptions): string => createFingerprint(options)(data);
