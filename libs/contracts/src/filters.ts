import * as z from 'zod';

const text = z.string().max(5000).optional();

/** Filters that several lists take: names and ids, as a whole. */
export const filters = {
  source: text.describe('only of the source of this name'),
  stream: text.describe('only of streams of this name'),
  run: text.describe('only of the run with this id'),
};

const time = z.iso.datetime({ offset: true }).optional();

/** A stretch of time: its start is in it, its end is not. */
export const stretch = { from: time.describe('from this time on'), to: time.describe('before this time') };
