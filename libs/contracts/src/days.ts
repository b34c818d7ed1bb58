import * as z from 'zod';

/** A day, UTC: `2026-01-31`. */
export const daySchema = z.iso.date('a day is written YYYY-MM-DD, for example 2026-01-31');

/** Range of days, both ends included. A missing end leaves the range open. */
export interface Days {
  from?: string;
  to?: string;
}

/** Describes why a range of days is invalid; undefined if it is valid. */
export const daysProblem = ({ from, to }: Days): string | undefined =>
  from !== undefined && to !== undefined && from > to ? `the first day, ${from}, is after the last one, ${to}` : undefined;
