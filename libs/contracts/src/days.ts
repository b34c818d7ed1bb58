import * as z from 'zod';

/** A day, UTC: `2026-01-31`. */
export const daySchema = z.iso.date('a day is written YYYY-MM-DD, for example 2026-01-31');

/** Days in a row, both ends included; without an end, all from there on. */
export interface Days {
  from?: string;
  to?: string;
}

/** What is wrong with the ends, if anything. */
export const daysProblem = ({ from, to }: Days): string | undefined =>
  from !== undefined && to !== undefined && from > to ? `the first day, ${from}, is after the last one, ${to}` : undefined;
