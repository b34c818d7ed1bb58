import * as z from 'zod';

const text = (most: number) => z.string().max(most).optional();

/** Filters that several lists take: names and ids, as a whole. All of them and a cursor fit into one address. */
export const filters = {
  source: text(100).describe('only of the source of this name'),
  stream: text(200).describe('only of streams of this name'),
  runId: text(400).describe('only of the run with this id'),
};

const time = z.iso.datetime({ offset: true }).optional();

/** A stretch of time: its start is in it, its end is not. */
export const stretch = { from: time.describe('from this time on'), to: time.describe('before this time') };
