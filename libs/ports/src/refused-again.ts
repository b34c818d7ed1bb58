import type { Failure } from '@twl/contracts';

/** Merges a failure with a later one of the same record or page: shows the newer reason, keeps the first one, and adds up the attempts. */
export const refusedAgain = (known: Failure, again: Failure): Failure => ({
  ...again,
  attempts: known.attempts + again.attempts,
  first: known.first ?? { reason: known.reason, detail: known.detail },
});
