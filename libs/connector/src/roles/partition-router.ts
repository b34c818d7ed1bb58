import type { Json, JsonObject } from '@twl/contracts';
import type { RequestOptions } from './request-options';
import type { ReadSession } from '../session/read-session';
import type { Slice } from './slice';

/** Divides a stream into partitions. */
export interface PartitionRouter {
  /** Begins a read; `state` is the stream's own, with the states of parents. */
  begin(state: Json): PartitionRun;
  /** Returns the options of a partition for a request. */
  options(slice: Slice): RequestOptions;
  /** Several values of one field make one partition, so that a state per partition makes no sense. */
  readonly grouped?: boolean;
  /** The field of the partition, if there is exactly one. */
  readonly field?: string;
}

/** One read's partitions. */
export interface PartitionRun {
  partitions(session: ReadSession): AsyncIterable<Slice>;
  /** State of the parents that are read incrementally, by stream name, as far as their records were handed out; undefined without parents. */
  parentState(): JsonObject | undefined;
}
