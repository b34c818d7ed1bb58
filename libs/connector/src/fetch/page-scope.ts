import { createHash } from 'node:crypto';
import type { Json, JsonObject, PageMeta } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import type { Scope } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import { withSlice, type Slice } from '../roles/slice';

const extraKey = '$extra';

/** A slice as it is kept with a page. */
export const sliceMeta = (slice: Slice): Pick<PageMeta, 'partition' | 'interval'> => ({
  partition: Object.keys(slice.extra).length > 0 ? { ...slice.partition, [extraKey]: slice.extra } : slice.partition,
  interval: slice.interval,
});

/** The slice that a kept page belongs to. */
export const sliceOf = (meta: Pick<PageMeta, 'partition' | 'interval'>): Slice => {
  const { [extraKey]: extra, ...partition } = meta.partition as JsonObject;
  return { partition, interval: meta.interval, extra: isJsonObject(extra) ? extra : {} };
};

/** The scope of a page's templates: everything in it, time and randomness included, comes from the page. */
export const createPageScope = (
  page: Pick<PageMeta, 'partition' | 'interval' | 'fetchedAt'>,
  config: JsonObject,
  sha256: string,
): Scope => {
  const values: Record<string, Json> = { config, ...withSlice(sliceOf(page)) };
  return { values, now: Date.parse(page.fetchedAt), random: seededRandom(sha256) };
};

/** Returns true if the status says that there is no content: no records in any format. */
export const hasNoContent = (status: number, body: Pick<Payload, 'bytes'>): boolean =>
  body.bytes === 0 && (status === 204 || status === 205 || status === 304);

/** Numbers in [0, 1) that are the same for the same seed. */
const seededRandom = (seed: string): (() => number) => {
  let count = 0;
  return () => createHash('sha256').update(`${seed}:${count++}`).digest().readUIntBE(0, 6) / 2 ** 48;
};
