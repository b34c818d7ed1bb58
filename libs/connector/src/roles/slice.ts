import type { Json, JsonObject } from '@twl/contracts';

/** One part of a stream's work: a partition, a stretch of the cursor, or both. */
export interface Slice {
  partition: JsonObject;
  /** Start and end in the source's own notation, under the names of the manifest. */
  interval: Record<string, string>;
  /** Additional values: fields of a parent record, properties to request. */
  extra: JsonObject;
}

/** The slice of a stream without partitions and cursor. */
export const wholeStream: Slice = { partition: {}, interval: {}, extra: {} };

/** Key of the first page in a slice, if the parent record has it. */
export const embeddedKey = 'child_response';

const variantKey = '$variant';

/** Returns the slice with the name of the way to read its stream, if it has several. */
export const withVariant = (slice: Slice, variant: string): Slice =>
  variant === '' ? slice : { ...slice, extra: { ...slice.extra, [variantKey]: variant } };

/** The way that a slice was read. */
export const variantOf = (slice: Slice): string => String(slice.extra[variantKey] ?? '');

/** Returns a slice as templates see it. Its additional values can be read, but are not among its keys. */
export const withSlice = ({ partition, interval, extra }: Slice): Record<string, Json> => {
  const value = Object.fromEntries(Object.entries(extra).filter(([key]) => !key.startsWith('$')));
  return {
    stream_slice: Object.defineProperty({ ...partition, ...interval }, 'extra_fields', { value }),
    stream_partition: partition,
    stream_interval: interval,
  };
};
