import type { CuratedRecord, RecordVersion } from '@twl/contracts';
import { compareInstants, instantOf } from '@twl/ports';

/**
 * A record as it was shown at a moment, from its versions, newest first; undefined when there was none of it, or none is kept from then.
 * A version that came late, between others, was never the one shown: of those that had come the newest was.
 */
export const asOf = (record: CuratedRecord, versions: readonly RecordVersion[], moment: string): CuratedRecord | undefined => {
  const then = instantOf(moment);
  const shown = versions.find(({ validFrom }) => compareInstants(instantOf(validFrom), then) <= 0);
  if (!shown) return undefined;
  const { deletedAt: _, ...rest } = record;
  const { version, validFrom, fingerprint, title, occurredAt, data, rawRef, deleted } = shown;
  const past = { ...rest, version, updatedAt: validFrom, fingerprint, title, occurredAt, data, rawRef };
  return deleted ? { ...past, deletedAt: validFrom } : past;
};
