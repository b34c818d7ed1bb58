import type { Failure } from '@twl/contracts';

/** A failure that was tried again and refused: the newest refusal shows, the first one is kept beside it, and the attempts add up. */
export const refusedAgain = (known: Failure, again: Failure): Failure => ({
  ...again,
  attempts: known.attempts + again.attempts,
  first: known.first ?? { reason: known.reason, detail: known.detail },
});
