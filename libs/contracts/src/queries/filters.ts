import * as z from 'zod';

const textUpTo = (maxLength: number) => z.string().max(maxLength).optional();

/** Filters of several lists. A name or an id matches as a whole. All of them and a cursor fit into one address. */
export const filters = {
  source: textUpTo(100).describe('only items of this source'),
  stream: textUpTo(200).describe('only items of streams with this name'),
  runId: textUpTo(400).describe('only items of this run'),
};

const time = z.iso.datetime({ offset: true }).optional();

/** A time range: it includes its start, not its end. */
export const timeRange = { from: time.describe('from this time on, inclusive'), to: time.describe('before this time, exclusive') };
