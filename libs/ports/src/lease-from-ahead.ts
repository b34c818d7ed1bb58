/**
 * Whether a lease ends later than any that was lent by now can, ms since 1970: it was lent by a clock that was ahead. It is then shortened
 * to what a lease is, so that its holder, who renews it more often, keeps it, and one that is gone does not block the stream until that time.
 */
export const isFromAhead = (until: number, now: number, leaseMs: number): boolean => until - now > 2 * leaseMs;
