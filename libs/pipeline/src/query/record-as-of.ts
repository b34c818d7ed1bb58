import type { CuratedRecord, RecordVersion } from '@twl/contracts';
import { compareInstants, instantOf } from '@twl/ports';

/**
 * A record as it was shown at a time, from its versions, newest first; undefined if it did not exist then, or the version of that time has
 * expired. A version that was inserted later, between others, was never shown: the newest known one was.
 */
export const recordAsOf = (record: CuratedRecord, versions: readonly RecordVersion[], moment: string): CuratedRecord | undefined => {
  const then = instantOf(moment);
  const shown = versions.find(({ validFrom }) => compareInstants(instantOf(validFrom), then) <= 0);
  if (!shown) return undefined;
  const { deletedAt: _, ...rest } = record;
  const { version, validFrom, fingerprint, title, occurredAt, data, rawRef, deleted } = shown;
  const past = { ...rest, version, updatedAt: validFrom, fingerprint, title, occurredAt, data, rawRef };
  return deleted ? { ...past, deletedAt: validFrom } : past;
};
