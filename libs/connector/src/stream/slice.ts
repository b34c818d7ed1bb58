import type { Json, JsonObject } from '@twl/contracts';

/** One part of a stream's work: a partition, a stretch of the cursor, or both. */
export interface Slice {
  partition: JsonObject;
  /** Start and end in the source's own notation, under the names the manifest gives them. */
  interval: Record<string, string>;
  /** What is known beside them: fields of a parent record, properties to ask for. */
  extra: JsonObject;
}

/** The slice of a stream without partitions and cursor. */
export const wholeStream: Slice = { partition: {}, interval: {}, extra: {} };

/** A slice as templates see it. */
export const withSlice = (slice: Slice): Record<string, Json> => ({
  stream_slice: { extra_fields: slice.extra, ...slice.partition, ...slice.interval },
  stream_partition: slice.partition,
  stream_interval: slice.interval,
});
