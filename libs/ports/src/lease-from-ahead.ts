/**
 * Whether a lease ends later than a lease can that begins now: a clock that was ahead gave it. Times are ms since 1970. Such a lease is
 * shortened to `leaseMs`. A live holder renews it before that and keeps it; a dead one does not block the stream until the wrong time.
 */
export const isFromAhead = (until: number, now: number, leaseMs: number): boolean => until - now > 2 * leaseMs;
