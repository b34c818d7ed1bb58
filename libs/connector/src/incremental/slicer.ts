import type { Json, JsonObject } from '@twl/contracts';
import { noOptions, type RequestOptions } from '../request/request-options';
import type { ReadSession } from '../retriever/read-session';
import { wholeStream, type Slice } from '../stream/slice';

/** How a stream's work is divided, and what it remembers: its cursor and its partitions together. */
export interface Slicer {
  /** Begins a read from a state of an earlier one, in Airbyte's shape; null for the first. */
  begin(state: Json): SliceRun;
  /** Whether a record is wanted at all; records of others are filtered. Depends on the record and its slice alone. */
  keeps?(record: JsonObject, slice: Slice): boolean;
  /** The record's place in the order of the source: microseconds, or a count. */
  position?(record: JsonObject): string | number | null;
  /** When it happened, as an ISO time. */
  time?(record: JsonObject): string | null;
}

/** One read's slices and state. */
export interface SliceRun {
  slices(session: ReadSession): AsyncIterable<Slice>;
  options(slice: Slice): RequestOptions;
  observe(record: JsonObject, slice: Slice): void;
  /** The records of a feed from here on are known already. */
  enough?(last: JsonObject, slice: Slice): boolean;
  /** Everything of the slice has been handed over. */
  close(slice: Slice): void;
  /** What has been handed over so far, in Airbyte's shape; null when nothing is remembered. */
  state(): Json;
}

/** A stream that is read whole, every time. */
export const wholeSlicer: Slicer = {
  begin: () => ({
    async *slices() {
      yield wholeStream;
    },
    options: noOptions,
    observe() {},
    close() {},
    state: () => null,
  }),
};
