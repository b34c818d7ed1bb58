import type { Json, JsonObject } from '@twl/contracts';
import type { RequestOptions } from './request-options';
import type { Slice } from './slice';
import type { CursorProblem } from './cursor-problem';
import type { SplitLimits } from './slicer';

/** One read's work with a cursor, of the whole stream or of one partition. */
export interface CursorRun {
  /** The stretches to read, as slices carry them. */
  intervals(): Iterable<Pick<Slice, 'interval' | 'extra'>>;
  /** Returns true if the record counts for the state. */
  observe(record: JsonObject, slice: Slice): boolean;
  close(slice: Slice): void;
  reduce(slice: Slice): Slice | undefined;
  /** Returns the slice in two halves; undefined if it cannot be split. */
  split?(slice: Slice, limits: SplitLimits): [Slice, Slice] | undefined;
  /** In Airbyte's shape: `{ cursor field: value }`. */
  toJson(): Json;
}

/** A cursor as the manifest declares it, not begun yet. */
export interface CursorPlan {
  readonly field: string;
  /** Begins from a state; `backMs` before it when parts of an earlier read may have been missed. */
  begin(state: Json, backMs?: number): CursorRun;
  options(slice: Slice): RequestOptions;
  /** Set if records are filtered here, because the source cannot: before or after paging counts them. */
  readonly filters: 'before' | 'after' | undefined;
  keeps(record: JsonObject, slice: Slice): boolean;
  /** Returns true if a record is older than the wanted ones: in a feed nothing wanted follows. */
  isBefore(record: JsonObject, slice: Slice): boolean;
  /** Explains why a record does not move the state; `now` in ms since 1970. */
  problem(record: JsonObject, now: number): CursorProblem | undefined;
  /** Comparable and sortable place of a record; null without one. */
  position(record: JsonObject): number | null;
  /** Returns the ISO time of a record, if the cursor is a time. */
  time(record: JsonObject): string | null;
  /** Returns the value as the state writes it; undefined if the record has none. */
  written(record: JsonObject): string | number | undefined;
  /** Returns the time of a state, ms since 1970; undefined if it is unknown. */
  age(state: Json): number | undefined;
  /** A value far ahead of every record, as a state writes it. */
  future(): string | number;
}
