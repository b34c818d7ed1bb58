import type { JsonObject } from '@twl/contracts';
import { requireValue } from '@twl/ports';
import type { ReadSession } from '../session/read-session';
import { noOptions, type RequestOptions } from '../roles/request-options';
import type { Slice } from '../roles/slice';
import type { PartitionRouter, PartitionRun } from '../roles/partition-router';

/** Every combination of the partitions of several routers, in the order of the first. */
export const createProductRouter = (routers: PartitionRouter[]): PartitionRouter => ({
  options: (slice) => routers.map((router) => router.options(slice)).reduceRight(over, noOptions()),
  begin(state) {
    const runs = routers.map((router) => router.begin(state));
    return { parentState: () => undefined, partitions: (session) => combinePartitions(runs, session) };
  },
});

/** Of two routers that set the same field, the first one wins. */
const over = (all: RequestOptions, first: RequestOptions): RequestOptions => ({
  params: { ...all.params, ...first.params },
  headers: { ...all.headers, ...first.headers },
  bodyData: { ...(all.bodyData as JsonObject), ...(first.bodyData as JsonObject) },
  bodyJson: { ...all.bodyJson, ...first.bodyJson },
});

/** The partitions of every router but the first are kept, to be combined again and again. */
const combinePartitions = async function* (runs: PartitionRun[], session: ReadSession): AsyncGenerator<Slice> {
  const [first, ...others] = runs;
  const lists: Slice[][] = [];
  for (const run of others) {
    const list: Slice[] = [];
    for await (const slice of run.partitions(session)) list.push(slice);
    lists.push(list);
  }
  for await (const slice of requireValue(first, 'partition router').partitions(session)) yield* combine(slice, lists);
};

const combine = function* (slice: Slice, lists: Slice[][]): Generator<Slice> {
  const [next, ...rest] = lists;
  if (!next) return yield slice;
  for (const other of next) {
    yield* combine(
      { partition: { ...other.partition, ...slice.partition }, interval: {}, extra: { ...other.extra, ...slice.extra } },
      rest,
    );
  }
};
