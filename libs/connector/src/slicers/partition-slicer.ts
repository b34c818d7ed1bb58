import type { Json } from '@twl/contracts';
import type { Clock } from '@twl/ports';
import type { PartitionRouter } from '../roles/partition-router';
import type { CursorPlan } from '../roles/cursor-plan';
import { cursorFacts } from './cursor-slicer';
import { PartitionSliceRun } from './partition-slice-run';
import type { Slicer } from '../roles/slicer';

/** What a stream with a cursor per partition is made of. */
export interface PartitionedCursor {
  cursor: CursorPlan;
  router: PartitionRouter;
  clock: Clock;
  /** One state for all partitions, from the beginning. */
  globalOnly: boolean;
}

/** A stream with partitions and a cursor: a state per partition, or one for all where there are too many of them. */
export const createPartitionSlicer = (parts: PartitionedCursor): Slicer => ({
  ...cursorFacts(parts.cursor),
  begin: (state: Json, started?: number) => new PartitionSliceRun(parts, state, started ?? parts.clock.now()),
});
