import type { JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import { noOptions } from '../roles/request-options';
import type { PartitionRouter, PartitionRun } from '../roles/partition-router';

/** Builds a `UnionPartitionRouter`: the partitions of several routers, each value once. @throws ManifestError */
export const buildUnionPartitionRouter = (node: ComponentNode, context: BuildContext): PartitionRouter => {
  const field = node.required('partition_field');
  const routers = node.children('partition_routers').map((each) => context.build('partitionRouter', each));
  return {
    field,
    options: noOptions,
    begin(state) {
      const runs = routers.map((router) => router.begin(state));
      return {
        parentState: () => Object.assign({}, ...runs.map((run) => run.parentState())) as JsonObject,
        partitions: (session) => unitePartitions(runs, field, session),
      };
    },
  };
};

const unitePartitions = async function* (
  runs: PartitionRun[],
  field: string,
  session: Parameters<PartitionRun['partitions']>[0],
): ReturnType<PartitionRun['partitions']> & AsyncGenerator {
  const seen = new Set<string>();
  for (const run of runs) {
    for await (const slice of run.partitions(session)) {
      const { [field]: value, ...others } = slice.partition;
      if (value === undefined) throw new ReadFailedError(`a router of the UnionPartitionRouter gives partitions without ${field}`);
      const key = toCanonicalJson(value);
      if (seen.has(key)) continue;
      seen.add(key);
      yield { partition: { [field]: value }, interval: {}, extra: { ...slice.extra, ...others } };
    }
  }
};
