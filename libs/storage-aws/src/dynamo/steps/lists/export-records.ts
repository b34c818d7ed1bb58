import type { CuratedRecord } from '@twl/contracts';
import { requireEntry, UnavailableError } from '@twl/ports';
import type { TableAccess } from '../../caches/parts';
import { bucketCount, keyClasses, recordPk } from '../../items/keys';
import { readShards } from '../../items/records/counter-shards';
import { readRecord } from '../../items/records/record-items';
import type { TableItem } from '../../table/action';
import { mergeSorted, type SortedList } from './merge-sorted';

/** A generation to export. */
export interface ExportedGeneration {
  source: string;
  stream: string;
  gen: string;
}

/** A record of an export; all have the same time, so that only ids are compared. */
interface ExportEntry {
  time: 0;
  record: CuratedRecord;
}

/** Classes of sort keys; within a class, sort keys are in order of ids. */
const sorted = [...Array.from({ length: 16 }, (_, i) => keyClasses.ofDigits(i + 1)), keyClasses.text];

/** Yields every record of some generations in order of ids, by code unit. Uses bounded memory. */
export async function* exportRecords(parts: TableAccess, exported: readonly ExportedGeneration[]): AsyncGenerator<CuratedRecord, void> {
  const lists: SortedList<ExportEntry>[] = [];
  for (const part of exported) {
    for (let bucket = 0; bucket < bucketCount; bucket++) lists.push(...(await listsOf(parts, part, recordPk(part.gen, bucket))));
  }
  const compare = (a: ExportEntry, b: ExportEntry) => (a.record.id < b.record.id ? -1 : Number(a.record.id > b.record.id));
  for await (const { record } of mergeSorted(lists, { isDown: false, compare })) yield record;
}

const listsOf = async (parts: TableAccess, part: ExportedGeneration, pk: string): Promise<SortedList<ExportEntry>[]> => {
  const present = await classesIn(parts, pk);
  const ranges = sorted.filter((name) => present.has(name)).map((name) => ({ bound: 0, open: () => readClass(parts, part, { pk, name }) }));
  return present.has(keyClasses.cut) ? [...ranges, { bound: 0, open: () => readCut(parts, part, pk) }] : ranges;
};

/** Finds the classes that a bucket has, with one request for each. */
const classesIn = async ({ table }: TableAccess, pk: string): Promise<Set<string>> => {
  const found = new Set<string>();
  for (let from = ' '; ;) {
    const { value } = await table.query({ pk, from, limit: 1 }).next();
    const name = value?.[0]?.sk[0];
    if (name === undefined) return found;
    found.add(name);
    from = `${name}\u{10ffff}`;
  }
};

async function* readClass(
  parts: TableAccess,
  part: ExportedGeneration,
  { pk, name }: { pk: string; name: string },
): AsyncGenerator<ExportEntry, void> {
  for await (const items of parts.table.query({ pk, from: name, to: `${name}\u{10ffff}` })) {
    if (items.length > 0) await requireGeneration(parts, part);
    yield* await entriesOf(parts, part, items);
  }
}

/** Cut keys are not in order. There are few, and they are sorted here. */
async function* readCut(parts: TableAccess, part: ExportedGeneration, pk: string): AsyncGenerator<ExportEntry, void> {
  const items = await parts.table.all({ pk, from: keyClasses.cut });
  const entries = await entriesOf(parts, part, items);
  yield* entries.sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
}

const entriesOf = (parts: TableAccess, part: ExportedGeneration, items: readonly TableItem[]): Promise<ExportEntry[]> =>
  Promise.all(items.map(async (item) => ({ time: 0 as const, record: await readRecord(parts.bodies, item, part) })));

const requireGeneration = async ({ table }: TableAccess, { gen }: ExportedGeneration): Promise<void> => {
  const shards = requireEntry(await readShards(table, [gen]), gen);
  if (shards.some(({ state }) => state === 'dropped'))
    throw new UnavailableError('the records were replaced during the export; start it again');
};
