import { unitsOfWrites } from '../meter/capacity';
import type { Meter } from '../meter/meter';
import { addUsage, noUsage, type Usage } from '../meter/usage';
import { writtenOf, type Action, type Item } from './action';

const sums = { readUnits: 'uR', writeUnits: 'uW', bytesOut: 'uO', bytesIn: 'uI' } as const;
const kindPrefix = 'uq_';

/** What was asked for, as numbers to add to an item. */
const asCounters = ({ requests, ...rest }: Usage): Record<string, number> => ({
  ...Object.fromEntries(Object.entries(requests).map(([kind, count]) => [kindPrefix + kind.replace('.', '_'), count])),
  ...Object.fromEntries(Object.entries(sums).map(([name, counter]) => [counter, rest[name as keyof typeof sums]])),
});

/** What an item says was asked for; undefined where it says nothing. */
export const usageOfItem = (item: Item): Usage | undefined => {
  const kinds = Object.entries(item).filter(([name]) => name.startsWith(kindPrefix));
  if (kinds.length === 0) return undefined;
  const requests = Object.fromEntries(kinds.map(([name, count]) => [name.slice(kindPrefix.length).replace('_', '.'), count as number]));
  const numbers = Object.entries(sums).map(([name, counter]) => [name, Number(item[counter] ?? 0)]);
  return { requests, ...(Object.fromEntries(numbers) as Omit<Usage, 'requests'>) };
};

/** What a transaction takes itself, by the rules. */
const usageOf = (actions: readonly Action[], table: string): Usage => ({
  ...noUsage(),
  requests: { 'DynamoDB.TransactWriteItems': 1 },
  writeUnits: unitsOfWrites(actions.map((action) => writtenOf(action, table) as Record<string, object>)),
});

/**
 * Makes a transaction that writes down, with what it writes anyhow, what the work on a page asked for so far, and what it takes itself.
 * `actionsWith` gives its actions, with these numbers added to the item of the page.
 */
export const transactCounted = async <T>(
  { meter, name }: { meter: Meter | undefined; name: string },
  actionsWith: (counters: Record<string, number>) => Action[],
  transact: (actions: readonly Action[]) => Promise<T | undefined>,
): Promise<T | undefined> => {
  const unsaved = meter?.takeUnsaved();
  if (!meter || !unsaved) return transact(actionsWith({}));
  const own = usageOf(actionsWith({}), name);
  const all = structuredClone(unsaved);
  addUsage(all, own);
  let isWritten = false;
  try {
    const refused = await transact(actionsWith(asCounters(all)));
    isWritten = refused === undefined;
    return refused;
  } finally {
    meter.putBack(isWritten ? own : unsaved, isWritten ? -1 : 1);
  }
};
