import type { Key } from './action';
import { lessonsPk } from './contract-items';
import { recordTrack } from './commit-writer';
import { buckets, recordPk } from './keys';
import { tracksOf } from './packs';
import { streamKey } from './streams';
import type { TableParts } from './table-parts';
import { counterPk, widths, type Width } from './time-counters';

/** How long a generation stays after it was given up, ms: nobody still reads it then. */
const graceMs = 600_000;

const partitionsOf = (gen: string): string[] => [
  ...Array.from({ length: buckets }, (_, bucket) => [recordPk(gen, bucket), `V#${gen}#${bucket}`]).flat(),
  ...tracksOf(recordTrack(gen, 'u'), false).map(({ pk }) => pk),
  ...tracksOf(recordTrack(gen, 't'), true).map(({ pk }) => pk),
  ...(Object.keys(widths) as Width[]).map((width) => counterPk(gen, width)),
  `B#${gen}`,
  lessonsPk(gen),
];

/** Removes what generations of a stream held that were given up a while ago. Their lanes stay, so that nothing is written into them. */
export const removeOld = async (parts: TableParts, sid: string): Promise<void> => {
  const { table, streams, now } = parts;
  const [first, ...rest] = (await streams.bySid(sid))?.old ?? [];
  if (!first || first.at + graceMs > now()) return;
  for (const pk of partitionsOf(first.gen)) {
    for await (const items of table.query({ pk }))
      await table.write(
        [],
        items.map(({ pk, sk }): Key => ({ pk, sk })),
      );
  }
  const isFirst = { text: '#old[0].#gen = :gen', values: { gen: first.gen } };
  if (await table.update(streamKey(sid), { text: 'REMOVE #old[0]' }, isFirst)) await (rest.length > 0 && removeOld(parts, sid));
};
