/** A time as exact as it is written: ms since 1970, rounded down, and the further digits of the second. */
export interface Instant {
  ms: number;
  rest: string;
}

/** Reads an ISO time; `ms` is NaN if it is invalid. */
export const instantOf = (iso: string): Instant => ({
  // No more digits than it needs: the platform reads a time with very many as none.
  ms: Date.parse(iso.replace(/(\.\d{3})\d+/, '$1')),
  rest: /\.\d{3}(\d+)/.exec(iso)?.[1]?.replace(/0+$/, '') ?? '',
});

/** Compares two times down to the last digit: negative if `a` is earlier, positive if it is later, 0 if they are equal. */
export const compareInstants = (a: Instant, b: Instant): number => a.ms - b.ms || (a.rest < b.rest ? -1 : Number(a.rest > b.rest));

/** The times from an inclusive lower bound to an exclusive upper bound; either may be absent. */
export class TimeRange {
  readonly #gte: Instant | undefined;
  readonly #lt: Instant | undefined;

  constructor(gte: string | undefined, lt: string | undefined) {
    this.#gte = gte === undefined ? undefined : instantOf(gte);
    this.#lt = lt === undefined ? undefined : instantOf(lt);
  }

  /** The first ms that is at least partly in the range. */
  get from(): number {
    return this.#gte?.ms ?? -Infinity;
  }

  /** The first ms after the range. */
  get to(): number {
    if (!this.#lt) return Infinity;
    return this.#lt.rest === '' ? this.#lt.ms : this.#lt.ms + 1;
  }

  /** Whether a time is in the range; calls `exact` for the written time only if the ms do not decide. */
  has(ms: number, exact: () => string): boolean {
    if (ms < this.from || ms >= this.to) return false;
    const isCut = (bound: Instant | undefined): boolean => bound !== undefined && bound.rest !== '' && bound.ms === ms;
    if (!isCut(this.#gte) && !isCut(this.#lt)) return true;
    const time = instantOf(exact());
    return (!this.#gte || compareInstants(this.#gte, time) <= 0) && (!this.#lt || compareInstants(time, this.#lt) < 0);
  }
}
