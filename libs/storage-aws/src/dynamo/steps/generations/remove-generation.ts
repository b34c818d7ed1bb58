import { walkMs } from '@twl/ports';
import type { GenerationParts } from '../../caches/parts';
import { contractUpdatesPk } from '../../items/contract-items';
import { buildingFailuresPk } from '../../items/failure-items';
import { indexPartitions, recordIndexPk } from '../../items/index-pages';
import { bucketCount, pastPk, recordPk, versionsPk } from '../../items/keys';
import { counterPk, counterWidths, type Width } from '../../items/records/time-counters';
import { removeOldGeneration } from '../../items/runs/stream-generations';
import { streamKey } from '../../items/runs/stream-items';
import type { Key } from '../../table/action';
import type { Table } from '../../table/table';
import { pastGraceMs } from '../records/past-records';

/** How long the items of a generation stay after it was given up, ms: then no walk needs them and no reader is left. */
const graceMs = walkMs + pastGraceMs;

const partitionsOf = (gen: string): string[] => [
  ...Array.from({ length: bucketCount }, (_, bucket) => [recordPk(gen, bucket), versionsPk(gen, bucket), pastPk(gen, bucket)]).flat(),
  ...indexPartitions(recordIndexPk(gen, 'updatedAt'), false).map(({ pk }) => pk),
  ...indexPartitions(recordIndexPk(gen, 'occurredAt'), true).map(({ pk }) => pk),
  ...(Object.keys(counterWidths) as Width[]).map((width) => counterPk(gen, width)),
  buildingFailuresPk(gen),
  contractUpdatesPk(gen),
];

/**
 * Removes at most so many items of generations of a stream that were given up a while ago. Their shards stay, so that nothing is written
 * into them. @returns how many items were removed
 */
export const removeOldGenerations = async (parts: GenerationParts, sid: string, limit = Infinity): Promise<number> => {
  const { table, streams, environment } = parts;
  const [first, ...rest] = (await streams.findBySid(sid))?.oldGenerations ?? [];
  if (!first || first.at + graceMs > environment.now()) return 0;
  const removed = await removeItems(table, first.gen, limit);
  if (removed >= limit) return removed;
  const isDone = await table.update(streamKey(sid), removeOldGeneration(first.gen));
  return isDone && rest.length > 0 ? removed + (await removeOldGenerations(parts, sid, limit - removed)) : removed;
};

const removeItems = async (table: Table, gen: string, limit: number): Promise<number> => {
  let removed = 0;
  for (const pk of partitionsOf(gen)) {
    for await (const items of table.query({ pk })) {
      const some = items.slice(0, limit - removed).map(({ pk, sk }): Key => ({ pk, sk }));
      await table.write([], some);
      removed += some.length;
      if (removed >= limit) return removed;
    }
  }
  return removed;
};
