import type { Builders } from '../build/build-context';
import { buildGroupingPartitionRouter } from './grouping-partition-router';
import { buildListPartitionRouter } from './list-partition-router';
import { buildSubstreamPartitionRouter } from './substream-partition-router';
import { buildUnionPartitionRouter } from './union-partition-router';

/** Builders of the partition routers. */
export const partitionRouters = {
  GroupingPartitionRouter: buildGroupingPartitionRouter,
  ListPartitionRouter: buildListPartitionRouter,
  SubstreamPartitionRouter: buildSubstreamPartitionRouter,
  UnionPartitionRouter: buildUnionPartitionRouter,
} satisfies Builders<'partitionRouter'>;
