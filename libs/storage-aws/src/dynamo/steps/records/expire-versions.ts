import type { Expiry, Version } from '@twl/ports';
import type { TableAccess } from '../../caches/parts';
import { bucketCount, keyOfSk, recordPk } from '../../items/keys';
import { checkRecord, readCurrent, readRecordFields } from '../../items/records/record-items';
import { readVersions } from '../../items/records/version-items';
import type { TableAction, TableItem } from '../../table/action';

/** Versions removed in one transaction. */
const versionsAtOnce = 90;

/** Where a step ended: a bucket and a sort key in it. */
const resumePoint = (bucket: number, sk: string): string => `${bucket}${sk}`;

/** Removes expired versions of a generation, record by record in order of buckets and sort keys. See the port. */
export const expireVersions = async (
  parts: TableAccess,
  gen: string,
  expiry: Expiry,
): Promise<{ removed: number; next: string | null }> => {
  const { after, limit } = expiry;
  let [removed, scanned] = [0, 0];
  let last: string | null = null;
  for (let bucket = Number(after?.[0] ?? 0); bucket < bucketCount; bucket++) {
    const from = after !== undefined && Number(after[0]) === bucket ? after.slice(1) : ' ';
    for await (const items of parts.table.query({ pk: recordPk(gen, bucket), from, limit: limit + 1 })) {
      for (const item of items) {
        if (resumePoint(bucket, item.sk) === after) continue;
        if (scanned === limit) return { removed, next: last };
        removed +=
          readRecordFields(item).version > 1 ? await parts.table.retryTransaction(() => expireRecord(parts, gen, { item, expiry })) : 0;
        last = resumePoint(bucket, item.sk);
        scanned += 1;
      }
    }
  }
  return { removed, next: null };
};

/** Removes expired versions of one record, if it is still as it was read. */
const expireRecord = async (parts: TableAccess, gen: string, of: { item: TableItem; expiry: Expiry }): Promise<number | 'again'> => {
  const { table, bodies } = parts;
  const { pk, sk } = of.item;
  const item = await table.get({ pk, sk });
  if (!item) return 0;
  const { record, content } = await readCurrent(bodies, item, of.expiry);
  const earlier = await readVersions(table, gen, { key: keyOfSk(sk) ?? record.key, item });
  const contents = await Promise.all(earlier.map((version) => bodies.read<Version>(version)));
  const begins = [...contents.slice(1), content].map(({ at }) => Date.parse(at));
  const stays = begins.findIndex((begin) => begin >= Date.parse(of.expiry.before));
  const over = (stays < 0 ? earlier : earlier.slice(0, stays)).slice(0, versionsAtOnce);
  if (over.length === 0) return 0;
  const removes = over.map((version): TableAction => ({ is: 'version', remove: { pk: version.pk, sk: version.sk } }));
  if (await table.transact([checkRecord(item), ...removes])) return 'again';
  const rest = over.length === versionsAtOnce ? await table.retryTransaction(() => expireRecord(parts, gen, of)) : 0;
  return over.length + rest;
};
