import type { Json, JsonObject } from '@twl/contracts';
import { noOptions, type RequestOptions } from './request-options';
import type { ReadSession } from '../session/read-session';
import { wholeStream, type Slice } from './slice';
import type { CursorProblem } from './cursor-problem';

/** How a stream's work is divided, and what it remembers: its cursor and its partitions together. */
export interface Slicer {
  /** Begins a read from a state of an earlier one, in Airbyte's shape; null for the first. `started`: when a deferred read really began. */
  begin(state: Json, started?: number): SliceRun;
  /** Records are filtered here: before paging counts them, or after. */
  readonly filters?: 'before' | 'after';
  /** Whether a record is wanted. Depends on the record and its slice alone. */
  keeps?(record: JsonObject, slice: Slice): boolean;
  /** Whether a record is older than what is wanted: in a feed nothing that is wanted follows. */
  isBefore?(record: JsonObject, slice: Slice): boolean;
  /** Why a record does not move the state on, where a person should know; `now` in ms since 1970. */
  problem?(record: JsonObject, now: number): CursorProblem | undefined;
  /** The record's place in the order of the source: microseconds, or a count. */
  position?(record: JsonObject): number | null;
  /** When it happened, as an ISO time. */
  time?(record: JsonObject): string | null;
  /** How old a state is, ms since 1970; undefined where it cannot be told. */
  age?(state: Json): number | undefined;
  /** A state that lies far ahead of every record. */
  future?(): Json;
}

/** One read's slices and state. */
export interface SliceRun {
  slices(session: ReadSession): AsyncIterable<Slice>;
  options(slice: Slice): RequestOptions;
  /** Whether the record counts for the state; always where there is no cursor. */
  observe(record: JsonObject, slice: Slice): boolean;
  /** What is left of a slice when paging restarts; undefined when that is all of it. */
  reduce?(slice: Slice): Slice | undefined;
  /** The slice in two halves; undefined where it has no smaller parts. */
  split?(slice: Slice, limits: SplitLimits): [Slice, Slice] | undefined;
  /** Everything of the slice has been handed over. */
  close(slice: Slice): void;
  /** All slices have been handed over: what is only known at the end may go into the state. */
  finish?(): void;
  /** What has been handed over so far, in Airbyte's shape; null when nothing is remembered. */
  state(): Json;
  /** The state says of every slice whether it is done. */
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
