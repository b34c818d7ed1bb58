import type { Json } from '@twl/contracts';
import type { Clock } from '@twl/ports';
import type { PartitionRouter } from '../roles/partition-router';
import type { CursorPlan } from '../roles/cursor-plan';
import { cursorFactsOf } from './cursor-slicer';
import { PartitionSliceRun } from './partition-slice-run';
import type { Slicer } from '../roles/slicer';

/** The parts of a stream with a cursor per partition. */
export interface PartitionedCursor {
  cursor: CursorPlan;
  router: PartitionRouter;
  clock: Clock;
  /** One state for all partitions, from the beginning. */
  globalOnly: boolean;
}

/** Creates a slicer with partitions and a cursor: a state per partition, or one for all if there are too many. */
export const createPartitionSlicer = (parts: PartitionedCursor): Slicer => ({
  ...cursorFactsOf(parts.cursor),
  begin: (state: Json, started?: number) => new PartitionSliceRun(parts, state, started ?? parts.clock.now()),
});
