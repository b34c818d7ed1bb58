import type { Json, JsonObject } from '@twl/contracts';
import { noOptions, type RequestOptions } from './request-options';
import type { ReadSession } from '../session/read-session';
import { wholeStream, type Slice } from './slice';
import type { CursorProblem } from './cursor-problem';

/** How to divide a stream's work, and its state: cursor and partitions together. */
export interface Slicer {
  /** Begins a read from a state of an earlier one, in Airbyte's shape; null for the first. `started`: when a deferred read really began. */
  begin(state: Json, started?: number): SliceRun;
  /** Records are filtered here: before paging counts them, or after. */
  readonly filters?: 'before' | 'after';
  /** Returns true if a record is wanted. Depends only on the record and its slice. */
  keeps?(record: JsonObject, slice: Slice): boolean;
  /** Returns true if a record is older than the wanted ones: in a feed nothing wanted follows. */
  isBefore?(record: JsonObject, slice: Slice): boolean;
  /** Explains why a record does not move the state; `now` in ms since 1970. */
  problem?(record: JsonObject, now: number): CursorProblem | undefined;
  /** The record's place in the order of the source: microseconds, or a count. */
  position?(record: JsonObject): number | null;
  /** When it happened, as an ISO time. */
  time?(record: JsonObject): string | null;
  /** Returns the time of a state, ms since 1970; undefined if it is unknown. */
  age?(state: Json): number | undefined;
  /** A state in the far future. */
  future?(): Json;
}

/** One read's slices and state. */
export interface SliceRun {
  slices(session: ReadSession): AsyncIterable<Slice>;
  options(slice: Slice): RequestOptions;
  /** Returns true if the record counts for the state; always without a cursor. */
  observe(record: JsonObject, slice: Slice): boolean;
  /** Returns the rest of a slice when paging restarts; undefined if that is all of it. */
  reduce?(slice: Slice): Slice | undefined;
  /** Returns the slice in two halves; undefined if it cannot be split. */
  split?(slice: Slice, limits: SplitLimits): [Slice, Slice] | undefined;
  /** Everything of the slice has been handed over. */
  close(slice: Slice): void;
  /** Called when all slices were handed over: values known only at the end can enter the state. */
  finish?(): void;
  /** Returns the state of what was handed over so far, in Airbyte's format; null if nothing is remembered. */
  state(): Json;
  /** True if the state tells for every slice whether it is done. */
  readonly covers: boolean;
  /** When the read began, ms since 1970. */
  readonly started?: number;
}

/** A stream that is read whole, every time. */
export const wholeSlicer: Slicer = {
  begin: () => ({
    async *slices() {
      yield wholeStream;
    },
    options: noOptions,
    observe: () => true,
    close() {},
    state: () => null,
    covers: false,
  }),
};
/** Where dividing ends. */
export interface SplitLimits {
  /** A slice of at most this length stays whole, microseconds. */
  smallest: bigint | undefined;
}
