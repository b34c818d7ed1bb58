import type { PartitionRouter } from '../roles/partition-router';
import type { Slicer } from '../roles/slicer';

/** A stream with partitions and without a cursor: read whole, partition by partition. */
export const createRouterSlicer = (router: PartitionRouter): Slicer => ({
  begin(state) {
    const run = router.begin(state);
    return {
      slices: (session) => run.partitions(session),
      options: (slice) => router.options(slice),
      observe: () => true,
      close() {},
      state: () => null,
      covers: false,
    };
  },
});
