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

/** Where a slice carries its first page, when the parent record had it. */
export const embeddedKey = 'child_response';

const variantKey = '$variant';

/** The slice with the name of the way that its stream is read, where it has several. */
export const withVariant = (slice: Slice, variant: string): Slice =>
  variant === '' ? slice : { ...slice, extra: { ...slice.extra, [variantKey]: variant } };

/** The way that a slice was read. */
export const variantOf = (slice: Slice): string => String(slice.extra[variantKey] ?? '');

/** A slice as templates see it. What is known beside it can be asked for, and does not show among its keys. */
export const withSlice = ({ partition, interval, extra }: Slice): Record<string, Json> => {
  const value = Object.fromEntries(Object.entries(extra).filter(([key]) => !key.startsWith('$')));
  return {
    stream_slice: Object.defineProperty({ ...partition, ...interval }, 'extra_fields', { value }),
    stream_partition: partition,
    stream_interval: interval,
  };
};
