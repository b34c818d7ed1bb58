import type { Json, JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { requireValue, requireFirst } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import { noOptions } from '../roles/request-options';
import type { Slice } from '../roles/slice';
import type { PartitionRouter } from '../roles/partition-router';

/** Builds a `GroupingPartitionRouter`: partitions of another router, several at a time. @throws ManifestError */
export const buildGroupingPartitionRouter = (node: ComponentNode, context: BuildContext): PartitionRouter => {
  const size = node.number('group_size') ?? 0;
  if (!Number.isInteger(size) || size < 1) throw node.error('group_size must be a whole number above 0', 'group_size');
  const underlying = context.build('partitionRouter', node.requiredChild('underlying_partition_router'));
  const deduplicate = node.has('deduplicate') ? node.flag('deduplicate') : true;
  return {
    grouped: true,
    options: noOptions,
    begin(state) {
      const run = underlying.begin(state);
      let parentState: JsonObject | undefined;
      return {
        parentState: () => parentState,
        async *partitions(session) {
          const seen = new Set<string>();
          let batch: Slice[] = [];
          for await (const slice of run.partitions(session)) {
            const key = toCanonicalJson(valueOf(slice));
            if (deduplicate && seen.has(key)) continue;
            seen.add(key);
            batch.push(slice);
            if (batch.length < size) continue;
            parentState = run.parentState();
            yield grouped(batch);
            batch = [];
          }
          parentState = run.parentState();
          if (batch.length > 0) yield grouped(batch);
        },
      };
    },
  };
};

const valueOf = (slice: Slice): Json => {
  const keys = Object.keys(slice.partition).filter((key) => key !== 'parent_slice');
  const [key] = keys;
  if (key === undefined || keys.length !== 1)
    throw new ReadFailedError(`a GroupingPartitionRouter needs partitions of one field, not ${keys.join(', ') || 'none'}`);
  return requireValue(slice.partition[key], `value of ${key}`);
};

const grouped = (batch: Slice[]): Slice => {
  const extraKeys = new Set(batch.flatMap((slice) => Object.keys(slice.extra)));
  return {
    partition: lists(
      Object.keys(requireFirst(batch).partition),
      batch.map((slice) => slice.partition),
    ),
    interval: {},
    extra: lists(
      [...extraKeys],
      batch.map((slice) => slice.extra),
    ),
  };
};

const lists = (keys: string[], objects: JsonObject[]): JsonObject =>
  Object.fromEntries(keys.map((key) => [key, objects.map((object) => object[key] ?? null)]));
