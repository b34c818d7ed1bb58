import type { Json, JsonObject } from '@twl/contracts';
import type { RequestOptions } from './request-options';
import type { Slice } from './slice';
import type { CursorProblem } from './cursor-problem';
import type { SplitLimits } from './slicer';

/** One read's work with a cursor, of the whole stream or of one partition. */
export interface CursorRun {
  /** The stretches to read, as slices carry them. */
  intervals(): Iterable<Pick<Slice, 'interval' | 'extra'>>;
  /** Whether the record counts for the state. */
  observe(record: JsonObject, slice: Slice): boolean;
  close(slice: Slice): void;
  reduce(slice: Slice): Slice | undefined;
  /** The slice in two halves; undefined where it has no smaller parts. */
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
  /** Whether the records are filtered here, because the source cannot; before paging counts them, or after. */
  readonly filters: 'before' | 'after' | undefined;
  keeps(record: JsonObject, slice: Slice): boolean;
  /** Whether a record is older than what is wanted: in a feed nothing that is wanted follows. */
  isBefore(record: JsonObject, slice: Slice): boolean;
  /** Why a record does not move the state on, where a person should know; `now` in ms since 1970. */
  problem(record: JsonObject, now: number): CursorProblem | undefined;
  /** Comparable and sortable place of a record; null without one. */
  position(record: JsonObject): number | null;
  /** ISO time of a record, where the cursor is a time. */
  time(record: JsonObject): string | null;
  /** The value as the state writes it; undefined where the record has none. */
  written(record: JsonObject): string | number | undefined;
  /** How old a state is, ms since 1970; undefined where it cannot be told. */
  age(state: Json): number | undefined;
  /** A value far ahead of every record, as a state writes it. */
  future(): string | number;
}
